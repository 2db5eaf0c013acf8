use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_role_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_name = "user_id")]
    pub user: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub app: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: String,
    pub granted_at: i64,
    pub granted_by: Option<i64>,
}

no_relations!();
