use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage};

use super::small;

fn written(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

fn size(bytes: &[u8]) -> (u32, u32) {
    let picture = image::load_from_memory(bytes).unwrap();
    (picture.width(), picture.height())
}

#[test]
fn a_large_picture_becomes_small_and_keeps_its_sides() {
    let preview = small(&written(RgbImage::new(1200, 600).into(), ImageFormat::Jpeg)).unwrap();
    assert_eq!((preview.mime, size(&preview.bytes)), ("image/jpeg", (480, 240)));
}

#[test]
fn what_shines_through_still_does() {
    let preview = small(&written(RgbaImage::new(40, 30).into(), ImageFormat::Png)).unwrap();
    assert_eq!((preview.mime, size(&preview.bytes)), ("image/png", (40, 30)));
}

#[test]
fn a_picture_with_too_many_pixels_is_not_decoded() {
    // A header that promises 30,000 × 30,000 pixels, and nothing behind it.
    let mut png = written(RgbImage::new(1, 1).into(), ImageFormat::Png);
    png[16..20].copy_from_slice(&30_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&30_000_u32.to_be_bytes());
    assert!(small(&png).is_none());
}

#[test]
fn a_damaged_picture_has_no_preview() {
    let jpeg = written(RgbImage::new(64, 64).into(), ImageFormat::Jpeg);
    assert!(small(&jpeg[..40]).is_none());
    assert!(small(b"GIF89a").is_none());
}
