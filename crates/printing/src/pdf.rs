//! Writes pages as a PDF: the one place that knows printpdf. The same pages give the same bytes.

mod faces;
mod pictures;

use chrono::{DateTime, Utc};
use printpdf::{
    Color, FontId, ImageOptimizationOptions, Line, LinePoint, Mm, OffsetDateTime, Op, PaintMode, PdfDocument,
    PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, Rect, Rgb, TextItem, TextMatrix, WindingOrder, XObjectTransform,
};

use self::{faces::embed_faces, pictures::Pictures};
use crate::{Colour, Fill, Fonts, Item, Page, Pages, Rule, Run};

/// How far a slanted face leans: the tangent of 12 degrees.
const SLANT: f32 = 0.2126;
const MM_PER_PT: f32 = 25.4 / 72.0;
/// The dots per inch at which printpdf takes a pixel for a point.
const PIXEL_IS_POINT: f32 = 72.0;

/// What a reader shows about the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    /// The title of its window.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// When it was made; 1970 when unknown.
    pub created_at: DateTime<Utc>,
}

/// The PDF of laid-out pages. Fonts are embedded with the glyphs that occur; text can be searched and copied.
pub fn pdf(pages: &Pages, fonts: &Fonts, meta: &Meta) -> Vec<u8> {
    let mut document = PdfDocument::new(&meta.title);
    describe(&mut document, meta);
    embed_faces(&mut document, pages, fonts);
    let pictures = Pictures::embed(&mut document, pages);
    document.pages = pages.pages.iter().map(|page| write_page(page, &pictures)).collect();
    save(&document, pictures.compression())
}

fn describe(document: &mut PdfDocument, meta: &Meta) {
    let info = &mut document.metadata.info;
    let created = OffsetDateTime::from_unix_timestamp(meta.created_at.timestamp());
    let created = created.or_else(|_| OffsetDateTime::from_unix_timestamp(0)).expect("1970 is a year");
    info.author = meta.author.clone();
    info.creator = "Mortise".to_owned();
    info.producer = "Mortise".to_owned();
    info.creation_date = created;
    info.modification_date = created;
    info.metadata_date = created;
}

fn save(document: &PdfDocument, compression: ImageOptimizationOptions) -> Vec<u8> {
    let options =
        PdfSaveOptions { subset_fonts: false, image_optimization: Some(compression), ..PdfSaveOptions::default() };
    let mut file = document.to_lopdf_document(&options, &mut Vec::new());
    // It is random, and optional.
    file.trailer.remove(b"ID");
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).expect("memory takes what is written");
    bytes
}

fn write_page(page: &Page, pictures: &Pictures) -> PdfPage {
    let mut ops = Vec::with_capacity(page.items.len() * 5);
    for item in &page.items {
        match item {
            Item::Text(run) => write_run(&mut ops, run, page.height),
            Item::Rule(rule) => write_rule(&mut ops, rule, page.height),
            Item::Fill(fill) => write_fill(&mut ops, fill, page.height),
            Item::Picture(picture) => {
                if let Some(id) = pictures.id(picture) {
                    let transform = XObjectTransform {
                        translate_x: Some(Pt(picture.x)),
                        translate_y: Some(Pt(page.height - picture.y - picture.height)),
                        scale_x: Some(picture.width / picture.pixels_wide as f32),
                        scale_y: Some(picture.height / picture.pixels_high as f32),
                        dpi: Some(PIXEL_IS_POINT),
                        ..XObjectTransform::default()
                    };
                    ops.push(Op::UseXobject { id: id.clone(), transform });
                }
            }
        }
    }
    PdfPage::new(Mm(page.width * MM_PER_PT), Mm(page.height * MM_PER_PT), ops)
}

fn write_run(ops: &mut Vec<Op>, run: &Run, page_height: f32) {
    let font = PdfFontHandle::External(FontId(faces::resource_name(run.face)));
    let (sine, cosine) = run.turn.to_radians().sin_cos();
    let lean = if run.slanted { SLANT } else { 0.0 };
    let matrix = [cosine, sine, lean * cosine - sine, lean * sine + cosine, run.x, page_height - run.y];
    ops.extend([
        Op::StartTextSection,
        Op::SetFont { font, size: Pt(run.size) },
        Op::SetFillColor { col: colour(run.colour) },
        // Despite its name the value is in points.
        Op::SetCharacterSpacing { multiplier: run.spacing },
        Op::SetTextMatrix { matrix: TextMatrix::Raw(matrix) },
        Op::ShowText { items: vec![TextItem::Text(run.text.clone())] },
        Op::EndTextSection,
    ]);
}

fn write_rule(ops: &mut Vec<Op>, rule: &Rule, page_height: f32) {
    let point = |(x, y): (f32, f32)| LinePoint { p: Point { x: Pt(x), y: Pt(page_height - y) }, bezier: false };
    ops.extend([
        Op::SetOutlineColor { col: colour(rule.colour) },
        Op::SetOutlineThickness { pt: Pt(rule.width) },
        Op::DrawLine { line: Line { points: vec![point(rule.from), point(rule.to)], is_closed: false } },
    ]);
}

fn write_fill(ops: &mut Vec<Op>, fill: &Fill, page_height: f32) {
    let rectangle = Rect {
        x: Pt(fill.x),
        y: Pt(page_height - fill.y - fill.height),
        width: Pt(fill.width),
        height: Pt(fill.height),
        mode: Some(PaintMode::Fill),
        winding_order: Some(WindingOrder::NonZero),
    };
    ops.extend([Op::SetFillColor { col: colour(fill.colour) }, Op::DrawRectangle { rectangle }]);
}

fn colour(Colour(red, green, blue): Colour) -> Color {
    let part = |value: u8| f32::from(value) / 255.0;
    Color::Rgb(Rgb { r: part(red), g: part(green), b: part(blue), icc_profile: None })
}

#[cfg(test)]
mod tests;
