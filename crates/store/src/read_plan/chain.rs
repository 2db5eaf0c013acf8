//! The way from a record to what a path names: through links, lists and rows, only where the viewer may go.

use mortise_access::{FieldRight, Level, Permit};
use mortise_model::{FieldShape, FormShape, Path, RangePart, Step, Storage, Target};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, IntoIden, IntoTableRef, Query, SelectStatement, TableRef};

use super::{
    compile::Compiler,
    sql::{always, col, constant, count_all, exists, members, never, not, only_if},
};
use crate::names::{self, Columns};

/// Where a path begins.
#[derive(Clone)]
pub(super) struct Place<'p> {
    pub(super) form: &'p FormShape,
    /// The table's name in the statement; empty where there is one table only.
    pub(super) alias: String,
    /// What the viewer may see of the form; absent where a definition speaks, which may name all.
    pub(super) permit: Option<Permit>,
    /// The record around it, inside `exists`.
    pub(super) outer: Option<&'p Place<'p>>,
    /// The subform whose rows are counted, and their table's name in the statement: a path into it means the row.
    pub(super) row: Option<(&'p str, &'p str)>,
}

/// The tables between a record and the end of a path, and what stands there.
#[derive(Clone)]
pub(super) struct Chain {
    pub(super) hops: Vec<Hop>,
    pub(super) end: End,
    /// How the field at the end is stored: of a list, the list.
    pub(super) storage: Storage,
    /// Whether the way may lead to several ends.
    pub(super) many: bool,
}

/// What stands at the end of a path.
#[derive(Clone)]
pub(super) enum End {
    /// One column, and how it is stored: of a list, its member.
    One(Expr, Storage),
    /// The two ends of a range, and of which.
    Range(Expr, Expr, Storage),
    /// The rows of a subform, of which only their being there can be asked.
    Rows,
}

/// One table on the way.
#[derive(Clone)]
pub(super) struct Hop {
    pub(super) source: Source,
    pub(super) alias: String,
    /// What must be equal before and in this table; absent for the members of a list.
    pub(super) key: Option<(Expr, Expr)>,
    /// The condition on what stands before under which the viewer may go on.
    pub(super) gate: Option<Expr>,
    /// What else must hold in this table.
    pub(super) rest: Vec<Expr>,
}

#[derive(Clone)]
pub(super) enum Source {
    Table(String),
    Members(Expr),
}

impl Chain {
    pub(super) fn is_list(&self) -> bool {
        matches!(self.storage, Storage::List | Storage::RefList(_))
    }

    /// That there is no value at its end.
    pub(super) fn blank(&self, sqlite: bool) -> Expr {
        match &self.end {
            End::One(value, _) | End::Range(value, _, _) if self.hops.is_empty() => value.clone().is_null(),
            end => not(self.some(end.present(), sqlite)),
        }
    }

    /// That one of its ends fits.
    pub(super) fn some(&self, test: Option<Expr>, sqlite: bool) -> Expr {
        let Some((first, others)) = self.hops.split_first() else {
            return test.unwrap_or_else(always);
        };
        let mut select = Query::select();
        first.enter(&mut select, sqlite);
        for hop in others {
            hop.enter(&mut select, sqlite);
            if let Some((before, here)) = &hop.key {
                select.and_where(here.clone().eq(before.clone()));
            }
        }
        select.and_where_option(test);
        match &first.key {
            // Asked so, the database may begin at either side.
            Some((before, here)) => before.clone().in_subquery(select.expr(here.clone()).to_owned()),
            None => exists(select.expr(constant(1)).to_owned(), sqlite),
        }
    }

    /// That there is a value at its end.
    pub(super) fn present(&self, sqlite: bool) -> Expr {
        self.some(self.end.present(), sqlite)
    }

    /// Makes all tables on the way part of a statement of their own, which the first one does not tie to a record yet.
    pub(super) fn enter_all(&self, select: &mut SelectStatement, sqlite: bool) {
        for (index, hop) in self.hops.iter().enumerate() {
            let tied = index > 0;
            hop.enter_gated(select, tied, sqlite);
            if let (true, Some((before, here))) = (tied, &hop.key) {
                select.and_where(here.clone().eq(before.clone()));
            }
        }
    }

