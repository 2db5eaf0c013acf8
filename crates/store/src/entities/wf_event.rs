use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_wf_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_name = "instance_id")]
    pub instance: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub at: i64,
    pub actor: Option<i64>,
    pub cause: i64,
    pub kind: String,
    pub body: String,
}

no_relations!();
