use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use mortise_model::{
    AppShape, FieldShape, Filter, FilterOp, FormShape, Issue, Issues, Operand, Path, Pointer, Reach, Storage,
};
use serde_json::Value as Json;

use super::{literal, within_days};
use crate::Moment;

/// What is wrong with a filter over records of `form`, with pointers into the filter as it is written:
/// `unknown_form {form}`, `unknown_field {field, form}`, `operator_not_possible {op, field}`,
/// `value_does_not_fit {field}`, `not_a_link {field, form}`.
///
/// `outer` is the form whose record `{"record": …}` means; without one it is refused as `no_outer_record {field}`.
pub fn check_filter(filter: &Filter, app: &AppShape, form: &FormShape, outer: Option<&FormShape>) -> Issues {
    let mut check = Check { app, sight: None, issues: Issues::new() };
    check.filter(filter, form, outer, &Pointer::root());
    check.issues
}

/// The same for somebody who does not see everything: what is out of sight is answered like what does not exist.
pub fn check_filter_in_sight(filter: &Filter, app: &AppShape, form: &FormShape, sight: &Sight<'_>) -> Issues {
    let mut check = Check { app, sight: Some(sight), issues: Issues::new() };
    check.filter(filter, form, None, &Pointer::root());
    check.issues
}

/// What somebody may know of.
pub struct Sight<'a> {
    /// Whether a form is there for the person, by its key.
    pub form: &'a dyn Fn(&str) -> bool,
    /// Whether a field of a form is, by the form's key and the field's name; that of a row is called `items.price`.
    pub field: &'a dyn Fn(&str, &str) -> bool,
}

/// Whether a path leads somewhere from this form, or from a row of its subform.
pub fn check_path(path: &Path, app: &AppShape, form: &FormShape, subform: Option<&str>) -> bool {
    let in_row = || {
        let row = form.fields.get(subform?)?.rows.get(path.head())?;
        match (path.tail(), &row.storage) {
            (None, _) => Some(true),
            (Some(_), _) => Some(leads_on(path, app, Some(row.storage.clone()))),
        }
    };
    if let Some(answer) = in_row() {
        return answer;
    }
    if app.reach(form, path).is_some() {
        return true;
    }
    let storage = form.fields.get(path.head()).map(|field| field.storage.clone());
    leads_on(path, app, storage.or_else(|| form.system_storage(path.head())))
}

/// Whether the steps behind the head exist: those of a linked record, a person, a department, a structured value.
fn leads_on(path: &Path, app: &AppShape, storage: Option<Storage>) -> bool {
    use mortise_model::Target;
    let Some(tail) = path.tail() else { return storage.is_some() };
    let user = Storage::Ref(Target::User);
    let dept = Storage::Ref(Target::Dept);
    match storage {
        Some(Storage::Ref(Target::Form(key)) | Storage::RefList(Target::Form(key))) => {
            app.form(&key).is_some_and(|next| check_path(&tail, app, next, None))
        }
        Some(Storage::Ref(Target::User) | Storage::RefList(Target::User)) => match tail.head() {
            "name" | "username" | "active" => tail.tail().is_none(),
            "dept" => leads_on(&tail, app, Some(dept)),
            "manager" => leads_on(&tail, app, Some(user)),
            _ => false,
        },
        Some(Storage::Ref(Target::Dept) | Storage::RefList(Target::Dept)) => match tail.head() {
            "name" => tail.tail().is_none(),
            "parent" => leads_on(&tail, app, Some(dept)),
            "head" => leads_on(&tail, app, Some(user)),
            _ => false,
        },
        Some(Storage::DateRange | Storage::InstantRange) => matches!(tail.head(), "start" | "end"),
        Some(Storage::Json) => true,
        _ => false,
    }
}

struct Check<'a> {
    app: &'a AppShape,
    sight: Option<&'a Sight<'a>>,
    issues: Issues,
}

