//! Embeds of each face the glyphs that occur.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{FontId, FontMetrics, FontType, ParsedFont, PdfDocument, PdfFont, PdfFontMetricsStub};

use crate::{FaceId, Fonts, Item, Pages, fonts::subset};

/// The name of a face inside the file.
pub(super) fn resource_name(face: FaceId) -> String {
    format!("F{}", face.0)
}

/// Puts the faces that the pages use into the document.
pub(super) fn embed_faces(document: &mut PdfDocument, pages: &Pages, fonts: &Fonts) {
    for (face, characters) in used(pages) {
        let font = PdfFont::new(embedded(fonts, face, &characters));
        document.resources.fonts.map.insert(FontId(resource_name(face)), font);
    }
}

fn used(pages: &Pages) -> BTreeMap<FaceId, BTreeSet<char>> {
    let mut used = BTreeMap::<FaceId, BTreeSet<char>>::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Text(run) = item {
            used.entry(run.face).or_default().extend(run.text.chars());
        }
    }
    used
}

/// Each character gets a number of its own, even where two share a glyph, so that copied text is exact.
fn embedded(fonts: &Fonts, id: FaceId, characters: &BTreeSet<char>) -> ParsedFont {
    let face = fonts.face(id);
    let mut glyphs = vec![0];
    let mut numbers = BTreeMap::new();
    for &character in characters {
        if let Some(glyph) = face.glyph(character) {
            numbers.insert(u32::from(character), glyphs.len() as u16);
            glyphs.push(glyph.id);
        }
    }
    let widths = glyphs.iter().enumerate().map(|(new, &old)| (new as u16, face.advance(old))).collect();
    let (ascent, descent) = face.ascent_and_descent();
    let [x_min, y_min, x_max, y_max] = face.bounds();
    ParsedFont {
        original_bytes: subset(face, &glyphs),
        font_index: 0,
        // The six letters say that the font is a part of the named one.
        font_name: Some(format!("MRTS{}{}+{}", letter(id), letter(id), face.name())),
        codepoint_to_glyph: numbers,
        glyph_widths: widths,
        units_per_em: face.units_per_em(),
        font_metrics: FontMetrics { ascent, descent },
        font_type: FontType::TrueType,
        pdf_font_metrics: PdfFontMetricsStub {
            units_per_em: face.units_per_em(),
            x_min,
            y_min,
            x_max,
            y_max,
            us_weight_class: face.weight(),
            ..PdfFontMetricsStub::default()
        },
    }
}

fn letter(id: FaceId) -> char {
    char::from(b'A' + id.0 % 26)
}
