use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_import_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_name = "import_id")]
    pub import: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub row_no: i64,
    pub verdict: String,
    pub record: Option<i64>,
    pub issues: String,
    pub source: Option<String>,
}

no_relations!();
