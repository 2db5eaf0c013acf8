use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_user_dept")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_name = "user_id")]
    pub user: i64,
    #[sea_orm(primary_key, auto_increment = false, column_name = "dept_id")]
    pub dept: i64,
}

no_relations!();
