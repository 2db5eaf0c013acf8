use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_delivery")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    #[sea_orm(column_name = "webhook_id")]
    pub webhook: i64,
    pub event: String,
    pub event_id: i64,
    pub body: String,
    pub state: String,
    pub attempts: i64,
    pub status: Option<i64>,
    pub answer: Option<String>,
    pub at: i64,
    pub ended_at: Option<i64>,
}

no_relations!();
