use mortise_model::{
    Answer, Decimal, Department, FieldShape, FormShape, Id, Key, Need, Path, Person, Question, Storage, Target, Value,
};
use serde_json::Value as Json;

use crate::{Scope, convert::as_rows};

/// What stands at the end of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Reached {
    /// The values; one, or one for each record or row when the way leads through several.
    pub values: Vec<Value>,
    /// Whether the way leads through several records or rows.
    pub through_many: bool,
    /// How the field at the end is stored, where its shape is known.
    pub storage: Option<Storage>,
}

impl Reached {
    /// The value as an expression sees it: the one value, or a list of all that are not blank (texts, references, or
    /// else rows of one value each).
    pub fn into_value(self) -> Value {
        if !self.through_many {
            return self.values.into_iter().next().unwrap_or_default();
        }
        let filled: Vec<Value> = self.values.into_iter().filter(|value| !value.is_blank()).collect();
        if !filled.is_empty() && filled.iter().all(|value| !value.refs().is_empty()) {
            return Value::Refs(filled.iter().flat_map(|value| value.refs().iter().copied()).collect());
        }
        if filled.iter().all(|value| matches!(value, Value::Text(_))) {
            return Value::List(filled.iter().filter_map(Value::as_text).map(str::to_owned).collect());
        }
        as_rows(filled)
    }
}

/// Goes along a path from the scope's record (or its row) and tells what stands at its end.
///
/// The first step is a field of the row, of the record, or a system column. Then: `start` and `end` of a range; a
/// field of a subform's rows (one value for each row); a field of the linked record, asked for by
/// [`Question::Reach`]; `name`, `username`, `dept`, `manager` of a person; `name`, `parent`, `head` of a department;
/// a member of a structured value. A blank on the way gives a blank, as does a step that leads nowhere.
pub fn reach(path: &Path, scope: &Scope<'_>) -> Result<Reached, Need> {
    let steps: Vec<&str> = path.steps().collect();
    let Some((head, rest)) = steps.split_first() else {
        return Ok(Reached { values: vec![Value::Null], through_many: false, storage: None });
    };
    let start = first(head, rest, scope)?;
    let mut walk = Walk { scope, open: Vec::new(), values: Vec::new(), through_many: false, storage: None };
    walk.on(start.value, start.storage, start.field, start.rest);
    if walk.open.is_empty() {
        Ok(Reached { values: walk.values, through_many: walk.through_many, storage: walk.storage })
    } else {
        Err(Need(walk.open))
    }
}

struct Start<'a> {
    value: Value,
    storage: Option<Storage>,
    field: Option<&'a FieldShape>,
    rest: &'a [&'a str],
}

fn first<'a>(head: &str, rest: &'a [&'a str], scope: &Scope<'a>) -> Result<Start<'a>, Need> {
    if let Some(row) = scope.row {
        let shape = scope.form.fields.get(row.subform).and_then(|subform| subform.rows.get(head));
        if shape.is_some() || row.values.contains_key(head) {
            let value = row.values.get(head).cloned().unwrap_or_default();
            return Ok(Start { value, storage: shape.map(|field| field.storage.clone()), field: shape, rest });
        }
    }
    if let Some(storage) = scope.form.system_storage(head) {
        return Ok(Start { value: system(head, scope)?, storage: Some(storage), field: None, rest });
    }
    let field = scope.form.fields.get(head);
    let value = scope.values.get(head).cloned().unwrap_or_default();
    Ok(Start { value, storage: field.map(|field| field.storage.clone()), field, rest })
}

fn system(name: &str, scope: &Scope<'_>) -> Result<Value, Need> {
    match (name, scope.id, scope.system) {
        ("_id", id, _) => Ok(id.map_or(Value::Null, Value::Ref)),
        (_, _, Some(system)) => Ok(system.get(name)),
        (_, Some(id), None) => {
            let question = Question::Reach { form: scope.form.key.clone(), id, path: Path::new(name) };
            scope.facts.value(question).cloned()
        }
        (_, None, None) => Ok(Value::Null),
    }
}

/// A walk along a path that may fork.
struct Walk<'s, 'a> {
    scope: &'s Scope<'a>,
    open: Vec<Question>,
    values: Vec<Value>,
    through_many: bool,
    storage: Option<Storage>,
}

impl Walk<'_, '_> {
    fn on(&mut self, value: Value, storage: Option<Storage>, field: Option<&FieldShape>, rest: &[&str]) {
        let Some((step, behind)) = rest.split_first() else {
            self.storage = storage;
            return self.values.push(value);
        };
        let many = matches!(storage, Some(Storage::Rows | Storage::RefList(_)));
        self.through_many |= many || matches!(value, Value::Rows(_) | Value::Refs(_));
        match (value, storage) {
            (Value::DateRange { start, end }, _) => {
                let day = if *step == "start" { Value::Date(start) } else { Value::Date(end) };
                self.part(day, Storage::Date, rest);
            }
            (Value::InstantRange { start, end }, _) => {
                let moment = if *step == "start" { Value::Instant(start) } else { Value::Instant(end) };
                self.part(moment, Storage::Instant, rest);
            }
            (Value::Rows(rows), _) => {
                let inner = field.and_then(|field| field.rows.get(*step));
                for mut row in rows {
                    let value = row.values.shift_remove(*step).unwrap_or_default();
                    self.on(value, inner.map(|field| field.storage.clone()), inner, behind);
                }
                self.storage = self.storage.take().or_else(|| inner.map(|field| field.storage.clone()));
            }
            (Value::Json(json), _) => {
                let member = json.get(*step).map_or(Value::Null, scalar);
                self.on(member, None, None, behind);
            }
            (value, Some(Storage::Ref(target) | Storage::RefList(target))) => {
                for id in value.refs() {
                    self.go_to(&target, *id, rest);
                }
                if value.is_blank() && !many {
                    self.values.push(Value::Null);
                }
                self.storage = self.storage.take().or_else(|| self.storage_behind(&target, rest));
            }
            (_, Some(Storage::DateRange)) => self.part(Value::Null, Storage::Date, rest),
            (_, Some(Storage::InstantRange)) => self.part(Value::Null, Storage::Instant, rest),
            (_, Some(Storage::Rows)) => {
                let inner = field.and_then(|field| field.rows.get(*step));
                self.storage = inner.map(|field| field.storage.clone());
            }
            _ => self.values.push(Value::Null),
        }
    }

