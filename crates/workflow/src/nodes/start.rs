use indexmap::IndexMap;
use mortise_model::{Issues, Path, Pointer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Move, NodeKind};
use crate::{
    check::Known,
    definition::{Access, AssigneeRule},
    engine::Stop,
};

/// The initiator's node: passed at once on submission, and waited at after a return.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Start {
    /// Who may start it; left out, whoever may submit the record.
    pub starters: Vec<AssigneeRule>,
    /// Fields that the initiator may only read or not see after a return; the others may be changed.
    pub fields: IndexMap<Path, Access>,
}

impl NodeKind for Start {
    fn enter(&self, _: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        Ok(Move::AskInitiator)
    }

    fn start_fields(&self) -> Option<&IndexMap<Path, Access>> {
        Some(&self.fields)
    }

    fn starters(&self) -> &[AssigneeRule] {
        &self.starters
    }

    fn check(&self, known: &Known<'_>) -> Issues {
        let at = Pointer::root();
        let mut issues = known.check_rules(&self.starters, &at.at("starters"));
        for path in self.fields.keys() {
            issues.extend(known.check_field(path, &at.at("fields").at(path)));
        }
        issues
    }
}
