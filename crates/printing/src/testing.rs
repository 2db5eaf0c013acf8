//! What the tests of this crate share.

use std::{collections::BTreeMap, fs, process::Command};

use mortise_model::Locale;

use crate::{Fonts, Item, Meta, Page, Pages, PrintSpec, lay_out, pdf, read_print};

/// A4 with margins of 20 mm.
pub(crate) fn spec() -> PrintSpec {
    spec_with("{}")
}

/// With this page.
pub(crate) fn spec_with(page: &str) -> PrintSpec {
    let rest = r#""version": 1, "key": "service", "form": "contract", "name": {"en": "Service contract"}"#;
    read_print(&format!("{{{rest}, \"page\": {page}}}")).expect("it is complete")
}

/// The pages of a text that is known to be well formed.
pub(crate) fn laid_out(html: &str) -> Pages {
    lay_out(&spec(), html, Locale::ZhCn, Fonts::embedded()).expect("it is well formed")
}

/// The codes of what is wrong with a text.
pub(crate) fn codes(html: &str) -> Vec<String> {
    let issues = match lay_out(&spec(), html, Locale::ZhCn, Fonts::embedded()) {
        Ok(pages) => pages.warnings,
        Err(issues) => issues,
    };
    issues.into_iter().map(|issue| issue.code).collect()
}

/// What `pdftotext` reads out of the pages.
pub(crate) fn read_back(pages: &Pages, options: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.pdf");
    fs::write(&file, pdf(pages, Fonts::embedded(), &Meta::default())).expect("written");
    let out = Command::new("pdftotext").args(options).arg(&file).arg("-").output();
    let out = out.expect("pdftotext of poppler-utils is installed");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("it is UTF-8")
}

/// The lines of a page from top to bottom, parts of a line joined by a bar where they stand apart.
pub(crate) fn lines(page: &Page) -> Vec<String> {
    let mut lines: BTreeMap<i32, Vec<Part<'_>>> = BTreeMap::new();
    for item in &page.items {
        let Item::Text(run) = item else { continue };
        let y = (run.y * 10.0).round() as i32;
        let part = (run.x, end(run), run.text.as_str());
        lines.entry(y).or_default().push(part);
    }
    lines.into_values().map(joined).collect()
}

/// Where a run begins, where it ends, and what it says.
type Part<'a> = (f32, f32, &'a str);

fn joined(mut parts: Vec<Part<'_>>) -> String {
    parts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut line = String::new();
    let mut at = None;
    for (start, end, text) in parts {
        if at.is_some_and(|at: f32| start - at > 8.0) {
            line.push_str(" | ");
        }
        line.push_str(text);
        at = Some(end);
    }
    line
}

/// Where the ink of a run ends.
pub(crate) fn end(run: &crate::Run) -> f32 {
    let face = Fonts::embedded().face(run.face);
    let advances: f32 = run.text.chars().map(|character| face.glyph(character).expect("laid out").advance).sum();
    run.x + advances * run.size + run.spacing * (run.text.chars().count() as f32 - 1.0)
}
