use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_view")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub app: String,
    pub form: String,
    pub owner: i64,
    pub key: String,
    pub name: String,
    pub spec: String,
    pub position: i64,
    pub version: i64,
    pub updated_at: i64,
    pub updated_by: Option<i64>,
}

no_relations!();
