//! Groups of blocks: `div`, which may stay on one page, `section`, which begins one, and `blockquote`.

use super::{measure_flow, set_flow};
use crate::{
    layout::{Extent, Look, Setter, Strip},
    markup::{Class, Element},
};

/// The room above signatures, in sizes of their text.
const SIGNATURE_GAP: f32 = 2.0;
/// How far a quotation stands in, in sizes of its text.
const QUOTE_INDENT: f32 = 2.0;

/// The blocks of a `div`.
pub(super) fn set_group(element: &Element, look: Look, width: f32, setter: &mut Setter<'_>) -> Vec<Strip> {
    let mut strips = set_flow(&element.children, look, width, setter);
    let signature = element.classes.has(Class::Signature);
    if signature || element.classes.has(Class::Keep) {
        let n_strips = strips.len();
        for strip in strips.iter_mut().take(n_strips.saturating_sub(1)) {
            strip.keeps = true;
        }
    }
    if let Some(first) = strips.first_mut().filter(|_| signature) {
        first.before = first.before.max(SIGNATURE_GAP * look.style.size);
        // Signatures alone on a page could be put under any text.
        first.holds = true;
    }
    strips
}

/// The blocks of a `section`, on a new page.
pub(super) fn set_section(element: &Element, look: Look, width: f32, setter: &mut Setter<'_>) -> Vec<Strip> {
    let mut strips = set_flow(&element.children, look, width, setter);
    if strips.is_empty() {
        strips.push(Strip::default());
    }
    if let Some(first) = strips.first_mut() {
        first.breaks = true;
    }
    strips
}

/// The blocks of a `blockquote`, further in.
pub(super) fn set_quote(element: &Element, look: Look, width: f32, setter: &mut Setter<'_>) -> Vec<Strip> {
    let indent = QUOTE_INDENT * look.style.size;
    let strips = set_flow(&element.children, look, width - indent, setter);
    strips.into_iter().map(|strip| strip.moved_right(indent)).collect()
}

/// How wide a quotation is.
pub(super) fn measure_quote(element: &Element, look: Look, room: f32, setter: &mut Setter<'_>) -> Extent {
    let indent = QUOTE_INDENT * look.style.size;
    let extent = measure_flow(&element.children, look, room - indent, setter);
    Extent { least: extent.least + indent, most: extent.most + indent }
}
