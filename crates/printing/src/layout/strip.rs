//! Strips: what is placed onto pages.

use std::sync::Arc;

use crate::Item;

/// A piece of paper across the column that is never cut. Its items are placed from its upper left corner.
#[derive(Debug, Clone, Default)]
pub(crate) struct Strip {
    /// How high it is.
    pub(crate) height: f32,
    /// What is painted.
    pub(crate) items: Vec<Item>,
    /// The least room above it, but for the top of a page.
    pub(crate) before: f32,
    /// The least room below it.
    pub(crate) after: f32,
    /// Whether it stays on the page of the strip that follows.
    pub(crate) keeps: bool,
    /// Whether it stays on the page of the strip before it.
    pub(crate) holds: bool,
    /// Whether it begins a new page.
    pub(crate) breaks: bool,
    /// The baseline of its first line, where it has one.
    pub(crate) baseline: Option<f32>,
    /// What is repeated above it where it is the first on a page.
    pub(crate) head: Option<Arc<Head>>,
    /// What is painted where a page ends or begins within the thing that it is a part of.
    pub(crate) cut: Option<Box<Cut>>,
}

/// The head of a table.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) strips: Vec<Strip>,
    pub(crate) height: f32,
}

/// The edges of a strip that are only seen at the edge of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cut {
    /// Painted where it is the first on its page.
    pub(crate) above: Vec<Item>,
    /// Painted where it is the last on its page.
    pub(crate) below: Vec<Item>,
}

/// The room between two strips.
pub(crate) fn gap(upper: &Strip, lower: &Strip) -> f32 {
    upper.after.max(lower.before)
}

/// How high the strips are, one below the other.
pub(crate) fn total_height(strips: &[Strip]) -> f32 {
    let gaps: f32 = strips.windows(2).map(|pair| gap(&pair[0], &pair[1])).sum();
    gaps + strips.iter().map(|strip| strip.height).sum::<f32>()
}

/// What the strips paint, one below the other, from the upper left corner of the first.
pub(crate) fn stack(strips: Vec<Strip>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut y = 0.0;
    let mut after = None;
    for strip in strips {
        if let Some(after) = after {
            y += strip.before.max(after);
        }
        items.extend(strip.items.into_iter().map(|item| item.shifted(0.0, y)));
        y += strip.height;
        after = Some(strip.after);
    }
    items
}

impl Strip {
    /// The same strip, further to the right.
    pub(crate) fn moved_right(mut self, by: f32) -> Self {
        let moved = |items: Vec<Item>| items.into_iter().map(|item| item.shifted(by, 0.0)).collect();
        self.items = moved(self.items);
        if let Some(cut) = &mut self.cut {
            cut.above = moved(std::mem::take(&mut cut.above));
            cut.below = moved(std::mem::take(&mut cut.below));
        }
        self
    }
}
