//! Groups of blocks: `div`. With the class `keep` they stay on one page.

use super::{set_flow, signature};
use crate::{
    layout::{Look, Setter, Strip},
    markup::{Class, Element},
};

/// The blocks of a group.
pub(super) fn set(element: &Element, look: Look, width: f32, setter: &mut Setter<'_>) -> Vec<Strip> {
    let mut strips = set_flow(&element.children, look, width, setter);
    if element.classes.has(Class::Keep) {
        keep_together(&mut strips);
    }
    if element.classes.has(Class::Signature) {
        signature::bind(&mut strips, look);
    }
    strips
}

/// Puts all strips on one page, where there is room for them on any.
pub(super) fn keep_together(strips: &mut [Strip]) {
    let n_strips = strips.len();
    for strip in strips.iter_mut().take(n_strips.saturating_sub(1)) {
        strip.keeps = true;
    }
}
