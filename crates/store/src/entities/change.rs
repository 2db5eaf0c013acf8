use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_name = "change_set_id")]
    pub change_set: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub app: String,
    pub form: String,
    pub record: i64,
    pub kind: String,
    pub version: i64,
    pub before: Option<String>,
    pub after: Option<String>,
}

no_relations!();
