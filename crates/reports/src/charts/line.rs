use mortise_model::Issues;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PivotShape;

/// Lines over the groups of the first row field, one for each column or measure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LineChart {
    /// The measures that are drawn; without any, all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<String>,
    /// Lines are drawn as curves.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub smooth: bool,
}

impl LineChart {
    /// One or two row fields, at most one column field.
    pub(super) fn accepts(&self, shape: &PivotShape) -> Issues {
        let mut issues = shape.rows_between(1, 2);
        issues.extend(shape.columns_at_most(1));
        issues.extend(shape.unknown_measures("measures", &self.measures));
        issues
    }
}
