use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_webhook")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub app: String,
    pub form: Option<String>,
    pub direction: String,
    pub name: String,
    pub url: Option<String>,
    pub token_hash: Option<String>,
    pub events: String,
    pub sealed: Option<Vec<u8>>,
    pub active: bool,
    pub failures: i64,
    pub version: i64,
    pub created_at: i64,
    pub created_by: Option<i64>,
    pub updated_at: i64,
}

no_relations!();
