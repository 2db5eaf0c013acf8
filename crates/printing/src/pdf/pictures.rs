//! Embeds the images that occur, each once.

use std::{collections::BTreeMap, sync::Arc};

use printpdf::{PdfDocument, RawImage, XObject, XObjectId};

use crate::{Item, Pages, Picture};

/// The images of a document by the file that they share.
pub(super) struct Pictures(BTreeMap<*const u8, XObjectId>);

impl Pictures {
    /// Decodes the images of all pages into the document. One that cannot be decoded is left out;
    /// the layout has reported it.
    pub(super) fn embed(document: &mut PdfDocument, pages: &Pages) -> Self {
        let mut ids = BTreeMap::new();
        for item in pages.pages.iter().flat_map(|page| &page.items) {
            let Item::Picture(picture) = item else { continue };
            if ids.contains_key(&Arc::as_ptr(&picture.bytes).cast::<u8>()) {
                continue;
            }
            if let Ok(image) = RawImage::decode_from_bytes(&picture.bytes, &mut Vec::new()) {
                let id = XObjectId(format!("I{}", ids.len()));
                document.resources.xobjects.map.insert(id.clone(), XObject::Image(image));
                ids.insert(Arc::as_ptr(&picture.bytes).cast::<u8>(), id);
            }
        }
        Self(ids)
    }

    pub(super) fn id(&self, picture: &Picture) -> Option<&XObjectId> {
        self.0.get(&Arc::as_ptr(&picture.bytes).cast::<u8>())
    }
}
