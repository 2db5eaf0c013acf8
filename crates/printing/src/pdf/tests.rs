use super::*;
use crate::{FaceId, testing::read_back};

fn one_line(text: &str) -> Pages {
    let run = Run {
        x: 50.0,
        y: 60.0,
        size: 12.0,
        face: FaceId(0),
        slanted: false,
        turn: 0.0,
        colour: Colour::BLACK,
        spacing: 0.0,
        text: text.to_owned(),
    };
    Pages { pages: vec![Page { width: 595.0, height: 842.0, items: vec![Item::Text(run)] }], ..Pages::default() }
}

#[test]
fn text_can_be_copied_out() {
    let text = "合同编号 HT-2026-001，金额 ¥1,234.50（大写：壹仟）";
    let pages = one_line(text);
    assert_eq!(read_back(&pages, &[]).trim(), text);
    let bytes = pdf(&pages, Fonts::embedded(), &Meta::default());
    assert!(bytes.len() < 40_000, "{} bytes", bytes.len());
}

#[test]
fn characters_that_share_a_glyph_are_copied_as_they_were() {
    // The radical and the character look alike.
    let text = "⼈人 ⽇日";
    assert_eq!(read_back(&one_line(text), &[]).trim(), text);
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let pages = one_line("甲方乙方");
    let meta = Meta { title: "合同".to_owned(), ..Meta::default() };
    assert_eq!(pdf(&pages, Fonts::embedded(), &meta), pdf(&pages, Fonts::embedded(), &meta));
}

#[test]
fn a_picture_on_two_pages_is_embedded_once() {
    let html = |n_pages: usize| format!("<header>{SEAL}</header>{}", "<section><p>页</p></section>".repeat(n_pages));
    let size = |n_pages: usize| pdf(&crate::testing::laid_out(&html(n_pages)), Fonts::embedded(), &Meta::default());
    let count = |bytes: &[u8]| bytes.windows(14).filter(|window| window == b"/Subtype/Image").count();
    assert_eq!((count(&size(1)), count(&size(3))), (1, 1));
}

/// Two pixels.
const SEAL: &str = "<img src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4zwAE/wEHAAH/4iOeWQAAAABJRU5ErkJggg==\"/>";
