use mortise_model::Issues;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PivotShape;

/// Large numbers, one for each measure, of everything that is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KpiChart {
    /// The measures that are drawn; without any, all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<String>,
}

impl KpiChart {
    /// Every pivot has a total; the measures must exist.
    pub(super) fn accepts(&self, shape: &PivotShape) -> Issues {
        shape.unknown_measures("measures", &self.measures)
    }
}
