//! The line across the page: `hr`.

use crate::{
    Item, Rule,
    layout::{Look, Strip},
};

const THICKNESS: f32 = 0.6;

/// A line with room around it.
pub(super) fn set(look: Look, width: f32) -> Vec<Strip> {
    let height = 0.8 * look.style.size;
    let y = height / 2.0;
    let rule = Rule { from: (0.0, y), to: (width, y), width: THICKNESS, colour: look.style.colour };
    vec![Strip { height, items: vec![Item::Rule(rule)], ..Strip::default() }]
}
