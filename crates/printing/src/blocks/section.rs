//! Sections: `section` begins on a new page.

use super::set_flow;
use crate::{
    layout::{Look, Setter, Strip},
    markup::Element,
};

/// The blocks of a section; an empty one still has its page.
pub(super) fn set(element: &Element, look: Look, width: f32, setter: &mut Setter<'_>) -> Vec<Strip> {
    let mut strips = set_flow(&element.children, look, width, setter);
    if strips.is_empty() {
        strips.push(Strip::default());
    }
    if let Some(first) = strips.first_mut() {
        first.breaks = true;
    }
    strips
}
