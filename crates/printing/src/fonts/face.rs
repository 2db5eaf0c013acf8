//! One face of a font file.

use std::{
    fmt,
    sync::atomic::{AtomicU32, Ordering},
};

use ttf_parser::{GlyphId, Tag};

/// Characters below this are remembered, the basic plane.
const REMEMBERED: usize = 0x1_0000;
/// A remembered character without a glyph.
const ABSENT: u32 = u32::MAX;

/// A face, whose characters are looked up once each.
pub(crate) struct Face {
    name: &'static str,
    parsed: ttf_parser::Face<'static>,
    /// By character: glyph × 65536 + advance + 1 as the font counts it; 0 where nobody has asked yet.
    seen: Box<[AtomicU32]>,
}

/// A glyph of a face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    /// Its number in the font file.
    pub(crate) id: u16,
    /// Its advance in ems.
    pub(crate) advance: f32,
}

impl Face {
    pub(crate) fn new(name: &'static str, bytes: &'static [u8]) -> Self {
        let parsed = ttf_parser::Face::parse(bytes, 0).expect("the fonts in the program can be read");
        let seen = std::iter::repeat_with(|| AtomicU32::new(0)).take(REMEMBERED).collect();
        Self { name, parsed, seen }
    }

    /// Its PostScript name.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// The glyph of a character, where the face has one.
    pub(crate) fn glyph(&self, character: char) -> Option<Glyph> {
        let Some(cell) = self.seen.get(character as usize) else {
            return unpack(self.look_up(character), self.units_per_em());
        };
        let known = match cell.load(Ordering::Relaxed) {
            0 => {
                let found = self.look_up(character);
                cell.store(found, Ordering::Relaxed);
                found
            }
            known => known,
        };
        unpack(known, self.units_per_em())
    }

    fn look_up(&self, character: char) -> u32 {
        let Some(glyph) = self.parsed.glyph_index(character).filter(|glyph| glyph.0 != 0) else {
            return ABSENT;
        };
        let advance = self.parsed.glyph_hor_advance(glyph).unwrap_or(0).min(u16::MAX - 1);
        u32::from(glyph.0) << 16 | u32::from(advance + 1)
    }

    /// The units in which the font counts.
    pub(crate) fn units_per_em(&self) -> u16 {
        self.parsed.units_per_em()
    }

    /// The advance of a glyph in units of the font.
    pub(crate) fn advance(&self, glyph: u16) -> u16 {
        self.parsed.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0)
    }

    /// Above and below the baseline, in units of the font; the second is negative.
    pub(crate) fn ascent_and_descent(&self) -> (i16, i16) {
        (self.parsed.ascender(), self.parsed.descender())
    }

    /// The box around all glyphs, in units of the font: left, bottom, right, top.
    pub(crate) fn bounds(&self) -> [i16; 4] {
        let bounds = self.parsed.global_bounding_box();
        [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max]
    }

    /// How heavy it is, from 100 to 900.
    pub(crate) fn weight(&self) -> u16 {
        self.parsed.weight().to_number()
    }

    /// A table of the font file; empty where there is none.
    pub(crate) fn table(&self, tag: &[u8; 4]) -> &'static [u8] {
        self.parsed.raw_face().table(Tag::from_bytes(tag)).unwrap_or_default()
    }
}

fn unpack(packed: u32, units_per_em: u16) -> Option<Glyph> {
    let advance = (packed & 0xFFFF) as f32 - 1.0;
    (packed != ABSENT).then(|| Glyph { id: (packed >> 16) as u16, advance: advance / f32::from(units_per_em) })
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Face").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
impl Face {
    pub(super) fn parsed(&self) -> &ttf_parser::Face<'static> {
        &self.parsed
    }
}
