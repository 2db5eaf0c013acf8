use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_connection")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub app: String,
    pub key: String,
    pub kind: String,
    pub settings: String,
    pub sealed: Option<Vec<u8>>,
    pub version: i64,
    pub updated_at: i64,
    pub updated_by: Option<i64>,
}

no_relations!();
