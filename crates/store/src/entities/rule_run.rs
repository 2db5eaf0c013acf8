use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_rule_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub app: String,
    pub rule: String,
    pub form: Option<String>,
    pub record: Option<i64>,
    pub trigger: String,
    pub at: i64,
    pub took_ms: i64,
    pub outcome: String,
    pub detail: Option<String>,
    pub change_set: Option<i64>,
}

no_relations!();
