//! Who may read a file, and who may put it into a record.

use std::sync::Arc;

use mortise_model::{Ctx, Id, Value};
use mortise_store::{
    Cell, ConnectionTrait, Error as StoreError,
    repos::files::{File, FileUse, uses_of},
};
use serde_json::Value as Json;

use crate::{
    AppModel, Error, Result,
    records::{Reading, permit_to_read},
    session::Identity,
};

/// Stands for the field of a file that was given with a decision about the record: a word that no field can be called.
/// Who may read the record may read such a file.
pub(crate) const WITH_DECISION: &str = "with";

/// The ids of the files in a value of a field that holds files, in its rows too.
pub(crate) fn in_value(value: &Value) -> Vec<Id> {
    let one = |file: &Json| file.get("id").and_then(Json::as_str).and_then(|id| id.parse().ok());
    match value {
        Value::Json(Json::Array(files)) => files.iter().filter_map(one).collect(),
        Value::Json(file) => one(file).into_iter().collect(),
        Value::Rows(rows) => rows.iter().flat_map(|row| row.values.values()).flat_map(in_value).collect(),
        _ => Vec::new(),
    }
}

/// Whether a person may read a file through a field of a record of this app: the person sees the value, and the file
/// is in it.
pub(super) async fn shown_by(
    db: &impl ConnectionTrait,
    model: &Arc<AppModel>,
    (ctx, identity): (&Ctx, &Identity),
    held: &FileUse,
) -> Result<bool> {
    let permit = match permit_to_read(model, identity, &held.form, held.record, db).await {
        Err(Error::NotFound(_)) => return Ok(false),
        permit => permit?,
    };
    let reading = Reading::by(model, (ctx, identity), permit);
    if held.field.as_str() == WITH_DECISION {
        return Ok(reading.plan()?.fields([]).get(db, held.record).await?.is_some());
    }
    let seen = match reading.plan()?.fields([held.field.clone()]).get(db, held.record).await {
        // The field is gone, or hidden from the person in every record.
        Err(StoreError::Refused(_)) => None,
        seen => seen?,
    };
    let cells = seen.map(|(_, record)| record.cells).unwrap_or_default();
    Ok(cells.iter().any(|cell| matches!(cell, Cell::Value(value) if in_value(value).contains(&held.file))))
}

/// Whether a person may put a file into a record: it is the person's own and still in no record, the record held it
/// before, or another record of the app shows it to the person.
pub(crate) async fn may_attach(
    db: &impl ConnectionTrait,
    model: &Arc<AppModel>,
    (ctx, identity): (&Ctx, &Identity),
    file: &File,
    record: Option<Id>,
) -> Result<bool> {
    let uses = uses_of(db, file.id).await?;
    if uses.is_empty() {
        return Ok(file.created_by == Some(identity.user.id));
    }
    if uses.iter().any(|held| Some(held.record) == record) {
        return Ok(true);
    }
    for held in uses.iter().filter(|held| held.app == model.app.key) {
        if shown_by(db, model, (ctx, identity), held).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
