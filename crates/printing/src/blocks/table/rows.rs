//! Sets rows as strips: text in cells, lines around them.

use std::ops::Range;

use super::{
    TableLook,
    columns::cell_look,
    grid::{Cell, Grid, Row, is_shaded},
};
use crate::{
    Colour, Fill, Item, Rule,
    blocks::set_flow,
    layout::{Cut, Setter, Strip, stack, total_height},
    markup::Class,
};

const THICKNESS: f32 = 0.5;
const LINE: Colour = Colour(70, 70, 70);
const GROUND: Colour = Colour(238, 238, 238);

/// A cell with its text set.
struct SetCell<'a> {
    cell: Cell<'a>,
    strips: Vec<Strip>,
    /// With the room around the text.
    height: f32,
    left: f32,
    right: f32,
    /// Where its text begins.
    text_left: f32,
    shaded: bool,
}

/// The strips of some rows. A row that no page can hold is parted between lines.
pub(super) fn set_rows(
    grid: &Grid<'_>,
    range: Range<usize>,
    (table, widths): (&TableLook, &[f32]),
    setter: &mut Setter<'_>,
) -> Vec<Strip> {
    let mut rows: Vec<Vec<SetCell<'_>>> = Vec::new();
    for row in &grid.rows[range] {
        rows.push(row.cells.iter().map(|cell| set_cell(cell, row, (table, widths), setter)).collect());
    }
    let heights = row_heights(&rows, table);
    let mut strips = Vec::new();
    let mut joined = 0;
    for (index, cells) in rows.into_iter().enumerate() {
        let spanned = cells.iter().map(|cell| cell.cell.n_rows).max().unwrap_or(1);
        joined = spanned.max(joined) - 1;
        if joined == 0 && heights[index] > setter.column_height && spanned == 1 {
            strips.extend(part_row(cells, table));
        } else {
            if heights[index..=index + joined].iter().sum::<f32>() > setter.column_height {
                cells.first().inspect(|cell| setter.report(cell.cell.element.at, "rows_higher_than_page"));
            }
            let mut strip = whole_row(cells, &heights[index..], table);
            strip.keeps = joined > 0;
            strips.push(strip);
        }
    }
    strips
}

fn set_cell<'a>(
    cell: &Cell<'a>,
    row: &Row<'a>,
    (table, widths): (&TableLook, &[f32]),
    setter: &mut Setter<'_>,
) -> SetCell<'a> {
    let look = cell_look(cell, row.classes, table);
    let left: f32 = widths[..cell.column].iter().sum();
    let width: f32 = widths[cell.column..cell.column + cell.n_columns].iter().sum();
    let (padding_left, padding_right) = table.sides(cell, widths.len());
    let strips = set_flow(&cell.element.children, look, width - padding_left - padding_right, setter);
    let text = total_height(&strips).max(look.leading * look.style.size);
    SetCell {
        cell: *cell,
        strips,
        height: text + 2.0 * table.padding.1,
        left,
        right: left + width,
        text_left: left + padding_left,
        shaded: is_shaded(cell, row, table.ruled),
    }
}

fn row_heights(rows: &[Vec<SetCell<'_>>], table: &TableLook) -> Vec<f32> {
    let least = table.look.leading * table.look.style.size + 2.0 * table.padding.1;
    let single = |cells: &Vec<SetCell<'_>>| {
        let heights = cells.iter().filter(|cell| cell.cell.n_rows == 1).map(|cell| cell.height);
        heights.fold(0.0, f32::max)
    };
    let mut heights: Vec<f32> = rows.iter().map(single).collect();
    for height in heights.iter_mut().filter(|height| **height == 0.0) {
        *height = least;
    }
    for (index, cells) in rows.iter().enumerate() {
        for cell in cells.iter().filter(|cell| cell.cell.n_rows > 1) {
            let covered = &mut heights[index..index + cell.cell.n_rows];
            let lacking = cell.height - covered.iter().sum::<f32>();
            if let Some(last) = covered.last_mut() {
                *last += lacking.max(0.0);
            }
        }
    }
    heights
}

