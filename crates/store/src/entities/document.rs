use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub app: String,
    pub kind: String,
    pub form: String,
    pub key: String,
    pub body: String,
    pub extra: Option<String>,
    pub version: i64,
    pub position: i64,
    pub updated_at: i64,
    pub updated_by: Option<i64>,
}

no_relations!();
