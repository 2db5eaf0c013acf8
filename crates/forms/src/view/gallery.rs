use mortise_model::{Key, Path, Pointer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    check::ViewCheck,
    kind::{Named, ViewKind},
};

/// Cards with a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GalleryView {
    /// The picture.
    #[serde(default)]
    pub image: Option<Key>,
    /// What a card shows.
    #[serde(default)]
    pub card: Vec<Path>,
}

impl ViewKind for GalleryView {
    fn names(&self, named: &mut Named) {
        named.shown_key("/image", self.image.as_ref());
        named.list("/card", &self.card);
    }

    fn check(&self, at: &Pointer, check: &mut ViewCheck<'_>) {
        if let Some(image) = &self.image {
            check.require_kind(&at.at("image"), image, |field| field.kind.holds_files());
        }
        check.none_twice(&at.at("card"), &self.card);
    }
}