    /// How many ends have a value.
    pub(super) fn count(&self, sqlite: bool) -> Expr {
        let mut select = Query::select();
        for hop in &self.hops {
            hop.enter(&mut select, sqlite);
            if let Some((before, here)) = &hop.key {
                select.and_where(here.clone().eq(before.clone()));
            }
        }
        select.and_where_option(self.end.present());
        scalar(select.expr(count_all()).to_owned())
    }

    /// The one value at its end, to sort by; only where the way does not fork.
    pub(super) fn value(&self, sqlite: bool) -> Option<Expr> {
        let end = match &self.end {
            End::One(end, _) | End::Range(end, _, _) => end.clone(),
            End::Rows => return None,
        };
        if self.many {
            return None;
        }
        if self.hops.is_empty() {
            return Some(end);
        }
        let mut select = Query::select();
        for hop in &self.hops {
            hop.enter(&mut select, sqlite);
            let (before, here) = hop.key.clone()?;
            select.and_where(here.eq(before));
        }
        Some(scalar(select.expr(end).to_owned()))
    }
}

impl End {
    /// That there is a value; absent where being there is enough.
    pub(super) fn present(&self) -> Option<Expr> {
        match self {
            Self::One(value, _) | Self::Range(value, _, _) => Some(value.clone().is_not_null()),
            Self::Rows => None,
        }
    }
}

impl Hop {
    fn enter(&self, select: &mut SelectStatement, sqlite: bool) {
        self.enter_gated(select, true, sqlite);
    }

    fn enter_gated(&self, select: &mut SelectStatement, gated: bool, sqlite: bool) {
        select.from(self.table(sqlite));
        for condition in self.gate.iter().filter(|_| gated).chain(&self.rest) {
            select.and_where(condition.clone());
        }
    }

    /// The table as part of a statement.
    pub(super) fn table(&self, sqlite: bool) -> TableRef {
        match &self.source {
            Source::Table(name) => name.clone().into_table_ref().alias(self.alias.clone()),
            Source::Members(list) => {
                TableRef::FunctionCall(members(list.clone(), sqlite), self.alias.clone().into_iden())
            }
        }
    }
}

impl<'a> Compiler<'a> {
    /// The way along a path; `None` where it leads nowhere or the viewer may not go.
    pub(super) fn chain(&self, place: &Place<'_>, path: &Path) -> Option<Chain> {
        let reach = self.app.reach(place.form, path)?;
        let mut here = Place { outer: None, ..place.clone() };
        let mut chain = Chain { hops: Vec::new(), end: End::Rows, storage: reach.storage.clone(), many: false };
        let last = reach.steps.len() - 1;
        for (index, step) in reach.steps.iter().enumerate() {
            let visible = self.visible(&here, &step.name)?;
            let (alias, visible) = self.enter_rows_of(&mut chain, &here, step, visible);
            chain.end = self.end(&mut chain, &here, step, (&alias, visible), reach.part.filter(|_| index == last));
            if let Some(next) = reach.steps.get(index + 1) {
                let End::One(link, _) = chain.end.clone() else { return None };
                here = self.follow(&mut chain, &here, next.form, link)?;
            }
        }
        Some(chain)
    }

    /// The condition under which the viewer sees a field of a record here; `None` where never.
    pub(super) fn visible(&self, place: &Place<'_>, name: &str) -> Option<Option<Expr>> {
        let Some(permit) = &place.permit else { return Some(None) };
        match permit.field(name) {
            FieldRight::Always(level) => (level >= Level::View).then_some(None),
            right if right.most() < Level::View => None,
            FieldRight::When(cases, otherwise) => {
                let level = self.level(place, &cases, otherwise);
                Some(Some(level.gte(constant(Level::View as i64))))
            }
        }
    }

    /// The level of a field in a record, as a number.
    pub(super) fn level(&self, place: &Place<'_>, cases: &[(mortise_model::Filter, Level)], otherwise: Level) -> Expr {
        let definition = Place { permit: None, outer: None, row: None, ..place.clone() };
        let mut case = CaseStatement::new();
        for (when, level) in cases {
            // A condition that cannot be asked hides whatever it would open.
            let (when, level) = match self.predicate(&definition, when) {
                Ok(when) => (when, *level),
                Err(_) => (always(), Level::None),
            };
            case = case.case(when, constant(level as i64));
        }
        case.finally(constant(otherwise as i64)).into()
    }

