use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_app")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub key: String,
    pub name: String,
    pub version: String,
    pub manifest: String,
    pub navigation: String,
    pub icon: Option<String>,
    pub bundle_key: Option<String>,
    pub bundle_hash: Option<String>,
    pub position: i64,
    pub row_version: i64,
    pub created_at: i64,
    pub created_by: Option<i64>,
    pub updated_at: i64,
}

no_relations!();
