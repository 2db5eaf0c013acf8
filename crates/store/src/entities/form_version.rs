use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_form_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_name = "form_id")]
    pub form: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub spec: String,
    pub published_at: i64,
    pub published_by: Option<i64>,
}

no_relations!();