    /// Enters the rows of a subform, where the step names a field of theirs.
    fn enter_rows_of(
        &self,
        chain: &mut Chain,
        here: &Place<'_>,
        step: &Step<'_>,
        visible: Option<Expr>,
    ) -> (String, Option<Expr>) {
        let Some((subform, _)) = step.name.split_once('.') else { return (here.alias.clone(), visible) };
        if let Some((_, row)) = here.row.filter(|(counted, _)| *counted == subform) {
            return (row.to_owned(), visible);
        }
        let alias = self.alias();
        chain.many = true;
        chain.hops.push(Hop {
            source: Source::Table(names::part_table(here.form, subform)),
            key: Some((col(&here.alias, names::ID), col(&alias, names::RECORD))),
            gate: visible,
            rest: Vec::new(),
            alias: alias.clone(),
        });
        (alias, None)
    }

    fn end(
        &self,
        chain: &mut Chain,
        here: &Place<'_>,
        step: &Step<'_>,
        (alias, visible): (&str, Option<Expr>),
        part: Option<RangePart>,
    ) -> End {
        let Some(field) = step.field else {
            let storage = here.form.system_storage(&step.name).unwrap_or(Storage::Int);
            return End::One(only_if(visible, col(alias, &step.name)), storage);
        };
        match (&field.storage, names::columns(field)) {
            (Storage::RefList(target), _) => {
                let table = names::part_table(here.form, &step.name);
                let hop = self.hop_to_part(table, alias, visible);
                let end = End::One(col(&hop.alias, names::TARGET), Storage::Ref(target.clone()));
                chain.many = true;
                chain.hops.push(hop);
                end
            }
            (Storage::Rows, _) => {
                chain.many = true;
                chain.hops.push(self.hop_to_part(names::part_table(here.form, &step.name), alias, visible));
                End::Rows
            }
            (Storage::List, Columns::One(column)) => {
                let members = self.alias();
                let end = End::One(col(&members, "value"), Storage::Text);
                let source = Source::Members(only_if(visible, col(alias, &column)));
                chain.many = true;
                chain.hops.push(Hop { source, alias: members, key: None, gate: None, rest: Vec::new() });
                end
            }
            (_, Columns::Two(start, end)) => range_end(field, alias, (&start, &end), visible, part),
            (storage, Columns::One(column)) => End::One(only_if(visible, col(alias, &column)), storage.clone()),
            (_, Columns::None) => End::One(only_if(Some(never()), constant(0)), Storage::Int),
        }
    }

    fn hop_to_part(&self, table: String, owner: &str, visible: Option<Expr>) -> Hop {
        let alias = self.alias();
        Hop {
            source: Source::Table(table),
            key: Some((col(owner, names::ID), col(&alias, names::RECORD))),
            gate: visible,
            rest: Vec::new(),
            alias,
        }
    }

    /// Goes through a link to a live record that the viewer may see.
    fn follow<'f>(&self, chain: &mut Chain, here: &Place<'_>, form: &'f FormShape, link: Expr) -> Option<Place<'f>> {
        let permit = match &here.permit {
            Some(_) => Some(self.permit_for(&form.key)?),
            None => None,
        };
        let next = Place { form, alias: self.alias(), permit, outer: None, row: None };
        chain.hops.push(Hop {
            source: Source::Table(names::table(form)),
            key: Some((link, col(&next.alias, names::ID))),
            gate: None,
            rest: self.live(&next),
            alias: next.alias.clone(),
        });
        Some(next)
    }

    /// What makes a record of this form one that is there for the viewer.
    pub(super) fn live(&self, place: &Place<'_>) -> Vec<Expr> {
        let alive = col(&place.alias, names::DELETED_AT).is_null();
        std::iter::once(alive).chain(self.scope(place)).collect()
    }
}

fn range_end(
    field: &FieldShape,
    alias: &str,
    (start, end): (&str, &str),
    visible: Option<Expr>,
    part: Option<RangePart>,
) -> End {
    let one = |name: &str| only_if(visible.clone(), col(alias, name));
    let storage = if matches!(field.storage, Storage::DateRange) { Storage::Date } else { Storage::Instant };
    match part {
        Some(RangePart::Start) => End::One(one(start), storage),
        Some(RangePart::End) => End::One(one(end), storage),
        None => End::Range(one(start), one(end), field.storage.clone()),
    }
}

fn scalar(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(select.into()))
}

/// The form that a link points at.
pub(super) fn target_form(storage: &Storage) -> Option<&mortise_model::Key> {
    match storage {
        Storage::Ref(Target::Form(form)) | Storage::RefList(Target::Form(form)) => Some(form),
        _ => None,
    }
}
