//! Embeds the images that occur, each once.

use std::{collections::BTreeMap, sync::Arc};

use printpdf::{ImageCompression, ImageOptimizationOptions, PdfDocument, RawImage, XObject, XObjectId};

use crate::{Item, Pages, Picture, PictureFormat};

/// A larger image is scaled down: at 16 cm of width it still has 250 pixels to the inch.
const MOST_BYTES: &str = "8MB";
const JPEG_QUALITY: f32 = 0.88;

/// The images of a document.
pub(super) struct Pictures {
    /// By the file that they share.
    ids: BTreeMap<*const u8, XObjectId>,
    /// Whether there are photographs among them.
    photographs: bool,
}

impl Pictures {
    /// Decodes the images of all pages into the document. One that cannot be decoded is left out;
    /// the layout has reported it.
    pub(super) fn embed(document: &mut PdfDocument, pages: &Pages) -> Self {
        let mut ids = BTreeMap::new();
        for picture in items(pages) {
            if ids.contains_key(&Arc::as_ptr(&picture.bytes).cast::<u8>()) {
                continue;
            }
            if let Ok(image) = RawImage::decode_from_bytes(&picture.bytes, &mut Vec::new()) {
                let id = XObjectId(format!("I{}", ids.len()));
                document.resources.xobjects.map.insert(id.clone(), XObject::Image(image));
                ids.insert(Arc::as_ptr(&picture.bytes).cast::<u8>(), id);
            }
        }
        let photographs = items(pages).any(|picture| picture.format == PictureFormat::Jpeg);
        Self { ids, photographs }
    }

    /// How images are coded. Seals, signatures and drawings stay as sharp as they are, unless the
    /// document has photographs, which would be many times as large.
    pub(super) fn compression(&self) -> ImageOptimizationOptions {
        let format = if self.photographs { ImageCompression::Auto } else { ImageCompression::Flate };
        ImageOptimizationOptions {
            quality: Some(JPEG_QUALITY),
            max_image_size: Some(MOST_BYTES.to_owned()),
            dither_greyscale: Some(false),
            convert_to_greyscale: Some(false),
            auto_optimize: Some(true),
            format: Some(format),
        }
    }

    pub(super) fn id(&self, picture: &Picture) -> Option<&XObjectId> {
        self.ids.get(&Arc::as_ptr(&picture.bytes).cast::<u8>())
    }
}

fn items(pages: &Pages) -> impl Iterator<Item = &Picture> {
    pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Picture(picture) => Some(picture),
        _ => None,
    })
}
