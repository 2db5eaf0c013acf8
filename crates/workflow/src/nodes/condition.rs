use mortise_model::{Issue, Issues, Pointer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Move, NodeKind, Port, Shape};
use crate::{check::Known, definition::Branch, engine::Stop};

/// Takes the first case whose condition holds. The last case has no condition and is taken where no other fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The cases, in the order in which they are tried.
    pub cases: Vec<Branch>,
}

fn port_of(branch: &Branch) -> Port<'_> {
    Port { key: &branch.key, when: branch.when.as_ref(), body: branch.body.as_deref() }
}

impl NodeKind for Condition {
    fn shape(&self) -> Shape<'_> {
        Shape::Choice(self.cases.iter().map(port_of).collect())
    }

    fn enter(&self, cx: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        for case in &self.cases {
            let taken = match &case.when {
                Some(filter) => cx.holds(filter)?,
                None => true,
            };
            if taken {
                return Ok(Move::Take(case.key.clone()));
            }
        }
        Ok(Move::Fail("no_branch"))
    }

    fn check(&self, known: &Known<'_>) -> Issues {
        let at = Pointer::root().at("cases");
        let mut issues = known.check_ports(&self.shape(), &at);
        if self.cases.last().is_none_or(|case| case.when.is_some()) {
            issues.push(Issue::error(at.clone(), "def_no_default"));
        }
        for (number, case) in self.cases.iter().enumerate().take(self.cases.len().saturating_sub(1)) {
            if case.when.is_none() {
                issues.push(Issue::error(at.at(number).at("when"), "unreachable").with("case", case.key.as_str()));
            }
        }
        issues
    }
}