/// A row as one strip; cells that cover more rows reach beyond it.
fn whole_row(cells: Vec<SetCell<'_>>, heights: &[f32], table: &TableLook) -> Strip {
    let mut grounds = Vec::new();
    let mut lines = Lines::default();
    let mut text = Vec::new();
    let mut baseline = None;
    for cell in cells {
        let height: f32 = heights[..cell.cell.n_rows].iter().sum();
        if cell.shaded {
            grounds.push(ground(&cell, height));
        }
        lines.around(&cell, height);
        let spare = height - 2.0 * table.padding.1 - total_height(&cell.strips);
        let classes = cell.cell.element.classes;
        let down = if classes.has(Class::Top) {
            0.0
        } else if classes.has(Class::Bottom) {
            spare
        } else {
            spare / 2.0
        };
        let (dx, dy) = (cell.text_left, table.padding.1 + down);
        let first = cell.strips.first().and_then(|strip| strip.baseline);
        baseline = baseline.or(first.map(|first| first + dy));
        text.extend(stack(cell.strips).into_iter().map(|item| item.shifted(dx, dy)));
    }
    let mut items = grounds;
    if table.ruled {
        items.append(&mut lines.items());
    }
    items.append(&mut text);
    Strip { height: heights[0], items, baseline, ..Strip::default() }
}

/// A row as one strip for each line of its cells.
fn part_row(cells: Vec<SetCell<'_>>, table: &TableLook) -> Vec<Strip> {
    let n_parts = cells.iter().map(|cell| cell.strips.len()).max().unwrap_or(0);
    let mut columns: Vec<_> = Vec::new();
    let mut edges = Vec::new();
    for mut cell in cells {
        edges.push((cell.left, cell.right, cell.shaded));
        columns.push((cell.text_left, std::mem::take(&mut cell.strips).into_iter()));
    }
    let along = table.padding.1;
    let mut parts = Vec::new();
    for index in 0..n_parts {
        let (first, last) = (index == 0, index + 1 == n_parts);
        let top = if first { along } else { 0.0 };
        let mut height = 0.0_f32;
        let mut text = Vec::new();
        for (left, strips) in &mut columns {
            let Some(strip) = strips.next() else { continue };
            let above = if first { 0.0 } else { strip.before };
            height = height.max(above + strip.height + strip.after);
            let items = strip.items.into_iter().map(|item| item.shifted(*left, top + above));
            text.extend(items);
        }
        let height = top + height + if last { along } else { 0.0 };
        parts.push(part(text, &edges, (height, first, last), table.ruled));
    }
    parts
}

fn part(text: Vec<Item>, edges: &[(f32, f32, bool)], (height, first, last): (f32, bool, bool), ruled: bool) -> Strip {
    let mut items = Vec::new();
    let mut cut = Cut::default();
    for &(left, right, shaded) in edges {
        if shaded {
            items.push(Item::Fill(Fill { x: left, y: 0.0, width: right - left, height, colour: GROUND }));
        }
    }
    for &(left, right, _) in edges.iter().filter(|_| ruled) {
        items.push(line((left, 0.0), (left, height)));
        items.push(line((right, 0.0), (right, height)));
        let (upper, lower) = (line((left, 0.0), (right, 0.0)), line((left, height), (right, height)));
        if first {
            items.push(upper)
        } else {
            cut.above.push(upper)
        }
        if last { items.push(lower) } else { cut.below.push(lower) }
    }
    items.extend(text);
    Strip { height, items, cut: Some(Box::new(cut)), ..Strip::default() }
}

fn ground(cell: &SetCell<'_>, height: f32) -> Item {
    let width = cell.right - cell.left;
    Item::Fill(Fill { x: cell.left, y: 0.0, width, height, colour: GROUND })
}

fn line(from: (f32, f32), to: (f32, f32)) -> Item {
    Item::Rule(Rule { from, to, width: THICKNESS, colour: LINE })
}

/// The lines of a row: across as long as they go on, along once where two cells meet.
#[derive(Default)]
struct Lines {
    across: Vec<(f32, f32, f32)>,
    along: Vec<(f32, f32)>,
}

impl Lines {
    fn around(&mut self, cell: &SetCell<'_>, height: f32) {
        for y in [0.0, height] {
            match self.across.iter_mut().rev().find(|(_, right, at)| *at == y && (*right - cell.left).abs() < 0.01) {
                Some((_, right, _)) => *right = cell.right,
                None => self.across.push((cell.left, cell.right, y)),
            }
        }
        for x in [cell.left, cell.right] {
            match self.along.iter_mut().find(|(at, _)| (*at - x).abs() < 0.01) {
                Some((_, long)) => *long = long.max(height),
                None => self.along.push((x, height)),
            }
        }
    }

    fn items(self) -> Vec<Item> {
        let across = self.across.into_iter().map(|(left, right, y)| line((left, y), (right, y)));
        across.chain(self.along.into_iter().map(|(x, long)| line((x, 0.0), (x, long)))).collect()
    }
}
