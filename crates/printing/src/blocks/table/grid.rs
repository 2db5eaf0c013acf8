//! Which cell covers which columns and rows.

use crate::markup::{BlockTag, Class, Classes, Element, Node, PartTag, Tag};

/// No table has more columns.
const MOST_COLUMNS: usize = 60;

/// The cells of a table in their places.
#[derive(Debug)]
pub(super) struct Grid<'a> {
    pub(super) rows: Vec<Row<'a>>,
    pub(super) n_columns: usize,
}

/// A row: the cells that begin in it.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) cells: Vec<Cell<'a>>,
    /// Whether it is repeated on each page.
    pub(super) head: bool,
    pub(super) classes: Classes,
}

/// A cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'a> {
    pub(super) element: &'a Element,
    pub(super) column: usize,
    pub(super) n_columns: usize,
    pub(super) n_rows: usize,
}

impl Cell<'_> {
    /// Whether it is a `th`.
    pub(super) fn is_head(&self) -> bool {
        self.element.tag == Tag::Part(PartTag::HeadCell)
    }
}

impl<'a> Grid<'a> {
    /// Nothing when there are too many columns.
    pub(super) fn new(table: &'a Element) -> Option<Self> {
        debug_assert_eq!(table.tag, Tag::Block(BlockTag::Table));
        let mut found = Vec::new();
        for element in elements(table) {
            match element.tag {
                Tag::Part(PartTag::Head) => found.extend(elements(element).map(|row| (row, true))),
                Tag::Part(PartTag::Body) => found.extend(elements(element).map(|row| (row, false))),
                _ => found.push((element, false)),
            }
        }
        // Heads that come later are ordinary rows.
        let n_heads = found.iter().take_while(|(_, head)| *head).count();
        let mut grid = Self { rows: Vec::new(), n_columns: 0 };
        let mut taken = Vec::new();
        for (index, (row, _)) in found.iter().enumerate() {
            let last = if index < n_heads { n_heads } else { found.len() };
            let cells = place_cells(row, &mut taken, last - index);
            if taken.len() > MOST_COLUMNS {
                return None;
            }
            grid.rows.push(Row { cells, head: index < n_heads, classes: row.classes });
            if index + 1 == n_heads {
                taken.fill(0);
            }
        }
        grid.n_columns = taken.len();
        Some(grid)
    }
}

/// Puts the cells of a row where those of earlier rows leave room. `taken` tells of each column how
/// many more rows it is covered for; `most_rows` is how many there are.
fn place_cells<'a>(row: &'a Element, taken: &mut Vec<usize>, most_rows: usize) -> Vec<Cell<'a>> {
    let mut cells = Vec::new();
    let mut column = 0;
    for element in elements(row) {
        while taken.get(column).is_some_and(|rows| *rows > 0) {
            column += 1;
        }
        let wanted = usize::from(element.attributes.more_columns) + 1;
        let free = taken.iter().skip(column).position(|rows| *rows > 0).unwrap_or(wanted);
        let n_columns = wanted.min(free);
        let n_rows = (usize::from(element.attributes.more_rows) + 1).min(most_rows);
        if taken.len() < column + n_columns {
            taken.resize(column + n_columns, 0);
        }
        taken[column..column + n_columns].fill(n_rows);
        cells.push(Cell { element, column, n_columns, n_rows });
        column += n_columns;
    }
    for rows in taken {
        *rows = rows.saturating_sub(1);
    }
    cells
}

fn elements(parent: &Element) -> impl Iterator<Item = &Element> {
    parent.children.iter().filter_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    })
}

/// Whether a cell has a grey ground: its own, its row's, or that of a head.
pub(super) fn is_shaded(cell: &Cell<'_>, row: &Row<'_>, ruled: bool) -> bool {
    let own = cell.element.classes.has(Class::Shade) || row.classes.has(Class::Shade);
    own || (ruled && cell.is_head())
}
