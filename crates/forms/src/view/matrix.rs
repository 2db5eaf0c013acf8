use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    FigureSpec, GroupSpec,
    kind::{Named, ViewKind},
};

/// Counts or figures by two fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MatrixView {
    /// What the lines are.
    pub rows: GroupSpec,
    /// What the columns are.
    pub columns: GroupSpec,
    /// The figure; absent: how many records.
    #[serde(default)]
    pub figure: Option<FigureSpec>,
}

impl ViewKind for MatrixView {
    fn names(&self, named: &mut Named) {
        named.summed("/rows/field", &self.rows.field);
        named.summed("/columns/field", &self.columns.field);
        named.summed("/figure/field", self.figure.as_ref().map(|figure| &figure.field));
    }

    fn figures(&self) -> Vec<(String, &FigureSpec)> {
        self.figure.iter().map(|figure| ("/figure".to_owned(), figure)).collect()
    }
}
