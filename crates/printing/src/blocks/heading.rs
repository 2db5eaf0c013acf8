//! Headings: they stay on the page of what follows them.

use super::paragraph;
use crate::{
    layout::{Look, Setter, Strip},
    markup::Element,
};

/// The lines of a heading.
pub(super) fn set(element: &Element, rank: u8, (look, width): (Look, f32), setter: &mut Setter<'_>) -> Vec<Strip> {
    let mut strips = paragraph::set_text(&element.children, look, width, setter);
    let (before, after) = if rank == 1 { (1.0, 0.8) } else { (0.9, 0.4) };
    for strip in &mut strips {
        strip.keeps = true;
    }
    if let Some(first) = strips.first_mut() {
        first.before = before * look.style.size;
    }
    if let Some(last) = strips.last_mut() {
        last.after = after * look.style.size;
    }
    strips
}
