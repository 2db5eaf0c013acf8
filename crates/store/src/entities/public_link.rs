use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_public_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub app: String,
    pub form: String,
    pub token_hash: String,
    pub settings: String,
    pub opens_at: Option<i64>,
    pub closes_at: Option<i64>,
    pub quota: Option<i64>,
    pub used: i64,
    pub active: bool,
    pub created_at: i64,
    pub created_by: Option<i64>,
}

no_relations!();
