use mortise_model::Issues;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PivotShape;

/// A circle cut into the groups of one row field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PieChart {
    /// The measure that is drawn; needed where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// A ring instead of a full circle.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ring: bool,
}

impl PieChart {
    /// One row field, no column field, one measure.
    pub(super) fn accepts(&self, shape: &PivotShape) -> Issues {
        let mut issues = shape.rows_between(1, 1);
        issues.extend(shape.columns_at_most(0));
        issues.extend(shape.one_measure(self.measure.as_ref()));
        issues
    }
}
