//! What the audit trail says of an act.

use mortise_model::{Ctx, Key};
use mortise_store::{
    ConnectionTrait,
    repos::audit::{AuditNote, Outcome, append_audit},
};
use serde_json::{Value as Json, json};

use crate::Result;

/// What an act was done to.
#[derive(Debug, Clone)]
pub(crate) struct Object<'a> {
    /// In which app.
    pub(crate) app: Option<&'a Key>,
    /// What kind of thing.
    pub(crate) kind: &'a str,
    /// Which one.
    pub(crate) id: String,
}

impl<'a> Object<'a> {
    /// Something of the tenant itself.
    pub(crate) fn of_tenant(kind: &'a str, id: impl ToString) -> Self {
        Self { app: None, kind, id: id.to_string() }
    }

    /// Something of an app.
    pub(crate) fn of_app(app: &'a Key, kind: &'a str, id: impl ToString) -> Self {
        Self { app: Some(app), kind, id: id.to_string() }
    }
}

/// Adds an entry: `act` is the same word as in the URL and the function's name; no secret, no value of a record.
pub(crate) async fn note(
    db: &impl ConnectionTrait,
    ctx: &Ctx,
    act: &str,
    object: Object<'_>,
    detail: Json,
) -> Result<()> {
    let note = AuditNote {
        at: ctx.now,
        actor: ctx.actor.user(),
        act: act.to_owned(),
        outcome: Outcome::Done,
        app: object.app.cloned(),
        object_kind: object.kind.to_owned(),
        object: Some(object.id),
        detail: if detail.is_null() { json!({}) } else { detail },
        request_id: ctx.request_id.clone(),
        address: None,
    };
    Ok(append_audit(db, &[note]).await?)
}
