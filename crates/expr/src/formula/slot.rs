use mortise_model::{Aggregate, Answer, Filter, Key, Need, Operand, Path, Question, Value};

use super::{ExprError, Reads, RelatedRead, aggregate::sum_up};
use crate::{Scope, bind, convert::as_rows, filter::fact_value, holds, reach};

/// Something that an expression reads, filled in before it is evaluated.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Slot {
    /// A field or path.
    Path(Path),
    /// A parameter of the app.
    Param(String),
    /// `today()`
    Today,
    /// `now()`
    Now,
    /// `me()`
    Me,
    /// A sum over rows of a subform.
    Rows(RowsRead),
    /// A sum over records of another form, or those records.
    Related(RelatedRead),
}

/// A sum over rows of a subform of the record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RowsRead {
    pub(super) subform: Path,
    pub(super) filter: Option<Filter>,
    /// `None` where the rows themselves are read.
    pub(super) aggregate: Option<Aggregate>,
    pub(super) field: Option<Path>,
    pub(super) weight: Option<Path>,
}

impl Slot {
    /// Its value in this scope.
    pub(super) fn value(&self, scope: &Scope<'_>) -> Result<Value, ExprError> {
        match self {
            Self::Path(path) => Ok(reach(path, scope)?.into_value()),
            Self::Param(name) => Ok(fact_value(scope.facts.ask(Question::Param(name.clone()))?)),
            Self::Today => Ok(Value::Date(scope.moment.today())),
            Self::Now => Ok(Value::Instant(scope.moment.now)),
            Self::Me => Ok(scope.me.and_then(|me| me.user).map_or(Value::Null, Value::Ref)),
            Self::Rows(read) => rows(read, scope),
            Self::Related(read) => related(read, scope),
        }
    }
}

/// The name of a slot's variable, which no source can spell.
pub(super) fn name(index: usize) -> String {
    format!("#{index}")
}

/// What all slots together read.
pub(super) fn reads(slots: &[Slot]) -> Reads {
    let mut reads = Reads::default();
    for slot in slots {
        match slot {
            Slot::Path(path) => note(&mut reads.paths, path.clone()),
            Slot::Param(name) => note(&mut reads.params, name.clone()),
            Slot::Today | Slot::Now => reads.time = true,
            Slot::Me => reads.viewer = true,
            Slot::Rows(read) => {
                let inner = |path: &Path| Path::new(&format!("{}.{path}", read.subform));
                for path in read.field.iter().chain(&read.weight) {
                    note(&mut reads.paths, inner(path));
                }
                if let Some(filter) = &read.filter {
                    filter.visit_paths(&mut |path| note(&mut reads.paths, inner(path)));
                    operands(filter, &mut reads, Some(&inner));
                }
                if read.field.is_none() && read.filter.is_none() {
                    note(&mut reads.paths, read.subform.clone());
                }
            }
            Slot::Related(read) => {
                operands(&read.filter, &mut reads, None);
                note(&mut reads.related, read.clone());
            }
        }
    }
    reads
}

fn note<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// What the operands of a condition read of the record, the parameters and the moment.
fn operands(filter: &Filter, reads: &mut Reads, in_row: Option<&dyn Fn(&Path) -> Path>) {
    use mortise_model::Variable;
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().for_each(|part| operands(part, reads, in_row)),
        Filter::Not(part) => operands(part, reads, in_row),
        Filter::Exists(_) => {}
        Filter::Compare { value, .. } => match value {
            Operand::Record(path) => note(&mut reads.paths, path.clone()),
            Operand::Param(name) => note(&mut reads.params, name.clone()),
            Operand::Var(Variable::Today | Variable::Now) | Operand::Relative(_) => reads.time = true,
            Operand::Var(_) => reads.viewer = true,
            Operand::Field(path) => {
                if let Some(inner) = in_row {
                    note(&mut reads.paths, inner(path));
                }
            }
            Operand::Json(_) => {}
        },
    }
}

fn rows(read: &RowsRead, scope: &Scope<'_>) -> Result<Value, ExprError> {
    let subform = read.subform.head();
    let Some(Value::Rows(rows)) = scope.values.get(subform) else {
        return sum_up(read.aggregate, read.field.is_some(), &[]).map_err(ExprError::from);
    };
    let outside = Scope { row: None, ..*scope };
    let mut items = Vec::with_capacity(rows.len());
    let mut open = Vec::new();
    for row in rows {
        match item(read, &outside.in_row(subform, &row.values), scope) {
            Ok(Some(item)) => items.push(item),
            Ok(None) => {}
            Err(Need(questions)) => open.extend(questions),
        }
    }
    if !open.is_empty() {
        return Err(Need(open).into());
    }
    sum_up(read.aggregate, read.field.is_some(), &items).map_err(ExprError::from)
}

/// The value and weight of a row; `None` where the row does not fit.
fn item(read: &RowsRead, row: &Scope<'_>, record: &Scope<'_>) -> Result<Option<(Value, Value)>, Need> {
    if let Some(filter) = &read.filter {
        // `record.field` in the condition is a field of the record that holds the row.
        if !holds(&bind(filter, &Scope { row: None, ..*record })?, row)? {
            return Ok(None);
        }
    }
    let own = |path: &Path| row.row.filter(|_| path.tail().is_none())?.values.get(path.head());
    let value = |path: &Option<Path>| match path {
        None => Ok(Value::Null),
        Some(path) => match own(path) {
            Some(value) => Ok(value.clone()),
            None => reach(path, row).map(crate::Reached::into_value),
        },
    };
    Ok(Some((value(&read.field)?, value(&read.weight)?)))
}

fn related(read: &RelatedRead, scope: &Scope<'_>) -> Result<Value, ExprError> {
    let filter = bind(&read.filter, scope)?;
    let form = read.form.clone();
    let Some(aggregate) = read.aggregate else {
        let fields: Vec<Key> = read.field.iter().cloned().collect();
        let Answer::Records(records) = scope.facts.ask(Question::Records { form, filter, fields })? else {
            return Ok(Value::Null);
        };
        let field = read.field.as_ref();
        let values = records.iter().filter_map(|(_, values)| Some((field?, values.get(field?)?.clone())));
        return Ok(as_rows(values.map(|(_, value)| value)));
    };
    let (field, weight) = (read.field.clone(), read.weight.clone());
    let value = scope.facts.value(Question::Related { form, filter, aggregate, field, weight })?;
    match aggregate {
        Aggregate::Sum | Aggregate::Count | Aggregate::CountDistinct if value.is_blank() => Ok(Value::Int(0)),
        _ => Ok(value.clone()),
    }
}
