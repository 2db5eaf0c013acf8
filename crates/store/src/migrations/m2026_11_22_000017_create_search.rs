//! How far the search index of each form is; and an empty index for each form that is published already, which a job
//! builds afterwards.

use sea_orm::{
    ConnectionTrait, DbErr,
    sea_query::{Expr, ExprTrait, Query},
};
use sea_orm_migration::SchemaManager;

use super::columns::{create, flag, index, keyed, number_or_none, table, text};
use crate::search_index;

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let states = keyed(
        table("mortise_search", [text("name"), text("app"), text("form"), flag("whole"), number_or_none("built_to")]),
        &["name"],
    );
    create(manager, [states], [index("mortise_search", &["app", "whole"])]).await?;
    let conn = manager.get_connection();
    let select = Query::select()
        .columns([("f", "app"), ("f", "key"), ("v", "spec")])
        .from_as("mortise_form", "f")
        .from_as("mortise_form_version", "v")
        .and_where(Expr::col(("v", "form_id")).eq(Expr::col(("f", "id"))))
        .and_where(Expr::col(("v", "version")).eq(Expr::col(("f", "published_version"))))
        .to_owned();
    for row in conn.query_all(&select).await? {
        let (app, form, spec): (String, String, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        let spec: serde_json::Value = serde_json::from_str(&spec).map_err(|error| DbErr::Custom(error.to_string()))?;
        let fields: Vec<&str> = spec["search"].as_array().into_iter().flatten().filter_map(|key| key.as_str()).collect();
        if !fields.is_empty() {
            search_index::make(conn, (&app, &form), &fields).await?;
        }
    }
    Ok(())
}
