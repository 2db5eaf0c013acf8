use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_notification")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    #[sea_orm(column_name = "user_id")]
    pub user: i64,
    pub kind: String,
    pub title: String,
    pub body: Option<String>,
    pub target: Option<String>,
    pub dedupe_key: Option<String>,
    pub at: i64,
    pub read_at: Option<i64>,
}

no_relations!();
