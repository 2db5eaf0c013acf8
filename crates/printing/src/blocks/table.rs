//! Tables: columns that are as wide as was said or as their text needs, rows that are never
//! parted unless one is higher than a page, and a head that is repeated on each page.

mod columns;
mod grid;
mod rows;

use std::sync::Arc;

use self::{
    columns::column_widths,
    grid::{Cell, Grid},
    rows::set_rows,
};
use crate::{
    layout::{Extent, Head, Look, Setter, Strip, total_height},
    markup::{Class, Element},
};

/// The room above and below a table, in sizes of the text around it.
const GAP: f32 = 0.5;
/// A head that is higher than this part of the page is not repeated.
const MOST_HEAD: f32 = 0.5;

/// How the cells of a table look.
#[derive(Debug, Clone, Copy)]
struct TableLook {
    look: Look,
    /// Room between a line and the text, across and along.
    padding: (f32, f32),
    ruled: bool,
}

impl TableLook {
    fn new(element: &Element, look: Look) -> Self {
        let look = look.cell();
        let padding = match (element.classes.has(Class::Compact), element.classes.has(Class::Flush)) {
            (_, true) => (0.0, 0.0),
            (true, false) => (3.0, 1.0),
            (false, false) => (4.5, 3.0),
        };
        Self { look, padding, ruled: !element.classes.has(Class::Plain) }
    }

    /// The room at the left and at the right of a cell's text. Without lines around it a table is
    /// flush with the text above and below.
    fn sides(&self, cell: &Cell<'_>, n_columns: usize) -> (f32, f32) {
        let side = |outer: bool| if outer && !self.ruled { 0.0 } else { self.padding.0 };
        (side(cell.column == 0), side(cell.column + cell.n_columns == n_columns))
    }
}

/// The rows of a table.
pub(super) fn set(element: &Element, look: Look, width: f32, setter: &mut Setter<'_>) -> Vec<Strip> {
    let table = TableLook::new(element, look);
    let Some(grid) = Grid::new(element) else {
        setter.report(element.at, "too_many_columns");
        return Vec::new();
    };
    if grid.rows.is_empty() {
        return Vec::new();
    }
    let widths = column_widths(&grid, element, (&table, width), setter);
    let n_heads = grid.rows.iter().take_while(|row| row.head).count();
    let (mut strips, body_start) = {
        let mut heads = set_rows(&grid, 0..n_heads, (&table, &widths), setter);
        heads.iter_mut().for_each(|strip| strip.keeps = true);
        let n_strips = heads.len();
        (heads, n_strips)
    };
    let head_height = total_height(&strips);
    let repeated = body_start > 0 && head_height <= MOST_HEAD * setter.column_height;
    let head = repeated.then(|| Arc::new(Head { strips: strips.clone(), height: head_height }));
    let page = setter.column_height;
    setter.column_height -= if repeated { head_height } else { 0.0 };
    let mut body = set_rows(&grid, n_heads..grid.rows.len(), (&table, &widths), setter);
    setter.column_height = page;
    for strip in &mut body {
        strip.head.clone_from(&head);
    }
    strips.append(&mut body);
    let gap = if element.classes.has(Class::Flush) { 0.0 } else { GAP * look.style.size };
    if let Some(first) = strips.first_mut() {
        first.before = gap;
    }
    if let Some(last) = strips.last_mut() {
        (last.after, last.keeps) = (gap, false);
    }
    strips
}

/// How wide a table is.
pub(super) fn measure(element: &Element, look: Look, room: f32, setter: &mut Setter<'_>) -> Extent {
    let table = TableLook::new(element, look);
    let Some(grid) = Grid::new(element) else { return Extent::default() };
    let needs = columns::needs(&grid, (&table, room), setter);
    needs.iter().fold(Extent::default(), |all, need| {
        let fixed = need.fixed.unwrap_or(0.0);
        Extent { least: all.least + need.least.max(fixed), most: all.most + need.most.max(fixed) }
    })
}
