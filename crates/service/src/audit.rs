//! What the audit trail says of an act.

use mortise_model::Ctx;
use mortise_store::repos::audit::NewEntry;
use serde_json::Value as Json;

/// One line of the audit trail: who did what, when, in which request.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    ctx: &'a Ctx,
    action: &'a str,
    detail: Json,
}

impl<'a> Entry<'a> {
    /// The entry for an act; `action` is the same word as in the URL and the function's name.
    pub(crate) fn of(ctx: &'a Ctx, action: &'a str, detail: Json) -> Self {
        Self { ctx, action, detail }
    }
}
