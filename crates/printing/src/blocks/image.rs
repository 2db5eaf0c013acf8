//! Images: PNG and JPEG that stand in the text itself; nothing is fetched.

use base64::{Engine, prelude::BASE64_STANDARD};
use printpdf::RawImage;

use crate::{
    Picture, PictureFormat,
    layout::Setter,
    markup::{Element, Length},
};

/// The most pixels of an image.
const MOST_PIXELS: u64 = 12_000_000;
/// How large a pixel is where no width is given: 96 to the inch.
const POINTS_PER_PIXEL: f32 = 0.75;
/// What the line and a cell need around an image.
const LINE_ROOM: f32 = 20.0;

/// The image of an `img` element in its size on paper, or nothing where it is bad, which is noted.
pub(crate) fn picture(element: &Element, room: f32, setter: &mut Setter<'_>) -> Option<Picture> {
    let source = element.attributes.source.as_deref().unwrap_or_default();
    if !setter.pictures.contains_key(source) {
        let read = read(source);
        if let Err(code) = read {
            setter.report(element.at, code);
        }
        setter.pictures.insert(source.to_owned(), read.ok());
    }
    let mut picture = setter.pictures.get(source)?.clone()?;
    let wide = picture.width;
    let ratio = picture.height / wide;
    let points = |length: Option<Length>| length.map(|length| length.points(room));
    (picture.width, picture.height) = match (points(element.attributes.width), points(element.attributes.height)) {
        (Some(width), Some(height)) => (width, height),
        (Some(width), None) => (width, width * ratio),
        (None, Some(height)) => (height / ratio, height),
        (None, None) => (wide, wide * ratio),
    };
    let most_height = setter.column_height - LINE_ROOM;
    let scale = (room / picture.width).min(most_height / picture.height).min(1.0);
    (picture.width, picture.height) = (picture.width * scale, picture.height * scale);
    Some(picture)
}

fn read(source: &str) -> Result<Picture, &'static str> {
    let data = source.trim().strip_prefix("data:").ok_or("external_image")?;
    let (kind, data) = data.split_once(";base64,").ok_or("bad_image")?;
    if !matches!(kind, "image/png" | "image/jpeg" | "image/jpg") {
        return Err("bad_image");
    }
    let bytes = BASE64_STANDARD.decode(data).map_err(|_| "bad_image")?;
    let (format, pixels_wide, pixels_high) = dimensions(&bytes).ok_or("bad_image")?;
    if pixels_wide == 0 || pixels_high == 0 {
        return Err("bad_image");
    }
    if u64::from(pixels_wide) * u64::from(pixels_high) > MOST_PIXELS {
        return Err("image_too_large");
    }
    // Its size is known to be harmless; whether it can be drawn is only known once it is decoded.
    RawImage::decode_from_bytes(&bytes, &mut Vec::new()).map_err(|_| "bad_image")?;
    let (width, height) = (pixels_wide as f32 * POINTS_PER_PIXEL, pixels_high as f32 * POINTS_PER_PIXEL);
    Ok(Picture { x: 0.0, y: 0.0, width, height, format, pixels_wide, pixels_high, bytes: bytes.into() })
}

/// Format, width and height, from the head of the file.
fn dimensions(bytes: &[u8]) -> Option<(PictureFormat, u32, u32)> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        return Some((PictureFormat::Png, number(16)?, number(20)?));
    }
    bytes.starts_with(b"\xff\xd8").then(|| jpeg_dimensions(bytes))?
}

fn jpeg_dimensions(bytes: &[u8]) -> Option<(PictureFormat, u32, u32)> {
    let short = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    loop {
        let marker = short(at)?;
        let frame = matches!(marker, 0xFFC0..=0xFFCF) && !matches!(marker, 0xFFC4 | 0xFFC8 | 0xFFCC);
        if frame {
            return Some((PictureFormat::Jpeg, short(at + 7)?.into(), short(at + 5)?.into()));
        }
        if marker >> 8 != 0xFF {
            return None;
        }
        // A marker may be filled up with 0xFF.
        at += if marker == 0xFFFF { 1 } else { 2 + usize::from(short(at + 2)?) };
    }
}
