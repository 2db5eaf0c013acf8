use std::{fs, process::Command};

use super::*;
use crate::FaceId;

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

fn extracted(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.pdf");
    fs::write(&file, bytes).expect("written");
    let out = Command::new("pdftotext").arg(&file).arg("-").output().expect("pdftotext runs");
    assert!(out.status.success());
    String::from_utf8(out.stdout).expect("text")
}

#[test]
fn text_can_be_copied_out() {
    let text = "合同编号 HT-2026-001，金额 ¥1,234.50（大写：壹仟）";
    let bytes = pdf(&one_line(text), Fonts::embedded(), &Meta::default());
    assert_eq!(extracted(&bytes).trim(), text);
    assert!(bytes.len() < 40_000, "{} bytes", bytes.len());
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let pages = one_line("甲方乙方");
    let meta = Meta { title: "合同".to_owned(), ..Meta::default() };
    assert_eq!(pdf(&pages, Fonts::embedded(), &meta), pdf(&pages, Fonts::embedded(), &meta));
}
