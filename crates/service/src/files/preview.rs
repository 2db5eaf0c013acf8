use std::io::Cursor;

use bytes::Bytes;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder, metadata::Orientation,
};
use indexmap::IndexMap;
use mortise_model::Id;
use mortise_store::repos::blobs::blob;
use parking_lot::Mutex;
use tokio::sync::Semaphore;

use super::{content::is_picture, read::readable};
use crate::{Error, Platform, Result, Session};

/// The longer side of a preview in pixels.
const SIDE: u32 = 480;
/// Pictures with more pixels are not decoded.
const MOST_PIXELS: u64 = 50_000_000;
/// What a decoder may take of memory.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// Pictures that are decoded at once.
const AT_ONCE: usize = 2;
/// What is remembered of previews, in bytes.
const REMEMBERED: usize = 32 * 1024 * 1024;

/// A picture, small.
#[derive(Debug, Clone)]
pub struct PreviewView {
    /// `image/jpeg`, or `image/png` where the picture lets something shine through.
    pub mime: &'static str,
    /// The picture.
    pub bytes: Bytes,
}

/// The previews that were made last, by the hash of the whole picture.
#[derive(Debug)]
pub(crate) struct Previews {
    made: Mutex<IndexMap<String, PreviewView>>,
    turns: Semaphore,
}

impl Default for Previews {
    fn default() -> Self {
        Self { made: Mutex::default(), turns: Semaphore::new(AT_ONCE) }
    }
}

impl Previews {
    fn get(&self, sha256: &str) -> Option<PreviewView> {
        self.made.lock().get(sha256).cloned()
    }

    /// Remembers one and forgets the oldest beyond the room there is.
    fn put(&self, sha256: String, view: PreviewView) {
        let mut made = self.made.lock();
        made.insert(sha256, view);
        while made.values().map(|view| view.bytes.len()).sum::<usize>() > REMEMBERED {
            made.shift_remove_index(0);
        }
    }
}

/// A picture that is small enough for a list, drawn anew; to who may not read the file, and of what is no picture,
/// there is none.
pub async fn preview(platform: &Platform, session: &Session, id: Id) -> Result<PreviewView> {
    let file = readable(platform, session, id).await?;
    if !is_picture(&file.mime) {
        return Err(Error::NotFound("preview"));
    }
    if let Some(view) = platform.previews.get(&file.sha256) {
        return Ok(view);
    }
    let _turn = platform.previews.turns.acquire().await.map_err(Error::internal)?;
    let content = blob(session.tenant.reader(), &file.sha256).await?.ok_or(Error::NotFound("preview"))?;
    let view = tokio::task::spawn_blocking(move || small(&content)).await.map_err(Error::internal)?;
    let view = view.ok_or(Error::NotFound("preview"))?;
    platform.previews.put(file.sha256, view.clone());
    Ok(view)
}

/// The picture drawn small and upright; nothing where it is too large or damaged.
fn small(content: &[u8]) -> Option<PreviewView> {
    let mut reader = ImageReader::new(Cursor::new(content)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return None;
    }
    let upright = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if width > SIDE || height > SIDE {
        picture = picture.thumbnail(SIDE, SIDE);
    }
    picture.apply_orientation(upright);
    let mut bytes = Vec::new();
    let mime = if picture.color().has_alpha() {
        DynamicImage::from(picture.to_rgba8()).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).ok()?;
        "image/png"
    } else {
        picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 82)).ok()?;
        "image/jpeg"
    };
    Some(PreviewView { mime, bytes: bytes.into() })
}

#[cfg(test)]
mod tests;
