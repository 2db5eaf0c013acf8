use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_document_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_name = "document_id")]
    pub document: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub body: String,
    pub extra: Option<String>,
    pub saved_at: i64,
    pub saved_by: Option<i64>,
}

no_relations!();
