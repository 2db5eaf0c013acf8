use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_delegation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    #[sea_orm(column_name = "user_id")]
    pub user: i64,
    pub deputy: i64,
    pub app: Option<String>,
    pub workflow: Option<String>,
    pub starts_at: i64,
    pub ends_at: i64,
    pub reason: Option<String>,
    pub created_at: i64,
    pub created_by: Option<i64>,
    pub revoked_at: Option<i64>,
}

no_relations!();
