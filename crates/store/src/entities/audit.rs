use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub at: i64,
    pub actor: Option<i64>,
    pub act: String,
    pub outcome: String,
    pub app: Option<String>,
    pub object_kind: String,
    pub object: Option<String>,
    pub detail: String,
    pub request_id: String,
    pub address: Option<String>,
    pub prev_hash: String,
    pub hash: String,
}

no_relations!();
