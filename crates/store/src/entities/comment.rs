use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mortise_comment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub app: String,
    pub form: String,
    pub record: i64,
    pub reply_to: Option<i64>,
    pub author: Option<i64>,
    pub body: String,
    pub mentions: String,
    pub at: i64,
    pub edited_at: Option<i64>,
    pub deleted_at: Option<i64>,
}

no_relations!();
