//! A TrueType file with a few glyphs of a larger one, renumbered: what a PDF embeds.
//!
//! A PDF shows glyphs by number, so tables about characters, names and shaping are left out.

use super::Face;

const COMPOSITE_MORE: u16 = 0x0020;
const COMPOSITE_WORDS: u16 = 0x0001;
const COMPOSITE_SCALE: u16 = 0x0008;
const COMPOSITE_TWO_SCALES: u16 = 0x0040;
const COMPOSITE_MATRIX: u16 = 0x0080;

/// The font file that holds `glyphs` of the face, numbered as they stand; the first should be 0.
/// A glyph may occur more than once. Parts of composite glyphs are added behind.
pub(crate) fn subset(face: &Face, glyphs: &[u16]) -> Vec<u8> {
    let outlines = Outlines::new(face);
    let mut order = glyphs.to_vec();
    let mut glyf = Vec::new();
    let mut loca = Vec::new();
    let mut index = 0;
    while let Some(&glyph) = order.get(index) {
        loca.extend_from_slice(&(glyf.len() as u32).to_be_bytes());
        let start = glyf.len();
        glyf.extend_from_slice(outlines.of(glyph));
        renumber_parts(&mut glyf[start..], &mut order);
        glyf.resize(glyf.len().next_multiple_of(4), 0);
        index += 1;
    }
    loca.extend_from_slice(&(glyf.len() as u32).to_be_bytes());
    let count = order.len() as u16;
    let tables = [
        (b"cvt ", face.table(b"cvt ").to_vec()),
        (b"fpgm", face.table(b"fpgm").to_vec()),
        (b"glyf", glyf),
        (b"head", head(face)),
        (b"hhea", with_u16(face.table(b"hhea"), 34, count)),
        (b"hmtx", metrics(face, &order)),
        (b"loca", loca),
        (b"maxp", with_u16(face.table(b"maxp"), 4, count)),
        (b"prep", face.table(b"prep").to_vec()),
    ];
    assemble(&tables)
}

/// The outlines of a face, by glyph.
struct Outlines {
    glyf: &'static [u8],
    loca: &'static [u8],
    long: bool,
}

impl Outlines {
    fn new(face: &Face) -> Self {
        let long = read_u16(face.table(b"head"), 50) == Some(1);
        Self { glyf: face.table(b"glyf"), loca: face.table(b"loca"), long }
    }

    fn offset(&self, glyph: usize) -> Option<usize> {
        if self.long {
            let bytes = self.loca.get(glyph * 4..glyph * 4 + 4)?;
            Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
        } else {
            Some(usize::from(read_u16(self.loca, glyph * 2)?) * 2)
        }
    }

    /// Empty for a glyph without ink, and where the file is damaged.
    fn of(&self, glyph: u16) -> &'static [u8] {
        let range = self.offset(usize::from(glyph)).zip(self.offset(usize::from(glyph) + 1));
        range.and_then(|(start, end)| self.glyf.get(start..end)).unwrap_or_default()
    }
}

/// In a composite outline, puts the new numbers of its parts in the place of the old ones.
fn renumber_parts(outline: &mut [u8], order: &mut Vec<u16>) {
    let composite = read_u16(outline, 0).is_some_and(|contours| contours > 0x7FFF);
    if !composite {
        return;
    }
    let mut at = 10;
    loop {
        let (Some(flags), Some(part)) = (read_u16(outline, at), read_u16(outline, at + 2)) else { return };
        let new = order.iter().position(|&glyph| glyph == part).unwrap_or_else(|| {
            order.push(part);
            order.len() - 1
        });
        outline[at + 2..at + 4].copy_from_slice(&(new as u16).to_be_bytes());
        at += 4 + part_size(flags);
        if flags & COMPOSITE_MORE == 0 {
            return;
        }
    }
}

fn part_size(flags: u16) -> usize {
    let place = if flags & COMPOSITE_WORDS != 0 { 4 } else { 2 };
    let scale = match flags & (COMPOSITE_SCALE | COMPOSITE_TWO_SCALES | COMPOSITE_MATRIX) {
        COMPOSITE_SCALE => 2,
        COMPOSITE_TWO_SCALES => 4,
        COMPOSITE_MATRIX => 8,
        _ => 0,
    };
    place + scale
}

fn metrics(face: &Face, order: &[u16]) -> Vec<u8> {
    let table = face.table(b"hmtx");
    let n_full = usize::from(read_u16(face.table(b"hhea"), 34).unwrap_or(0));
    let mut out = Vec::with_capacity(order.len() * 4);
    for &glyph in order {
        let index = usize::from(glyph);
        let bearing_at = if index < n_full { index * 4 + 2 } else { n_full * 4 + (index - n_full) * 2 };
        out.extend_from_slice(&face.advance(glyph).to_be_bytes());
        out.extend_from_slice(&read_u16(table, bearing_at).unwrap_or(0).to_be_bytes());
    }
    out
}

/// The head table with long offsets and without the checksum, which is set last.
fn head(face: &Face) -> Vec<u8> {
    let mut table = with_u16(face.table(b"head"), 50, 1);
    if let Some(adjustment) = table.get_mut(8..12) {
        adjustment.fill(0);
    }
    table
}

fn with_u16(table: &[u8], at: usize, value: u16) -> Vec<u8> {
    let mut table = table.to_vec();
    if let Some(place) = table.get_mut(at..at + 2) {
        place.copy_from_slice(&value.to_be_bytes());
    }
    table
}

fn read_u16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// The file: directory, then tables, each at a multiple of four bytes.
fn assemble(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let present: Vec<_> = tables.iter().filter(|(_, table)| !table.is_empty()).collect();
    let count = present.len() as u16;
    let power = 1u16 << count.ilog2();
    let mut file = vec![0, 1, 0, 0];
    for number in [count, power * 16, power.ilog2() as u16, (count - power) * 16] {
        file.extend_from_slice(&number.to_be_bytes());
    }
    let mut body = Vec::new();
    let start = 12 + present.len() * 16;
    let mut head_at = None;
    for (tag, table) in present {
        if *tag == b"head" {
            head_at = Some(start + body.len());
        }
        file.extend_from_slice(*tag);
        for number in [checksum(table), (start + body.len()) as u32, table.len() as u32] {
            file.extend_from_slice(&number.to_be_bytes());
        }
        body.extend_from_slice(table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    file.append(&mut body);
    if let Some(place) = head_at.and_then(|at| at.checked_add(8)) {
        let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&file));
        file[place..place + 4].copy_from_slice(&adjustment.to_be_bytes());
    }
    file
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}
