use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub app: String,
    pub form: String,
    pub file_name: String,
    pub file: Option<i64>,
    pub mapping: String,
    pub dry_run: bool,
    pub state: String,
    pub total: i64,
    pub created: i64,
    pub updated: i64,
    pub skipped: i64,
    pub failed: i64,
    pub change_set: Option<i64>,
    pub created_at: i64,
    pub created_by: Option<i64>,
    pub ended_at: Option<i64>,
}

no_relations!();
