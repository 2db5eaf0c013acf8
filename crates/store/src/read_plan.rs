//! The one door for reading records: the only builder of SELECTs on the tables of forms.
//!
//! **Invariant:** a plan cannot be made without a [`Permit`], and everything that it answers is what the permit
//! shows: records in scope, fields that may be read, masks. A field that may not be read is answered like one that
//! is not there, in fields, filters, sorting, search and grouping alike. A plan of a person reaches another form
//! only through a permit of that person on it; the product's own plans ([`Permit::system`]) reach everything.

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use mortise_access::Permit;
use mortise_expr::{Moment, SystemValues};
use mortise_model::{AppShape, Filter, FormShape, Id, Issue, Issues, Key, Path, Pointer, SortOrder, Value, Values};

mod aggregate;
mod buckets;
mod chain;
mod compile;
mod constant;
mod cursor;
mod mask;
mod operand;
mod order;
mod page;
mod parts;
mod pattern;
mod projection;
mod scalar;
mod search;
mod served;
mod sql;
mod test;
mod titles;

pub(crate) use constant::constant_predicate;
pub use page::{Count, Page, Pages, Total};
pub use titles::{Titles, WriteTitle};

use compile::{Compiler, Lookup, Refusal};

/// How many records a page has where nothing else is said.
pub const PAGE: u64 = 50;
/// How many records a page has at most.
pub const LARGEST_PAGE: u64 = 1000;

/// A question about the records of one form, asked with a permit.
#[derive(Clone)]
pub struct ReadPlan<'a> {
    app: &'a AppShape,
    form: &'a FormShape,
    permit: &'a Permit,
    /// Whether the product itself asks, to whom nothing is hidden.
    is_system: bool,
    moment: Moment,
    lookup: Option<Lookup<'a>>,
    params: Option<&'a IndexMap<String, Value>>,
    filters: Vec<Filter>,
    search: Option<search::Search>,
    sorts: Vec<Sort>,
    fields: Option<Vec<Key>>,
    limit: u64,
    cursor: Option<String>,
    binned: Binned,
}

/// What a list is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sort {
    /// A field, a system column, or a path through single links.
    pub field: Path,
    /// The direction; blanks stand last in both.
    pub order: SortOrder,
}

/// Whether records in the recycle bin are meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Binned {
    /// Live records only.
    #[default]
    Without,
    /// Those in the recycle bin only.
    Only,
    /// Both.
    With,
}

/// A record as the viewer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its identity.
    pub id: Id,
    /// Counts its changes.
    pub version: i64,
    /// The version of the form that wrote it last.
    pub form_version: i64,
    /// Its system columns.
    pub system: SystemValues,
    /// One cell for each field of the answer, in order.
    pub cells: Vec<Cell>,
    /// How many fields a condition on the record hides.
    pub held_back: u32,
}

/// What the viewer sees of a field in a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// The value; blank where there is none.
    Value(Value),
    /// That there is a value, and its mask.
    Masked(String),
    /// Nothing, because a condition on the record hides it.
    HeldBack,
}

impl<'a> ReadPlan<'a> {
    /// A plan for the records of the permit's form. `moment` is what `today` and `now` mean.
    pub fn new(app: &'a AppShape, permit: &'a Permit, moment: Moment) -> Result<Self, Issues> {
        let form = app.form(permit.form()).ok_or_else(|| {
            Issues::from(Issue::error(Pointer::root(), "unknown_form").with("form", &**permit.form()))
        })?;
        Ok(Self::of_form(app, form, permit, moment))
    }

    /// A plan for records of a form that speaks of no other one.
    pub(crate) fn of_form(app: &'a AppShape, form: &'a FormShape, permit: &'a Permit, moment: Moment) -> Self {
        Self {
            app,
            form,
            permit,
            is_system: *permit == Permit::system(permit.form().clone(), permit.act()),
            moment,
            lookup: None,
            params: None,
            filters: Vec::new(),
            search: None,
            sorts: Vec::new(),
            fields: None,
            limit: PAGE,
            cursor: None,
            binned: Binned::Without,
        }
    }

    /// How the viewer's permits to read other forms are found; without it a person's plan reaches no other form.
    #[must_use]
    pub fn permits(mut self, lookup: &'a (dyn Fn(&str) -> Option<Permit> + Send + Sync)) -> Self {
        self.lookup = Some(lookup);
        self
    }

    /// The values of the app's parameters, for filters that name them.
    #[must_use]
    pub fn params(mut self, params: &'a IndexMap<String, Value>) -> Self {
        self.params = Some(params);
        self
    }

    /// Only records that fit; several filters must all fit.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filters.push(filter);
        self
    }

    /// Only records in whose search fields each word of the text occurs, as [`mortise_expr::holds_word`] says.
    #[must_use]
    pub fn search(mut self, text: &str) -> Self {
        self.search = search::Search::new(text);
        self
    }

    /// The order; without one, that of creation.
    #[must_use]
    pub fn sort(mut self, sorts: impl IntoIterator<Item = Sort>) -> Self {
        self.sorts = sorts.into_iter().collect();
        self
    }

    /// Only these fields; without it, all that may be read.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = Key>) -> Self {
        self.fields = Some(fields.into_iter().collect());
        self
    }

    /// At most so many records a page, no more than [`LARGEST_PAGE`].
    #[must_use]
    pub fn limit(mut self, limit: u64) -> Self {
        self.limit = limit.clamp(1, LARGEST_PAGE);
        self
    }

    /// The page that a [`Page::next_cursor`] leads to; the rest of the plan must be the same.
    #[must_use]
    pub fn cursor(mut self, cursor: &str) -> Self {
        self.cursor = Some(cursor.to_owned());
        self
    }

    /// Whether records in the recycle bin are meant.
    #[must_use]
    pub fn binned(mut self, binned: Binned) -> Self {
        self.binned = binned;
        self
    }

    fn compiler(&self, sqlite: bool) -> Compiler<'_> {
        static NONE: std::sync::LazyLock<IndexMap<String, Value>> = std::sync::LazyLock::new(IndexMap::new);
        let params = self.params.unwrap_or(&NONE);
        Compiler::new(self.app, sqlite, self.moment, (self.permit.subject(), params), self.lookup)
    }
}

impl Record {
    /// The values that the viewer sees, by field; masked and hidden ones are left out.
    pub fn values(self, fields: &[Key]) -> Values {
        let cells = fields.iter().cloned().zip(self.cells);
        cells.filter_map(|(key, cell)| if let Cell::Value(value) = cell { Some((key, value)) } else { None }).collect()
    }

    /// When it was changed last.
    pub fn updated_at(&self) -> Option<DateTime<Utc>> {
        self.system.updated_at
    }
}

impl Default for Cell {
    fn default() -> Self {
        Self::Value(Value::Null)
    }
}

/// What is wrong with a filter, as the caller is told.
fn refused(refusal: Refusal, form: &FormShape, at: &Pointer) -> Issues {
    let issue = match refusal {
        Refusal::UnknownField(field) => {
            Issue::error(at.clone(), "unknown_field").with("field", field).with("form", &*form.key)
        }
        Refusal::UnknownForm(other) => Issue::error(at.clone(), "unknown_form").with("form", other),
        Refusal::Operator(field) => Issue::error(at.clone(), "operator_not_possible").with("field", field),
        Refusal::UnknownParam(name) => Issue::error(at.clone(), "unknown_param").with("param", name),
    };
    issue.into()
}
