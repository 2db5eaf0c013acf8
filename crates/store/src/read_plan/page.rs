use std::collections::HashMap;

use mortise_access::{Level, Permit, Scope};
use mortise_expr::{Sight, check_filter_in_sight};
use mortise_model::{FieldShape, Filter, FilterOp, Id, Issue, Issues, Key, Pointer};
use sea_orm::{
    ConnectionTrait, QueryResult,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::{
    Binned, Cell, LARGEST_PAGE, ReadPlan, Record,
    chain::Place,
    compile::Compiler,
    cursor,
    order::{self, Position, SortColumn, SortValue, Stretch},
    parts::{self, RowLevels},
    projection::Projection,
    refused,
    search::Where,
    served::serves,
    sql::{col, constant, count_all, only_judged},
};
use crate::{Error, names};

/// Beyond so many a fast count stops.
const FAST_COUNT: u64 = 10_000;

/// A page of records.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The fields that the cells of the records stand for.
    pub fields: Vec<Key>,
    /// The records, in order.
    pub records: Vec<Record>,
    /// Leads to the next page, where there is one.
    pub next_cursor: Option<String>,
}

/// How exactly records are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Up to 10,000: enough for a person, and cheap.
    Fast,
    /// All.
    Exact,
}

/// Whether more pages are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// They are.
    More,
    /// They are not.
    Enough,
}

/// How many records there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// So many.
    pub count: u64,
    /// Whether there are no more.
    pub is_exact: bool,
}

