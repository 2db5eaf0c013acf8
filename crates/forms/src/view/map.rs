use mortise_model::Key;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    FigureSpec,
    kind::{Named, ViewKind},
};

/// Counts by province.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapView {
    /// The address or region.
    pub region: Key,
    /// The figure; absent: how many records.
    #[serde(default)]
    pub figure: Option<FigureSpec>,
}

impl ViewKind for MapView {
    fn names(&self, named: &mut Named) {
        named.asked_key("/region", &self.region);
        named.summed("/figure/field", self.figure.as_ref().map(|figure| &figure.field));
    }

    fn figures(&self) -> Vec<(String, &FigureSpec)> {
        self.figure.iter().map(|figure| ("/figure".to_owned(), figure)).collect()
    }
}
