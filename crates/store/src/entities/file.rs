use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub sha256: String,
    pub name: String,
    pub size: i64,
    pub mime: String,
    pub detail: Option<String>,
    pub created_at: i64,
    pub created_by: Option<i64>,
}

no_relations!();
