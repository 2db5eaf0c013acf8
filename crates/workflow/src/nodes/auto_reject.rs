use mortise_model::Issues;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Asks, Move, NodeKind};
use crate::{check::Known, engine::Stop};

/// Refuses without asking anybody: the instance ends as rejected.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AutoReject {}

impl NodeKind for AutoReject {
    fn enter(&self, _: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        Ok(Move::Refuse)
    }

    fn ends(&self) -> bool {
        true
    }

    fn check(&self, _: &Known<'_>) -> Issues {
        Issues::new()
    }
}
