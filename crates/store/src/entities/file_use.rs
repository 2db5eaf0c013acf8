use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_file_use")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_name = "file_id")]
    pub file: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub app: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub form: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub record: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: String,
}

no_relations!();