impl ReadPlan<'_> {
    /// One page.
    pub async fn page(&self, conn: &impl ConnectionTrait) -> Result<Page, Error> {
        self.with_candidates(conn).await?.next_page(conn).await
    }

    async fn next_page(&self, conn: &impl ConnectionTrait) -> Result<Page, Error> {
        let sqlite = is_sqlite(conn);
        let (stretches, mut after) = self.begin(sqlite)?;
        let first = after
            .as_ref()
            .map_or(0, |after: &Position| stretches.iter().position(|stretch| *stretch == after.stretch).unwrap_or(0));
        let mut page = Page { fields: self.field_keys()?, ..Page::default() };
        let mut levels = Vec::new();
        for stretch in &stretches[first..] {
            let missing = self.limit + 1 - page.records.len() as u64;
            let prepared = self.statement(sqlite, *stretch, after.take().as_ref(), missing)?;
            let rows = conn.query_all(&prepared.select).await?;
            let room = usize::try_from(self.limit).unwrap_or(usize::MAX) - page.records.len();
            if rows.len() > room {
                // A page that is full already ends where this stretch begins.
                let last = room.checked_sub(1).map(|index| prepared.sorted(&rows[index])).transpose()?;
                let position = Position { stretch: *stretch, last };
                page.next_cursor = Some(cursor::write(self.fingerprint(), &position));
            }
            for row in rows.iter().take(room) {
                prepared.take(row, &mut page.records, &mut levels)?;
            }
            if page.next_cursor.is_some() {
                break;
            }
        }
        self.fill(conn, &mut page, &levels).await?;
        Ok(page)
    }

    /// One record, with everything that the viewer may see of it; `None` where it is not there or out of sight.
    pub async fn get(&self, conn: &impl ConnectionTrait, id: Id) -> Result<Option<(Vec<Key>, Record)>, Error> {
        let mut page = self.get_many(conn, &[id]).await?;
        Ok(page.records.pop().map(|record| (page.fields, record)))
    }

    /// Those of the records that are there and in sight, in the order of their ids.
    pub async fn get_many(&self, conn: &impl ConnectionTrait, ids: &[Id]) -> Result<Page, Error> {
        let sqlite = is_sqlite(conn);
        let mut page = Page { fields: self.field_keys()?, ..Page::default() };
        let mut levels = Vec::new();
        let unordered = ReadPlan { sorts: Vec::new(), cursor: None, ..self.clone() };
        for some in ids.chunks(500) {
            let mut prepared = unordered.statement(sqlite, Stretch::Whole, None, some.len() as u64)?;
            prepared.select.and_where(col(MAIN, names::ID).is_in(some.iter().map(|id| id.raw())));
            for row in conn.query_all(&prepared.select).await? {
                prepared.take(&row, &mut page.records, &mut levels)?;
            }
        }
        self.fill(conn, &mut page, &levels).await?;
        Ok(page)
    }

    /// How many records there are on all pages together.
    pub async fn count(&self, conn: &impl ConnectionTrait, count: Count) -> Result<Total, Error> {
        let (sqlite, plan) = (is_sqlite(conn), self.with_candidates(conn).await?);
        let select = match count {
            Count::Exact => plan.counted(sqlite)?.expr(count_all()).to_owned(),
            Count::Fast => {
                let some = plan.counted(sqlite)?.expr_as(constant(1), "one").limit(FAST_COUNT + 1).to_owned();
                Query::select().expr(count_all()).from_subquery(some, "some").to_owned()
            }
        };
        let row = conn.query_one(&select).await?;
        let found: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
        let found = u64::try_from(found).unwrap_or_default();
        Ok(match count {
            Count::Fast if found > FAST_COUNT => Total { count: FAST_COUNT, is_exact: false },
            _ => Total { count: found, is_exact: true },
        })
    }

    /// The ids of the first records, in order.
    pub async fn ids(&self, conn: &impl ConnectionTrait, limit: u64) -> Result<Vec<Id>, Error> {
        let mut ids = Vec::new();
        let plan = ReadPlan { fields: Some(Vec::new()), limit: limit.clamp(1, LARGEST_PAGE), ..self.clone() };
        plan.each_page(conn, |page| {
            ids.extend(page.records.iter().map(|record| record.id));
            if ids.len() as u64 >= limit { Ok(Pages::Enough) } else { Ok::<_, Error>(Pages::More) }
        })
        .await?;
        ids.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(ids)
    }

    /// Calls `take` with page after page, until it has enough or there are no more. No connection is held between
    /// pages, so that a slow reader stops nobody; on a [`crate::ReadTx`] all pages are of one moment.
    pub async fn each_page<E: From<Error>>(
        &self,
        conn: &impl ConnectionTrait,
        mut take: impl FnMut(Page) -> Result<Pages, E>,
    ) -> Result<(), E> {
        let mut plan = self.with_candidates(conn).await?.into_owned();
        loop {
            let page = plan.page(conn).await?;
            let next = page.next_cursor.clone();
            match (take(page)?, next) {
                (Pages::More, Some(next)) => plan.cursor = Some(next),
                _ => return Ok(()),
            }
        }
    }

    /// The fields of the answer; an issue for each that is not there or not readable.
    pub fn field_keys(&self) -> Result<Vec<Key>, Error> {
        let readable = |field: &&FieldShape| self.is_system || self.permit.field(&field.key).most() > Level::None;
        let Some(named) = &self.fields else {
            return Ok(self.form.fields.values().filter(readable).map(|field| field.key.clone()).collect());
        };
        let unknown: Issues = named
            .iter()
            .enumerate()
            .filter(|(_, key)| self.form.fields.get(*key).filter(readable).is_none())
            .map(|(index, key)| {
                let issue = Issue::error(Pointer::root().at("fields").at(index), "unknown_field");
                issue.with("field", &**key).with("form", &*self.form.key)
            })
            .collect();
        if unknown.is_empty() { Ok(named.clone()) } else { Err(Error::Refused(unknown)) }
    }

    fn begin(&self, sqlite: bool) -> Result<(&'static [Stretch], Option<Position>), Error> {
        let compiler = self.compiler(sqlite);
        let columns = self.sort_columns(&compiler, &self.place())?;
        let after = match &self.cursor {
            None => None,
            Some(text) => match cursor::read(text, self.fingerprint(), &columns) {
                Some(position) => Some(position),
                None => {
                    let issue = Issue::error(Pointer::root().at("cursor"), "unknown_cursor");
                    return Err(Error::Refused(issue.into()));
                }
            },
        };
        Ok((order::stretches(&columns), after))
    }

    fn fingerprint(&self) -> u32 {
        let sorts: Vec<String> = self.sorts.iter().map(|sort| format!("{} {:?}", sort.field, sort.order)).collect();
        cursor::fingerprint(&format!("{}|{sorts:?}", names::table(self.form)))
    }

    pub(super) fn place(&self) -> Place<'_> {
        let permit = (!self.is_system).then(|| self.permit.clone());
        Place { form: self.form, alias: MAIN.to_owned(), permit, outer: None, row: None }
    }

    fn sort_columns(&self, compiler: &Compiler<'_>, place: &Place<'_>) -> Result<Vec<SortColumn>, Error> {
        order::columns(compiler, place, &self.sorts).map_err(|issue| Error::Refused(issue.into()))
    }

    fn counted(&self, sqlite: bool) -> Result<SelectStatement, Error> {
        let mut select = Query::select();
        select.from_as(names::table(self.form), MAIN);
        self.restrict(&mut select, &self.compiler(sqlite), (&self.place(), Where::Anywhere))?;
        Ok(select)
    }

    /// Keeps the statement to the records that are asked for and in sight.
    pub(super) fn restrict(
        &self,
        select: &mut SelectStatement,
        compiler: &Compiler<'_>,
        (place, at): (&Place<'_>, Where),
    ) -> Result<(), Error> {
        let conditions = self.conditions(compiler, place)?;
        for condition in conditions.into_iter().chain(self.sought(compiler, place, at)) {
            select.and_where(condition);
        }
        Ok(())
    }

    fn conditions(&self, compiler: &Compiler<'_>, place: &Place<'_>) -> Result<Vec<Expr>, Error> {
        let deleted = || col(&place.alias, names::DELETED_AT);
        let mut conditions = match self.binned {
            Binned::Without => vec![deleted().is_null()],
            Binned::Only => vec![deleted().is_not_null()],
            Binned::With => vec![],
        };
        let scope = compiler.scope(place);
        conditions.extend(if compiler.sqlite && self.view_serves() { scope.map(only_judged) } else { scope });
        let at = Pointer::root().at("filter");
        for filter in &self.filters {
            if place.permit.is_some() {
                self.check_in_sight(filter, compiler).under(&at).into_result().map_err(Error::Refused)?;
            }
            let condition = compiler.predicate(place, filter);
            conditions.push(condition.map_err(|refusal| Error::Refused(refused(refusal, self.form, &at)))?);
        }
        Ok(conditions)
    }

    /// Whether an index of a view finds these records in their order and tells which of them are in sight.
    ///
    /// SQLite would rather find all records in sight and sort them, since it does not see that a page ends early. Where
    /// the scope is a single equality it is right: that is mostly somebody's own few.
    fn view_serves(&self) -> bool {
        let is_wide = match self.permit.scope() {
            Scope::Where(Filter::Compare { op, .. }) => *op != FilterOp::Eq,
            Scope::Where(_) => true,
            Scope::Everything | Scope::Nothing => false,
        };
        is_wide && self.form.indexes.iter().any(|index| serves(index, &self.filters, &self.sorts))
    }

    /// What is wrong with a filter of this viewer: a form or field out of sight does not exist.
    fn check_in_sight(&self, filter: &Filter, compiler: &Compiler<'_>) -> Issues {
        let own = |form: &str| *form == *self.form.key;
        let shows = |permit: &Permit, field: &str| permit.field(field).most() >= Level::View;
        let sight = Sight {
            form: &|form| own(form) || compiler.permit_for(form).is_some(),
            field: &|form, field| {
                own(form) && shows(self.permit, field)
                    || compiler.permit_for(form).is_some_and(|permit| shows(&permit, field))
            },
        };
        check_filter_in_sight(filter, self.app, self.form, &sight)
    }

    fn statement(
        &self,
        sqlite: bool,
        stretch: Stretch,
        after: Option<&Position>,
        limit: u64,
    ) -> Result<Prepared<'_>, Error> {
        let (compiler, place) = (self.compiler(sqlite), self.place());
        let mut select = Query::select();
        select.from_as(names::table(self.form), MAIN);
        let keys = self.field_keys()?;
        let fields = keys.iter().map(|key| &self.form.fields[key]);
        let mut projection = Projection::select(&mut select, &compiler, &place, fields);
        self.restrict(&mut select, &compiler, (&place, Where::InOrder))?;
        let columns = self.sort_columns(&compiler, &place)?;
        let first_sort = columns.iter().map(|column| projection.add(&mut select, column.expr())).min();
        order::apply(&mut select, MAIN, &columns, stretch, after);
        select.limit(limit);
        Ok(Prepared { select, projection, columns, first_sort: first_sort.unwrap_or_default() })
    }

    async fn fill(
        &self,
        conn: &impl ConnectionTrait,
        page: &mut Page,
        levels: &[(usize, RowLevels)],
    ) -> Result<(), Error> {
        let none = HashMap::new();
        for (index, key) in page.fields.iter().enumerate() {
            let field = &self.form.fields[key];
            if !parts::is_apart(field) {
                continue;
            }
            let of_rows = levels.iter().find(|(of, _)| *of == index).map_or(&none, |(_, levels)| levels);
            parts::fill(conn, self.form, field, index, (&mut page.records, of_rows)).await?;
        }
        Ok(())
    }
}

