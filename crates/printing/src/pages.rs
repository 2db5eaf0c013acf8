//! Laid-out pages as plain data. Lengths are points (1/72 inch); `x` runs from the left edge of the
//! paper, `y` from its top.

use std::{fmt, sync::Arc};

use mortise_model::Issues;

/// A laid-out document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pages {
    /// In reading order.
    pub pages: Vec<Page>,
    /// What the layout had to do differently from what was asked, such as a character without a glyph.
    pub warnings: Issues,
}

/// One page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Width of the paper.
    pub width: f32,
    /// Height of the paper.
    pub height: f32,
    /// In painting order.
    pub items: Vec<Item>,
}

/// Something painted.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Text in one style.
    Text(Run),
    /// A straight line.
    Rule(Rule),
    /// A filled rectangle.
    Fill(Fill),
    /// An image.
    Picture(Picture),
}

/// Text of one face, size and colour from left to right on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Where its first glyph begins.
    pub x: f32,
    /// The baseline.
    pub y: f32,
    /// The size of the face.
    pub size: f32,
    /// Which face.
    pub face: FaceId,
    /// Whether it leans, for faces without an italic.
    pub slanted: bool,
    /// How far it is turned counter-clockwise around its first glyph, in degrees.
    pub turn: f32,
    /// Its colour.
    pub colour: Colour,
    /// What is added to the advance of each glyph, to justify a line.
    pub spacing: f32,
    /// The characters; each has a glyph in the face.
    pub text: String,
}

/// A straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// One end.
    pub from: (f32, f32),
    /// The other end.
    pub to: (f32, f32),
    /// How thick it is.
    pub width: f32,
    /// Its colour.
    pub colour: Colour,
}

/// A filled rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fill {
    /// Its left edge.
    pub x: f32,
    /// Its upper edge.
    pub y: f32,
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// Its colour.
    pub colour: Colour,
}

/// An image.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its left edge.
    pub x: f32,
    /// Its upper edge.
    pub y: f32,
    /// Its width on paper.
    pub width: f32,
    /// Its height on paper.
    pub height: f32,
    /// How `bytes` are coded.
    pub format: PictureFormat,
    /// Its width in pixels.
    pub pixels_wide: u32,
    /// Its height in pixels.
    pub pixels_high: u32,
    /// The file, shared between the pages that show it.
    pub bytes: Arc<[u8]>,
}

/// How an image is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

/// The number of a face within [`crate::Fonts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u8);

/// A colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Of ordinary text.
    pub const BLACK: Self = Self(0, 0, 0);
}

impl Pages {
    /// The pages of this document, then those of another one: one file of many documents.
    pub fn append(&mut self, other: Pages) {
        self.pages.extend(other.pages);
        self.warnings.extend(other.warnings);
    }
}

impl Item {
    /// The same item, moved.
    pub(crate) fn shifted(mut self, dx: f32, dy: f32) -> Self {
        match &mut self {
            Self::Text(run) => (run.x, run.y) = (run.x + dx, run.y + dy),
            Self::Rule(rule) => {
                rule.from = (rule.from.0 + dx, rule.from.1 + dy);
                rule.to = (rule.to.0 + dx, rule.to.1 + dy);
            }
            Self::Fill(fill) => (fill.x, fill.y) = (fill.x + dx, fill.y + dy),
            Self::Picture(picture) => (picture.x, picture.y) = (picture.x + dx, picture.y + dy),
        }
        self
    }
}

/// One line per item, for snapshots.
impl fmt::Display for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, page) in self.pages.iter().enumerate() {
            writeln!(f, "page {} ({:.1} x {:.1})", index + 1, page.width, page.height)?;
            for item in &page.items {
                writeln!(f, "  {item}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(run) => run.fmt(f),
            Self::Rule(Rule { from, to, width, .. }) => {
                write!(f, "rule {:.1},{:.1} to {:.1},{:.1} width {width:.2}", from.0, from.1, to.0, to.1)
            }
            Self::Fill(fill) => write!(f, "fill {:.1},{:.1} {:.1} x {:.1}", fill.x, fill.y, fill.width, fill.height),
            Self::Picture(picture) => write!(
                f,
                "{:?} {:.1},{:.1} {:.1} x {:.1} of {} x {} pixels",
                picture.format,
                picture.x,
                picture.y,
                picture.width,
                picture.height,
                picture.pixels_wide,
                picture.pixels_high
            ),
        }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "text {:.1},{:.1} face {} size {:.1}", self.x, self.y, self.face.0, self.size)?;
        if self.slanted {
            f.write_str(" slanted")?;
        }
        if self.turn != 0.0 {
            write!(f, " turned {:.0}", self.turn)?;
        }
        if self.spacing != 0.0 {
            write!(f, " spaced {:.2}", self.spacing)?;
        }
        write!(f, " {:?}", self.text)
    }
}
