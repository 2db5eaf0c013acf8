use mortise_model::Issues;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PivotShape;

/// The table itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PivotChart {
    /// Colours behind the numbers, from small to large.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub shaded: bool,
}

impl PivotChart {
    /// Every pivot is a table.
    pub(super) fn accepts(&self, _: &PivotShape) -> Issues {
        Issues::new()
    }
}
