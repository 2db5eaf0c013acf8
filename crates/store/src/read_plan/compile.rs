//! A filter becomes a condition in SQL, with the meaning that [`mortise_expr::holds`] gives it in memory.

use std::cell::Cell;

use indexmap::IndexMap;
use mortise_access::{Permit, Scope, Subject};
use mortise_expr::Moment;
use mortise_model::{AppShape, Exists, Filter, FilterOp, Operand, Path, Value};
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use super::{
    chain::{Chain, Place, target_form},
    operand::{Right, negative},
    sql::{all, any, col, constant, exists, never, not},
};
use crate::names;

/// Why a filter cannot be asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Refusal {
    /// A field is not there, or not for this viewer: these two look alike.
    UnknownField(String),
    /// A form likewise.
    UnknownForm(String),
    /// The operator cannot be asked of the field.
    Operator(String),
    /// A parameter is not known.
    UnknownParam(String),
}

/// The permits of the viewer on other forms, to go through links.
pub(super) type Lookup<'a> = &'a (dyn Fn(&str) -> Option<Permit> + Send + Sync);

/// Turns filters into conditions for one statement.
pub(super) struct Compiler<'a> {
    pub(super) app: &'a AppShape,
    pub(super) sqlite: bool,
    pub(super) moment: Moment,
    pub(super) subject: &'a Subject,
    pub(super) params: &'a IndexMap<String, Value>,
    pub(super) lookup: Option<Lookup<'a>>,
    aliases: Cell<u32>,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(
        app: &'a AppShape,
        sqlite: bool,
        moment: Moment,
        (subject, params): (&'a Subject, &'a IndexMap<String, Value>),
        lookup: Option<Lookup<'a>>,
    ) -> Self {
        Self { app, sqlite, moment, subject, params, lookup, aliases: Cell::new(0) }
    }

    /// A name that no other table of the statement has.
    pub(super) fn alias(&self) -> String {
        let number = self.aliases.get() + 1;
        self.aliases.set(number);
        format!("t{number}")
    }

    /// The viewer's permit to read another form.
    pub(super) fn permit_for(&self, form: &str) -> Option<Permit> {
        self.lookup.and_then(|lookup| lookup(form))
    }

    /// The condition that keeps the viewer to the records in scope.
    pub(super) fn scope(&self, place: &Place<'_>) -> Option<Expr> {
        let permit = place.permit.as_ref()?;
        match permit.scope() {
            Scope::Everything => None,
            Scope::Nothing => Some(never()),
            Scope::Where(filter) => {
                let definition = Place { permit: None, outer: None, row: None, ..place.clone() };
                Some(self.predicate(&definition, filter).unwrap_or_else(|refusal| {
                    tracing::error!(form = %place.form.key, ?refusal, "a row scope cannot be asked and shows nothing");
                    never()
                }))
            }
        }
    }

    /// The condition that a filter means for the records at `place`.
    pub(super) fn predicate(&self, place: &Place<'_>, filter: &Filter) -> Result<Expr, Refusal> {
        match filter {
            Filter::And(parts) => Ok(all(self.predicates(place, parts)?)),
            Filter::Or(parts) => Ok(any(self.predicates(place, parts)?)),
            Filter::Not(part) => Ok(not(self.predicate(place, part)?)),
            Filter::Exists(exists) => self.exists(place, exists),
            Filter::Compare { field, op, value } => self.comparison(place, field, *op, value),
        }
    }

    fn predicates(&self, place: &Place<'_>, parts: &[Filter]) -> Result<Vec<Expr>, Refusal> {
        parts.iter().map(|part| self.predicate(place, part)).collect()
    }

    /// A live record of the other form, in the viewer's sight, refers to this one and fits.
    fn exists(&self, place: &Place<'_>, filter: &Exists) -> Result<Expr, Refusal> {
        let unknown_form = || Refusal::UnknownForm(filter.form.to_string());
        let form = self.app.form(&filter.form).ok_or_else(unknown_form)?;
        let permit = match &place.permit {
            Some(_) => Some(self.permit_for(&form.key).ok_or_else(unknown_form)?),
            None => None,
        };
        let other = Place { form, alias: self.alias(), permit, outer: Some(place), row: None };
        let unknown_via = || Refusal::UnknownField(filter.via.to_string());
        let via = self.chain(&other, &Path::new(&filter.via)).ok_or_else(unknown_via)?;
        if target_form(&via.storage) != Some(&place.form.key) {
            return Err(unknown_via());
        }
        let points_here = match &via.end {
            super::chain::End::One(link, _) => link.clone().eq(col(&place.alias, names::ID)),
            _ => return Err(unknown_via()),
        };
        let mut select = Query::select();
        select.expr(constant(1)).from_as(names::table(form), other.alias.clone());
        select.and_where(via.some(Some(points_here), self.sqlite));
        for condition in self.live(&other) {
            select.and_where(condition);
        }
        if let Some(inner) = &filter.filter {
            select.and_where(self.predicate(&other, inner)?);
        }
        Ok(exists(select, self.sqlite))
    }

    fn comparison(&self, place: &Place<'_>, field: &Path, op: FilterOp, value: &Operand) -> Result<Expr, Refusal> {
        let left = self.known_chain(place, field)?;
        let (op, negated) = match negative(op) {
            Some(positive) => (positive, true),
            None => (op, false),
        };
        let right = self.right(place, value, op, &left)?;
        let fits = self.test(&left, op, &right).ok_or_else(|| Refusal::Operator(field.to_string()))?;
        Ok(if negated { not(fits) } else { fits })
    }

    pub(super) fn known_chain(&self, place: &Place<'_>, path: &Path) -> Result<Chain, Refusal> {
        let chain = self.chain(place, path).ok_or_else(|| Refusal::UnknownField(path.to_string()))?;
        // The only table of an index has no others beside it.
        match place.alias.is_empty() && !chain.hops.is_empty() {
            true => Err(Refusal::Operator(path.to_string())),
            false => Ok(chain),
        }
    }

    /// What the right side stands for: another field of the same record, or of the one around it.
    pub(super) fn right(
        &self,
        place: &Place<'_>,
        operand: &Operand,
        op: FilterOp,
        left: &Chain,
    ) -> Result<Right, Refusal> {
        match operand {
            _ if matches!(op, FilterOp::IsEmpty) => Ok(Right::Nothing),
            Operand::Field(path) => self.known_chain(place, path).map(|chain| Right::Column(Box::new(chain))),
            Operand::Record(path) => match place.outer {
                Some(outer) => self.known_chain(outer, path).map(|chain| Right::Column(Box::new(chain))),
                None => Err(Refusal::UnknownField(path.to_string())),
            },
            Operand::Param(name) => match self.params.get(name) {
                Some(value) => Ok(self.fitted(value.clone(), &left.storage)),
                None => Err(Refusal::UnknownParam(name.clone())),
            },
            _ => Ok(self.literal_right(operand, op, &left.storage)),
        }
    }
}
