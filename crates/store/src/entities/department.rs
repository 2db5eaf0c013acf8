use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_department")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub key: Option<String>,
    pub name: String,
    pub parent: Option<i64>,
    pub path: String,
    pub head: Option<i64>,
    pub position: i64,
    pub active: bool,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

no_relations!();
