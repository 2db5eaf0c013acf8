use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_wf_cc")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    #[sea_orm(column_name = "instance_id")]
    pub instance: i64,
    #[sea_orm(column_name = "user_id")]
    pub user: i64,
    pub app: String,
    pub workflow: String,
    pub node: Option<String>,
    pub form: String,
    pub record: i64,
    pub title: String,
    pub at: i64,
    pub read_at: Option<i64>,
}

no_relations!();
