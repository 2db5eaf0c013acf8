use indexmap::IndexMap;
use mortise_access::Subject;
use mortise_expr::Moment;
use mortise_model::{AppShape, Filter, FormShape, Operand};
use sea_orm::sea_query::Expr;

use super::{chain::Place, compile::Compiler};
use crate::Error;

/// A filter as a condition for an index: on columns of the table itself, with literals only.
pub(crate) fn constant_predicate(form: &FormShape, filter: &Filter, sqlite: bool) -> Result<Expr, Error> {
    let cannot = || Error::CannotStore {
        field: "unique_keys".to_owned(),
        why: "its condition must compare fields of the record itself with fixed values".to_owned(),
    };
    if !is_constant(filter) {
        return Err(cannot());
    }
    let app = AppShape::default();
    let moment =
        Moment { now: chrono::DateTime::UNIX_EPOCH, zone: chrono::FixedOffset::east_opt(0).ok_or_else(cannot)? };
    let (subject, params) = (Subject::default(), IndexMap::new());
    let compiler = Compiler::new(&app, sqlite, moment, (&subject, &params), None);
    let place = Place { form, alias: String::new(), permit: None, outer: None, row: None };
    compiler.predicate(&place, filter).map_err(|_| cannot())
}

fn is_constant(filter: &Filter) -> bool {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().all(is_constant),
        Filter::Not(part) => is_constant(part),
        Filter::Exists(_) => false,
        Filter::Compare { value, .. } => matches!(value, Operand::Json(_)),
    }
}
