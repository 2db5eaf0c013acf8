//! The parsed document.

use super::{Classes, Tag};

/// A template's output, taken apart.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Document {
    /// Stands above the text of each page.
    pub(crate) header: Option<Element>,
    /// Stands below the text of each page.
    pub(crate) footer: Option<Element>,
    /// Lies across each page.
    pub(crate) watermark: Option<String>,
    /// Everything else, in order.
    pub(crate) body: Vec<Node>,
}

/// A part of the document.
#[derive(Debug, PartialEq)]
pub(crate) enum Node {
    /// Text, with white space as it was written.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element and what stands in it.
#[derive(Debug, PartialEq)]
pub(crate) struct Element {
    /// What it is.
    pub(crate) tag: Tag,
    /// How it looks.
    pub(crate) classes: Classes,
    /// What else was said of it.
    pub(crate) attributes: Attributes,
    /// Where it begins in the source, in bytes.
    pub(crate) at: usize,
    /// What stands in it.
    pub(crate) children: Vec<Node>,
}

/// What may be said of an element beside its classes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Attributes {
    /// How many columns a cell covers, less one.
    pub(crate) more_columns: u16,
    /// How many rows a cell covers, less one.
    pub(crate) more_rows: u16,
    /// How wide a cell's column or an image is.
    pub(crate) width: Option<Length>,
    /// How high an image is.
    pub(crate) height: Option<Length>,
    /// The first number of a list.
    pub(crate) start: Option<u32>,
    /// The image itself, as `data:` URI.
    pub(crate) source: Option<String>,
}

/// A length as it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Length {
    /// In millimetres.
    Mm(f32),
    /// In hundredths of the room there is.
    Percent(f32),
}

impl Length {
    /// `40mm` or `25%`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let number = |text: &str| text.trim().parse().ok().filter(|number: &f32| *number > 0.0 && *number <= 2_000.0);
        match text.trim().strip_suffix('%') {
            Some(text) => number(text).filter(|number| *number <= 100.0).map(Self::Percent),
            None => text.trim().strip_suffix("mm").and_then(number).map(Self::Mm),
        }
    }

    /// In points, where there are `room` of them.
    pub(crate) fn points(self, room: f32) -> f32 {
        match self {
            Self::Mm(mm) => mm * 72.0 / 25.4,
            Self::Percent(percent) => percent / 100.0 * room,
        }
    }
}

impl Element {
    /// Its text without markup, white space as single spaces.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        collect_text(&self.children, &mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The depth of a document is bounded, so this recursion is.
fn collect_text(nodes: &[Node], text: &mut String) {
    for node in nodes {
        match node {
            Node::Text(more) => text.push_str(more),
            Node::Element(element) => collect_text(&element.children, text),
        }
    }
}
