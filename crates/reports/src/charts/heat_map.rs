use mortise_model::Issues;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PivotShape;

/// A grid of one row field and one column field, coloured by one measure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HeatMapChart {
    /// The measure that is drawn; needed where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
}

impl HeatMapChart {
    /// One row field, one column field, one measure.
    pub(super) fn accepts(&self, shape: &PivotShape) -> Issues {
        let mut issues = shape.rows_between(1, 1);
        if shape.n_columns != 1 {
            let issue = mortise_model::Issue::error(mortise_model::Pointer::root(), "chart_needs_columns");
            issues.push(issue.with("least", 1).with("most", 1));
        }
        issues.extend(shape.one_measure(self.measure.as_ref()));
        issues
    }
}
