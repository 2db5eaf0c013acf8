use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub event: String,
    pub aggregate: String,
    pub payload: String,
    pub created_at: i64,
    pub state: String,
    pub due_at: i64,
    pub attempts: i64,
    pub lease: Option<i64>,
    pub leased_until: Option<i64>,
    pub last_error: Option<String>,
    pub done_at: Option<i64>,
}

no_relations!();
