use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub kind: String,
    pub subject: Option<String>,
    pub dedupe_key: Option<String>,
    pub payload: String,
    pub actor: Option<i64>,
    pub state: String,
    pub due_at: i64,
    pub attempts: i64,
    pub max_attempts: i64,
    pub crashes: i64,
    pub lease: Option<i64>,
    pub leased_until: Option<i64>,
    pub done: i64,
    pub total: Option<i64>,
    pub message: Option<String>,
    pub result: Option<String>,
    pub error: Option<String>,
    pub cancel: bool,
    pub created_at: i64,
    pub started_at: Option<i64>,
    pub ended_at: Option<i64>,
}

no_relations!();
