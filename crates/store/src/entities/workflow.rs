use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_workflow")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub app: String,
    pub key: String,
    pub form: String,
    pub draft: String,
    pub draft_version: i64,
    pub published_version: Option<i64>,
    pub changed: bool,
    pub retired_at: Option<i64>,
    pub position: i64,
    pub updated_at: i64,
    pub updated_by: Option<i64>,
}

no_relations!();
