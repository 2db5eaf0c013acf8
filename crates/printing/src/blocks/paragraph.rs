//! Paragraphs: `p`, and text that stands beside blocks.

use crate::{
    layout::{self, Extent, Look, Setter, Strip, gather, set_lines},
    markup::{Element, Node},
};

/// The room between paragraphs in sizes of their text.
const GAP: f32 = 0.3;

/// The lines of a paragraph; an empty one is an empty line.
pub(super) fn set(element: &Element, look: Look, width: f32, setter: &mut Setter<'_>) -> Vec<Strip> {
    let mut strips = set_text(&element.children, look, width, setter);
    let gap = GAP * look.style.size;
    if let Some(first) = strips.first_mut() {
        first.before = gap;
    }
    if let Some(last) = strips.last_mut() {
        last.after = gap;
    }
    strips
}

/// The lines of text without room around them.
pub(super) fn set_text(nodes: &[Node], look: Look, width: f32, setter: &mut Setter<'_>) -> Vec<Strip> {
    let text = gather(nodes, look.style, width, setter);
    set_lines(&text, &look, width, setter)
}

/// How wide the text is.
pub(super) fn measure_text(nodes: &[Node], look: Look, room: f32, setter: &mut Setter<'_>) -> Extent {
    let text = gather(nodes, look.style, room, setter);
    layout::measure(&text, &look)
}
