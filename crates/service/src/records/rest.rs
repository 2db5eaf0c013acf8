//! Whether a record's flow leaves it to people's own changes.

use mortise_model::{Id, Key};
use mortise_store::repos::instances;
use mortise_workflow::State;

use crate::{Error, Result, write::Writer};

/// Whether a record is open while it is back with who submitted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Revising {
    /// It is.
    Open,
    /// It is not.
    Closed,
}

/// Refuses with `record_in_flow` while a flow of the record runs.
pub(crate) async fn require_at_rest(writer: &Writer<'_>, form: &Key, id: Id, revising: Revising) -> Result<()> {
    for instance in instances::instances_of_record(writer.tx, &writer.model.app.key, form, id).await? {
        if instance.ended_at.is_some() {
            continue;
        }
        let state: State = serde_json::from_value(instance.state).map_err(Error::internal)?;
        if !(state.revising && revising == Revising::Open) {
            return Err(Error::conflict("record_in_flow"));
        }
    }
    Ok(())
}
