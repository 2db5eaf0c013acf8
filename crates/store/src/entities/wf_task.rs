use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_wf_task")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    #[sea_orm(column_name = "instance_id")]
    pub instance: i64,
    pub no: i64,
    pub app: String,
    pub workflow: String,
    pub node: String,
    pub round: i64,
    pub form: String,
    pub record: i64,
    pub title: String,
    pub initiator: Option<i64>,
    pub assignee: i64,
    pub owner: i64,
    pub origin: String,
    pub status: String,
    pub act: Option<String>,
    pub comment: Option<String>,
    pub due_at: Option<i64>,
    pub epoch: i64,
    pub version: i64,
    pub created_at: i64,
    pub opened_at: Option<i64>,
    pub read_at: Option<i64>,
    pub urged_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub ended_by: Option<i64>,
}

no_relations!();