impl Check<'_> {
    /// Where a path leads, if it leads anywhere and every step of it is in sight.
    fn reach<'f>(&self, form: &'f FormShape, path: &Path) -> Option<Reach<'f>>
    where
        Self: 'f,
    {
        let reach = self.app.reach(form, path)?;
        reach.steps.iter().all(|step| self.sees(step.form, &step.name)).then_some(reach)
    }

    fn sees(&self, form: &FormShape, field: &str) -> bool {
        self.sight.is_none_or(|sight| (sight.form)(&form.key) && (sight.field)(&form.key, field))
    }

    fn filter(&mut self, filter: &Filter, form: &FormShape, outer: Option<&FormShape>, at: &Pointer) {
        match filter {
            Filter::And(parts) | Filter::Or(parts) => {
                let name = if matches!(filter, Filter::And(_)) { "and" } else { "or" };
                for (index, part) in parts.iter().enumerate() {
                    self.filter(part, form, outer, &at.at(name).at(index));
                }
            }
            Filter::Not(part) => self.filter(part, form, outer, &at.at("not")),
            Filter::Exists(exists) => {
                let at = at.at("exists");
                let known = self.sight.is_none_or(|sight| (sight.form)(&exists.form));
                let Some(other) = self.app.form(&exists.form).filter(|_| known) else {
                    return self.issues.push(Issue::error(at.at("form"), "unknown_form").with("form", &*exists.form));
                };
                let links_here = other.fields.get(&exists.via).is_some_and(|via| points_at(&via.storage, form))
                    && self.sees(other, &exists.via);
                if !links_here {
                    let issue = Issue::error(at.at("via"), "not_a_link").with("field", &*exists.via);
                    self.issues.push(issue.with("form", &*form.key));
                }
                if let Some(inner) = &exists.filter {
                    self.filter(inner, other, Some(form), &at.at("filter"));
                }
            }
            Filter::Compare { field, op, value } => self.comparison((field, *op, value), form, outer, at),
        }
    }

    fn comparison(
        &mut self,
        (field, op, value): (&Path, FilterOp, &Operand),
        form: &FormShape,
        outer: Option<&FormShape>,
        at: &Pointer,
    ) {
        let Some(reach) = self.reach(form, field) else {
            return self.unknown(field, form, &at.at("field"));
        };
        let shape = reach.steps.last().and_then(|step| step.field).filter(|_| reach.part.is_none());
        let possible = shape.map_or_else(|| fits(op, &reach.storage), |shape| offers(shape, op));
        if !possible {
            let op = serde_json::to_value(op).unwrap_or_default();
            let issue = Issue::error(at.at("op"), "operator_not_possible").with("op", op);
            self.issues.push(issue.with("field", field.to_string()));
        }
        let at = at.at("value");
        match value {
            Operand::Field(path) if self.reach(form, path).is_none() => self.unknown(path, form, &at),
            Operand::Record(path) => match outer {
                None => self.issues.push(Issue::error(at, "no_outer_record").with("field", path.to_string())),
                Some(outer) if self.reach(outer, path).is_none() => self.unknown(path, outer, &at),
                Some(_) => {}
            },
            Operand::Json(_) | Operand::Relative(_) if possible && !operand_fits(value, op, &reach.storage) => {
                self.issues.push(Issue::error(at, "value_does_not_fit").with("field", field.to_string()));
            }
            _ => {}
        }
    }

    fn unknown(&mut self, field: &Path, form: &FormShape, at: &Pointer) {
        let issue = Issue::error(at.clone(), "unknown_field").with("field", field.to_string());
        self.issues.push(issue.with("form", &*form.key));
    }
}

fn points_at(storage: &Storage, form: &FormShape) -> bool {
    use mortise_model::Target;
    matches!(storage, Storage::Ref(Target::Form(key)) | Storage::RefList(Target::Form(key)) if *key == form.key)
}

/// Whether a field takes an operator; a list that can be asked for members can also be asked whether it contains one.
fn offers(shape: &FieldShape, op: FilterOp) -> bool {
    let member =
        matches!(op, FilterOp::Contains | FilterOp::NotContains) && shape.operators.contains(&FilterOp::HasAny);
    member || shape.operators.contains(&op)
}

/// Whether an operator makes sense for a system column or the end of a range.
fn fits(op: FilterOp, storage: &Storage) -> bool {
    use FilterOp::{
        Between, Contains, EndsWith, Eq, Gt, Gte, In, IsEmpty, Lt, Lte, Ne, NotContains, NotEmpty, NotIn, StartsWith,
        Within,
    };
    match op {
        Eq | Ne | In | NotIn | IsEmpty | NotEmpty => true,
        Gt | Gte | Lt | Lte | Between => !matches!(storage, Storage::Ref(_) | Storage::Bool),
        Within => matches!(storage, Storage::Date | Storage::Instant),
        Contains | NotContains | StartsWith | EndsWith => matches!(storage, Storage::Text),
        _ => false,
    }
}

fn operand_fits(operand: &Operand, op: FilterOp, storage: &Storage) -> bool {
    // Any moment does: only the form of the literal counts.
    let zone = FixedOffset::east_opt(0).expect("zero is an offset");
    let moment = Moment { now: DateTime::<Utc>::UNIX_EPOCH, zone };
    let one = |json: &Json| literal(storage, json, &moment).is_some();
    let list = |json: &Json| json.as_array().is_some_and(|list| list.iter().all(one));
    match (op, operand) {
        (FilterOp::IsEmpty | FilterOp::NotEmpty, _) => true,
        (FilterOp::Within, _) => within_days(operand, NaiveDate::default()).is_some(),
        (FilterOp::Between, Operand::Json(json)) => list(json) && json.as_array().is_some_and(|ends| ends.len() == 2),
        (FilterOp::In | FilterOp::NotIn | FilterOp::HasAny | FilterOp::HasAll, Operand::Json(json)) => {
            list(json) || (!json.is_array() && one(json))
        }
        (FilterOp::Overlaps | FilterOp::Covers, Operand::Json(json)) => {
            one(json) || literal(&Storage::InstantRange, json, &moment).is_some()
        }
        (_, Operand::Json(json)) => one(json) || (matches!(storage, Storage::List | Storage::RefList(_)) && list(json)),
        _ => false,
    }
}
