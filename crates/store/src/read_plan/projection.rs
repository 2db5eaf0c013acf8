//! Which columns a page of records selects, and how its rows become records.

use mortise_access::{FieldRight, Level};
use mortise_expr::SystemValues;
use mortise_model::{FieldShape, Id};
use sea_orm::{
    QueryResult,
    sea_query::{Expr, SelectStatement},
};

use super::{
    Cell, Record,
    chain::Place,
    compile::Compiler,
    mask::masked,
    sql::{big, col},
};
use crate::{
    Error,
    decode::{decode, get, id, moment},
    names::{self, Columns},
};

/// The columns of a statement and what they mean.
pub(super) struct Projection<'f> {
    pub(super) fields: Vec<Projected<'f>>,
    n_columns: usize,
}

/// One field of the answer.
pub(super) struct Projected<'f> {
    pub(super) shape: &'f FieldShape,
    /// Where its columns begin.
    column: usize,
    right: Right,
    /// The rights on the fields of its rows, in their order.
    pub(super) inner: Vec<Right>,
}

/// How far the viewer reaches into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Right {
    /// The same in all records.
    Always(Level),
    /// As the number in this column says.
    Column(usize),
}

impl<'f> Projection<'f> {
    /// Selects the system columns and the fields that the viewer may know of.
    pub(super) fn select(
        select: &mut SelectStatement,
        compiler: &Compiler<'_>,
        place: &Place<'_>,
        fields: impl Iterator<Item = &'f FieldShape>,
    ) -> Self {
        for name in names::SYSTEM {
            select.expr(col(&place.alias, name));
        }
        let mut this = Self { fields: Vec::new(), n_columns: names::SYSTEM.len() };
        for shape in fields {
            let column = this.n_columns;
            let columns = match names::columns(shape) {
                Columns::None => vec![],
                Columns::One(name) => vec![name],
                Columns::Two(start, end) => vec![start, end],
            };
            for name in columns {
                this.add(select, col(&place.alias, &name));
            }
            let right = this.right(select, compiler, place, &shape.key);
            let inner = shape
                .rows
                .values()
                .map(|inner| this.right(select, compiler, place, &format!("{}.{}", shape.key, inner.key)));
            let inner = inner.collect();
            this.fields.push(Projected { shape, column, right, inner });
        }
        this
    }

    /// Adds an expression; its place among the columns.
    pub(super) fn add(&mut self, select: &mut SelectStatement, expr: Expr) -> usize {
        select.expr(expr);
        self.n_columns += 1;
        self.n_columns - 1
    }

    fn right(&mut self, select: &mut SelectStatement, compiler: &Compiler<'_>, place: &Place<'_>, name: &str) -> Right {
        let right = place.permit.as_ref().map_or(FieldRight::Always(Level::Edit), |permit| permit.field(name));
        match right {
            FieldRight::Always(level) => Right::Always(level),
            FieldRight::When(cases, otherwise) => {
                let level = compiler.level(place, &cases, otherwise);
                Right::Column(self.add(select, big(level)))
            }
        }
    }

    /// The record in a row; what lies in tables of its own is still missing.
    pub(super) fn record(&self, row: &QueryResult) -> Result<Record, Error> {
        let mut record = Record {
            id: Id::from_raw(row.try_get_by_index(0)?),
            version: row.try_get_by_index(1)?,
            form_version: row.try_get_by_index(2)?,
            system: SystemValues {
                version: get(row, 1)?,
                created_at: moment(row, 3)?,
                created_by: id(row, 4)?,
                updated_at: moment(row, 5)?,
                updated_by: id(row, 6)?,
                owner: id(row, 7)?,
                dept: id(row, 8)?,
                flow_state: get(row, 9)?,
                deleted_at: moment(row, 10)?,
            },
            cells: Vec::with_capacity(self.fields.len()),
            held_back: 0,
        };
        for field in &self.fields {
            let cell = match field.right.level(row)? {
                Level::None => {
                    record.held_back += 1;
                    Cell::HeldBack
                }
                Level::Mask => {
                    let value = decode(row, field.column, &field.shape.storage)?;
                    masked(&value).map_or_else(Cell::default, Cell::Masked)
                }
                Level::View | Level::Edit => Cell::Value(decode(row, field.column, &field.shape.storage)?),
            };
            record.cells.push(cell);
        }
        Ok(record)
    }
}

impl Projected<'_> {
    /// How far the viewer reaches in this record.
    pub(super) fn level(&self, row: &QueryResult) -> Result<Level, Error> {
        self.right.level(row)
    }
}

impl Right {
    pub(super) fn level(self, row: &QueryResult) -> Result<Level, Error> {
        let column = match self {
            Self::Always(level) => return Ok(level),
            Self::Column(column) => column,
        };
        let number: i64 = row.try_get_by_index(column)?;
        Ok([Level::Mask, Level::View, Level::Edit]
            .into_iter()
            .rev()
            .find(|level| number >= *level as i64)
            .unwrap_or(Level::None))
    }
}
