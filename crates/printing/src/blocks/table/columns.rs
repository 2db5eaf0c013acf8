//! How wide the columns of a table are.

use super::{
    TableLook,
    grid::{Cell, Grid},
};
use crate::{
    blocks::measure_flow,
    layout::{Look, Setter},
    markup::{Class, Element},
};

/// A word asks for no more than this many sizes of its text; a longer one is parted.
const MOST_WORD: f32 = 14.0;
/// Columns whose width is said have this part of the table at least.
const LEAST_FIXED: f32 = 0.2;
/// Halving the width of a page so often leaves nothing to see.
const LEVEL_STEPS: usize = 24;

/// What a column needs.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Need {
    /// So that no word is parted.
    pub(super) least: f32,
    /// So that every text has one line.
    pub(super) most: f32,
    /// What the template says.
    pub(super) fixed: Option<f32>,
}

/// The look of a cell.
pub(super) fn cell_look(cell: &Cell<'_>, row: crate::markup::Classes, table: &TableLook) -> Look {
    let mut look = table.look.with(row);
    if cell.is_head() && table.ruled {
        look.style.weight = crate::fonts::Weight::Bold;
        look.align = crate::layout::Align::Center;
    }
    look.with(cell.element.classes)
}

/// The widths of the columns of a table in a column of the page.
pub(super) fn column_widths(
    grid: &Grid<'_>,
    element: &Element,
    (table, room): (&TableLook, f32),
    setter: &mut Setter<'_>,
) -> Vec<f32> {
    let needs = needs(grid, (table, room), setter);
    distribute(&needs, room, element.classes.has(Class::Fit))
}

/// What the columns need.
pub(super) fn needs(grid: &Grid<'_>, (table, room): (&TableLook, f32), setter: &mut Setter<'_>) -> Vec<Need> {
    let mut needs = vec![Need::default(); grid.n_columns];
    let mut broad = Vec::new();
    for row in &grid.rows {
        for cell in &row.cells {
            let look = cell_look(cell, row.classes, table);
            let extent = measure_flow(&cell.element.children, look, room, setter);
            let (left, right) = table.sides(cell, grid.n_columns);
            let padding = left + right;
            // A hair more, so that the sums of the same advances still fit.
            let least = extent.least.min(MOST_WORD * look.style.size) + padding + 0.1;
            let most = extent.most.max(extent.least) + padding + 0.1;
            if cell.n_columns > 1 {
                broad.push((*cell, least, most));
                continue;
            }
            let need = &mut needs[cell.column];
            need.least = need.least.max(least);
            need.most = need.most.max(most);
            let said = cell.element.attributes.width.map(|width| width.points(room));
            need.fixed = need.fixed.or(said);
        }
    }
    for (cell, least, most) in broad {
        let covered = &mut needs[cell.column..cell.column + cell.n_columns];
        widen(covered, least, |need| &mut need.least);
        widen(covered, most, |need| &mut need.most);
    }
    for need in &mut needs {
        need.most = need.most.max(need.least);
    }
    needs
}

/// Gives the columns under a broad cell what it needs more than they have.
fn widen(covered: &mut [Need], wanted: f32, part: impl Fn(&mut Need) -> &mut f32) {
    let have: f32 = covered.iter_mut().map(|need| need.fixed.unwrap_or(0.0).max(*part(need))).sum();
    let n_open = covered.iter().filter(|need| need.fixed.is_none()).count();
    let more = (wanted - have).max(0.0) / n_open.max(1) as f32;
    for need in covered.iter_mut().filter(|need| need.fixed.is_none()) {
        *part(need) += more;
    }
}

/// Gives columns what the template says, and of the rest to each as much as to the others until it
/// has what it needs: a short column keeps its text on one line at the cost of the longest.
fn distribute(needs: &[Need], room: f32, fit: bool) -> Vec<f32> {
    let fixed: f32 = needs.iter().filter_map(|need| need.fixed).sum();
    let open: Vec<Need> = needs.iter().filter(|need| need.fixed.is_none()).copied().collect();
    let least: f32 = open.iter().map(|need| need.least).sum();
    let most: f32 = open.iter().map(|need| need.most).sum();
    // What is said is shortened where nothing else would have room.
    let for_fixed = if open.is_empty() { room } else { (room - least).max(room * LEAST_FIXED) };
    let scale = (for_fixed / fixed.max(1.0)).min(1.0);
    let left = room - fixed * scale;
    let level = level(&open, left);
    let width = |need: &Need| match need.fixed {
        Some(width) => width * scale,
        None if most <= left && fit => need.most,
        None if most <= left => need.most * left / most.max(1.0),
        None if least <= left => level.clamp(need.least, need.most),
        None => need.least * left / least,
    };
    needs.iter().map(width).collect()
}

/// The width up to which each column gets what it needs, so that all together fill the room.
fn level(open: &[Need], room: f32) -> f32 {
    let (mut low, mut high) = (0.0, room);
    for _ in 0..LEVEL_STEPS {
        let middle = (low + high) / 2.0;
        let filled: f32 = open.iter().map(|need| middle.clamp(need.least, need.most)).sum();
        if filled > room { high = middle } else { low = middle }
    }
    low
}
