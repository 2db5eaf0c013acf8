use super::*;

#[test]
fn characters_have_the_widths_of_the_font() {
    let fonts = Fonts::embedded();
    assert_eq!(fonts.set('合', Weight::Regular).0.advance, 1.0);
    assert!(fonts.set('i', Weight::Regular).0.advance < fonts.set('W', Weight::Regular).0.advance);
}

#[test]
fn a_character_without_a_glyph_is_replaced_visibly() {
    let (setting, outcome) = Fonts::embedded().set('\u{10FFFD}', Weight::Bold);
    assert_eq!((setting.character, outcome), (REPLACEMENT, Outcome::Replaced));
    let (again, outcome) = Fonts::embedded().set('\u{E000}', Weight::Regular);
    assert_eq!((again.character, outcome), (REPLACEMENT, Outcome::Replaced));
}

#[test]
fn a_subset_is_a_font_with_the_same_outlines() {
    let face = Fonts::embedded().face(REGULAR);
    let characters = ['同', 'é', 'A', '，'];
    let glyphs: Vec<u16> =
        std::iter::once(0).chain(characters.map(|character| face.glyph(character).expect("common").id)).collect();
    let bytes = subset(face, &glyphs);
    let small = ttf_parser::Face::parse(&bytes, 0).expect("it is a font");
    let whole = face.table(b"glyf").len();
    assert!(bytes.len() < whole / 100, "{} bytes", bytes.len());
    assert!(usize::from(small.number_of_glyphs()) >= glyphs.len());
    for (new, &old) in glyphs.iter().enumerate() {
        let new = ttf_parser::GlyphId(new as u16);
        assert_eq!(small.glyph_hor_advance(new), Some(face.advance(old)));
        assert_eq!(outline(&small, new), outline(face.parsed(), ttf_parser::GlyphId(old)));
    }
}

fn outline(face: &ttf_parser::Face<'_>, glyph: ttf_parser::GlyphId) -> String {
    let mut path = Path(String::new());
    face.outline_glyph(glyph, &mut path);
    path.0
}

struct Path(String);

impl ttf_parser::OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0 += &format!("M{x},{y} ");
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0 += &format!("L{x},{y} ");
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0 += &format!("Q{x1},{y1},{x},{y} ");
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0 += &format!("C{x1},{y1},{x2},{y2},{x},{y} ");
    }
    fn close(&mut self) {
        self.0.push('Z');
    }
}