/// The name of the form's own table in every statement.
pub(super) const MAIN: &str = "t";

/// A statement and how its rows are read.
struct Prepared<'p> {
    select: SelectStatement,
    projection: Projection<'p>,
    columns: Vec<SortColumn>,
    first_sort: usize,
}

impl Prepared<'_> {
    fn take(
        &self,
        row: &QueryResult,
        records: &mut Vec<Record>,
        levels: &mut Vec<(usize, RowLevels)>,
    ) -> Result<(), Error> {
        let mut record = self.projection.record(row)?;
        for (index, field) in self.projection.fields.iter().enumerate() {
            if !parts::is_apart(field.shape) {
                continue;
            }
            if field.level(row)? == Level::Mask {
                record.cells[index] = Cell::Masked(String::new());
            }
            let inner = field.inner.iter().map(|right| right.level(row)).collect::<Result<Vec<_>, _>>()?;
            if inner.iter().any(|level| *level < Level::View) {
                match levels.iter_mut().find(|(of, _)| *of == index) {
                    Some((_, known)) => {
                        known.insert(record.id, inner);
                    }
                    None => levels.push((index, RowLevels::from([(record.id, inner)]))),
                }
            }
        }
        records.push(record);
        Ok(())
    }

    fn sorted(&self, row: &QueryResult) -> Result<(Vec<SortValue>, Id), Error> {
        let values = self.columns.iter().zip(self.first_sort..).map(|(column, index)| column.read(row, index));
        Ok((values.collect::<Result<_, _>>()?, Id::from_raw(row.try_get_by_index(0)?)))
    }
}

pub(super) fn is_sqlite(conn: &impl ConnectionTrait) -> bool {
    conn.get_database_backend() == sea_orm::DbBackend::Sqlite
}
