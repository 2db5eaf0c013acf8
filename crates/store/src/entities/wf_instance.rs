use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_wf_instance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub app: String,
    pub workflow: String,
    pub version: i64,
    pub form: String,
    pub record: i64,
    pub title: String,
    pub initiator: Option<i64>,
    pub dept: Option<i64>,
    pub status: String,
    pub suspended: bool,
    pub state: String,
    pub rev: i64,
    pub seq: i64,
    pub incidents: i64,
    pub parent: Option<i64>,
    pub started_at: i64,
    pub ended_at: Option<i64>,
}

no_relations!();
