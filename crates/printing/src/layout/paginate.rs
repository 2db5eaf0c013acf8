//! Places strips onto pages.

use super::{Strip, strip::gap};
use crate::{Item, Page};

/// Sums of lengths are not exact.
const TOLERANCE: f32 = 0.01;

/// The paper and the part of it that strips are placed in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Column {
    pub(crate) paper_width: f32,
    pub(crate) paper_height: f32,
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

/// The pages that the strips fill; at least one.
pub(crate) fn paginate(strips: Vec<Strip>, column: &Column) -> Vec<Page> {
    let mut press = Press { column, pages: Vec::new(), items: Vec::new(), y: 0.0, last: None };
    let mut rest = strips.as_slice();
    while !rest.is_empty() {
        let (together, others) = rest.split_at(n_together(rest));
        press.place(together);
        rest = others;
    }
    press.turn();
    press.pages
}

/// How many of the first strips stay on one page.
fn n_together(strips: &[Strip]) -> usize {
    let parted = strips.windows(2).position(|pair| !(pair[0].keeps || pair[1].holds) || pair[1].breaks);
    parted.map_or(strips.len(), |last| last + 1)
}

struct Press<'a> {
    column: &'a Column,
    pages: Vec<Page>,
    items: Vec<Item>,
    /// How much of the page is filled.
    y: f32,
    /// What stands lowest on the page.
    last: Option<&'a Strip>,
}

impl<'a> Press<'a> {
    fn place(&mut self, together: &'a [Strip]) {
        let first = &together[0];
        let height = super::total_height(together);
        let occupied = self.last.is_some();
        if occupied && (first.breaks || !self.fits(first, height)) {
            self.turn();
        }
        if self.fits(first, height) {
            together.iter().for_each(|strip| self.put(strip));
            return;
        }
        // More than a page has to be parted after all.
        for strip in together {
            if self.last.is_some() && !self.fits(strip, strip.height) {
                self.turn();
            }
            self.put(strip);
        }
    }

    fn fits(&self, first: &Strip, height: f32) -> bool {
        let above = match self.last {
            Some(last) => gap(last, first),
            None => first.head.as_ref().map_or(0.0, |head| head.height),
        };
        self.y + above + height <= self.column.height + TOLERANCE
    }

    fn put(&mut self, strip: &'a Strip) {
        match self.last {
            Some(last) => self.y += gap(last, strip),
            None => {
                if let Some(head) = &strip.head {
                    head.strips.iter().for_each(|strip| self.paint(strip));
                }
                if let Some(cut) = &strip.cut {
                    self.paint_at(&cut.above);
                }
            }
        }
        self.paint(strip);
        self.last = Some(strip);
    }

    fn paint(&mut self, strip: &Strip) {
        self.paint_at(&strip.items);
        self.y += strip.height;
    }

    fn paint_at(&mut self, items: &[Item]) {
        let (dx, dy) = (self.column.left, self.column.top + self.y);
        self.items.extend(items.iter().cloned().map(|item| item.shifted(dx, dy)));
    }

    /// Ends the page.
    fn turn(&mut self) {
        if let Some(Strip { height, cut: Some(cut), .. }) = self.last {
            self.y -= height;
            self.paint_at(&cut.below);
        }
        let items = std::mem::take(&mut self.items);
        self.pages.push(Page { width: self.column.paper_width, height: self.column.paper_height, items });
        (self.y, self.last) = (0.0, None);
    }
}
