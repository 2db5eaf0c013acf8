use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_issued_print")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub token_hash: String,
    pub app: String,
    pub form: String,
    pub record: i64,
    pub record_version: i64,
    pub print: String,
    pub file: Option<i64>,
    pub sha256: String,
    pub detail: String,
    pub issued_at: i64,
    pub issued_by: Option<i64>,
    pub revoked_at: Option<i64>,
}

no_relations!();
