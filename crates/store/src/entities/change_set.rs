use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_change_set")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub at: i64,
    pub actor: Option<i64>,
    pub act: String,
    pub app: Option<String>,
    pub request_id: String,
    pub note: Option<String>,
    pub size: i64,
    pub undoes: Option<i64>,
    pub undone_by: Option<i64>,
}

no_relations!();