    /// A range's end: the path must end here and name `start` or `end`.
    fn part(&mut self, value: Value, storage: Storage, rest: &[&str]) {
        let named = matches!(rest, ["start" | "end"]);
        self.storage = Some(storage);
        self.values.push(if named { value } else { Value::Null });
    }

    fn go_to(&mut self, target: &Target, id: Id, rest: &[&str]) {
        match target {
            Target::Form(form) => self.enter_record(form, id, rest),
            Target::User => self.enter_person(id, rest),
            Target::Dept => self.enter_dept(id, rest),
            Target::Role => self.values.push(Value::Null),
        }
    }

    /// Asks once for as much of the way as leads through single links, then goes on from there.
    fn enter_record(&mut self, form: &Key, id: Id, rest: &[&str]) {
        let Some(shape) = self.scope.app.form(form) else {
            return self.values.push(Value::Null);
        };
        let (length, storage, field) = single_links(self.scope, shape, rest);
        let path = Path::new(&rest[..length].join("."));
        match self.scope.facts.value(Question::Reach { form: form.clone(), id, path }) {
            Ok(value) => {
                let value = value.clone();
                self.on(value, storage, field, &rest[length..]);
            }
            Err(Need(questions)) => self.open.extend(questions),
        }
    }

    fn enter_person(&mut self, id: Id, rest: &[&str]) {
        let person = match self.scope.facts.ask(Question::Person(id)) {
            Ok(Answer::Person(Some(person))) => person,
            Ok(_) => return self.values.push(Value::Null),
            Err(Need(questions)) => return self.open.extend(questions),
        };
        let (value, storage) = of_person(person, rest[0]);
        self.on(value, storage, None, &rest[1..]);
    }

    fn enter_dept(&mut self, id: Id, rest: &[&str]) {
        let dept = match self.scope.facts.ask(Question::Dept(id)) {
            Ok(Answer::Dept(Some(dept))) => dept,
            Ok(_) => return self.values.push(Value::Null),
            Err(Need(questions)) => return self.open.extend(questions),
        };
        let (value, storage) = of_dept(dept, rest[0]);
        self.on(value, storage, None, &rest[1..]);
    }

    fn storage_behind(&self, target: &Target, rest: &[&str]) -> Option<Storage> {
        let Target::Form(form) = target else { return None };
        let shape = self.scope.app.form(form)?;
        self.scope.app.reach(shape, &Path::new(&rest.join("."))).map(|reach| reach.storage)
    }
}

/// How many steps lead through single links to the first field that is none, and that field.
fn single_links<'a>(
    scope: &Scope<'a>,
    form: &'a FormShape,
    rest: &[&str],
) -> (usize, Option<Storage>, Option<&'a FieldShape>) {
    let mut form = form;
    for (index, step) in rest.iter().enumerate() {
        let field = form.fields.get(*step);
        let storage = field.map(|field| field.storage.clone()).or_else(|| form.system_storage(step));
        match (&storage, index + 1 < rest.len()) {
            (Some(Storage::Ref(Target::Form(next))), true) if scope.app.form(next).is_some() => {
                form = scope.app.form(next).expect("just looked up");
            }
            _ => return (index + 1, storage, field),
        }
    }
    (rest.len(), None, None)
}

fn of_person(person: &Person, step: &str) -> (Value, Option<Storage>) {
    let id = |id: Option<Id>| id.map_or(Value::Null, Value::Ref);
    match step {
        "name" => (Value::Text(person.name.clone()), Some(Storage::Text)),
        "username" => (Value::Text(person.username.clone()), Some(Storage::Text)),
        "active" => (Value::Bool(person.active), Some(Storage::Bool)),
        "dept" => (id(person.dept), Some(Storage::Ref(Target::Dept))),
        "manager" => (id(person.manager), Some(Storage::Ref(Target::User))),
        _ => (Value::Null, None),
    }
}

fn of_dept(dept: &Department, step: &str) -> (Value, Option<Storage>) {
    let id = |id: Option<Id>| id.map_or(Value::Null, Value::Ref);
    match step {
        "name" => (Value::Text(dept.name.clone()), Some(Storage::Text)),
        "parent" => (id(dept.parent), Some(Storage::Ref(Target::Dept))),
        "head" => (id(dept.head), Some(Storage::Ref(Target::User))),
        _ => (Value::Null, None),
    }
}

fn scalar(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Bool(*truth),
        Json::Number(number) => {
            number.to_string().parse::<Decimal>().map_or_else(|_| Value::Json(json.clone()), Value::Decimal)
        }
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(_) | Json::Object(_) => Value::Json(json.clone()),
    }
}

#[cfg(test)]
mod tests;
