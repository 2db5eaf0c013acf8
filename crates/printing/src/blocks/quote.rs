//! Quotations: `blockquote` stands further in.

use super::{measure_flow, set_flow};
use crate::{
    layout::{Extent, Look, Setter, Strip},
    markup::Element,
};

/// How far a quotation stands in, in sizes of its text.
const INDENT: f32 = 2.0;

/// The blocks of a quotation.
pub(super) fn set(element: &Element, look: Look, width: f32, setter: &mut Setter<'_>) -> Vec<Strip> {
    let indent = INDENT * look.style.size;
    let strips = set_flow(&element.children, look, width - indent, setter);
    strips.into_iter().map(|strip| strip.moved_right(indent)).collect()
}

/// How wide a quotation is.
pub(super) fn measure(element: &Element, look: Look, room: f32, setter: &mut Setter<'_>) -> Extent {
    let indent = INDENT * look.style.size;
    let extent = measure_flow(&element.children, look, room - indent, setter);
    Extent { least: extent.least + indent, most: extent.most + indent }
}
