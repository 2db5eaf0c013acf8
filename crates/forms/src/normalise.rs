use mortise_model::{Facts, Issue, Issues, Need, Pointer, Question, Row, Value, Values};
use serde_json::{Map, Value as Json};

use crate::{PublishedForm, Refused, published::Field};

/// Who writes values, and so which fields are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// A person or a program in a person's name: not what is read only.
    Person,
    /// Rules, flows, imports of whole apps: everything but what is computed.
    Product,
}

/// Values as they were sent, in canonical form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Normalised {
    /// The fields that were named and are right, in field order; blank is null.
    pub values: Values,
    /// What is wrong with the others; pointers start with `/values`.
    pub issues: Issues,
}

/// Reads the values that a caller sent: every problem at once.
///
/// `before` are the values of the record as it is, absent for a new one: what did not change is not measured by
/// today's limits. Codes: `unknown_field {field}`, `field_read_only`, `unknown_row`, and those of the field kinds.
pub fn normalise(
    form: &PublishedForm,
    sent: &Map<String, Json>,
    before: Option<&Values>,
    writer: Writer,
    facts: &Facts,
) -> Result<Normalised, Need> {
    let mut reader = Reader { writer, facts, issues: Issues::new(), open: Vec::new() };
    let at = Pointer::root().at("values");
    for name in sent.keys().filter(|name| !form.fields().contains_key(name.as_str())) {
        reader.issues.push(Issue::error(at.at(name), "unknown_field").with("field", name.as_str()));
    }
    let mut values = Values::new();
    for (key, field) in form.fields() {
        let Some(raw) = sent.get(key.as_str()) else { continue };
        let old = before.map(|before| before.get(key).unwrap_or(&Value::Null));
        if let Some(value) = reader.field(field, raw, old, &at.at(key)) {
            values.insert(key.clone(), value);
        }
    }
    if reader.open.is_empty() { Ok(Normalised { values, issues: reader.issues }) } else { Err(Need(reader.open)) }
}

struct Reader<'a> {
    writer: Writer,
    facts: &'a Facts,
    issues: Issues,
    open: Vec<Question>,
}

impl Reader<'_> {
    fn field(&mut self, field: &Field, raw: &Json, old: Option<&Value>, at: &Pointer) -> Option<Value> {
        let closed = match self.writer {
            Writer::Person => !field.is_writable(),
            Writer::Product => field.is_computed(),
        };
        if closed {
            self.issues.push(Issue::error(at.clone(), "field_read_only"));
            return None;
        }
        if !field.rows.is_empty() && raw.is_array() {
            return self.rows(field, raw, old, at);
        }
        self.value(field, raw, old, at)
    }

    fn value(&mut self, field: &Field, raw: &Json, old: Option<&Value>, at: &Pointer) -> Option<Value> {
        if raw.is_null() {
            return Some(Value::Null);
        }
        let refused = match field.kind.read(raw, self.facts) {
            Ok(value) if Some(&value) == old => return Some(value),
            Ok(value) => match field.kind.check(&value) {
                None => return Some(value),
                Some(issue) => Refused::from(issue),
            },
            Err(refused) => refused,
        };
        match refused {
            Refused::Wrong(issues) => self.issues.extend(issues.under(at)),
            Refused::Unknown(Need(questions)) => self.open.extend(questions),
        }
        None
    }

    /// The rows of a subform. What is computed in a row may be sent back and is computed anew.
    fn rows(&mut self, field: &Field, raw: &Json, old: Option<&Value>, at: &Pointer) -> Option<Value> {
        let old: &[Row] = if let Some(Value::Rows(rows)) = old { rows } else { &[] };
        let mut rows = Vec::new();
        let wrong_before = self.issues.iter().len();
        for (index, raw) in raw.as_array().into_iter().flatten().enumerate() {
            rows.extend(self.row(field, raw, old, &at.at(index)));
        }
        let value = if rows.is_empty() { Value::Null } else { Value::Rows(rows) };
        if self.issues.iter().len() > wrong_before {
            return None;
        }
        match field.kind.check(&value) {
            Some(issue) => {
                self.issues.extend(Issues::from(issue).under(at));
                None
            }
            None => Some(value),
        }
    }

    fn row(&mut self, field: &Field, raw: &Json, old: &[Row], at: &Pointer) -> Option<Row> {
        let Some(object) = raw.as_object() else {
            self.issues.push(Issue::error(at.clone(), "wrong_type").with("expected", "row"));
            return None;
        };
        let mut row = Row { id: self.row_id(object, old, at), values: Values::new() };
        for name in object.keys().filter(|name| *name != "_id" && !field.rows.contains_key(name.as_str())) {
            self.issues.push(Issue::error(at.at(name), "unknown_field").with("field", name.as_str()));
        }
        let same = row.id.and_then(|id| old.iter().find(|row| row.id == Some(id)));
        for (key, inner) in &field.rows {
            let was = same.map(|row| row.values.get(key).unwrap_or(&Value::Null));
            let closed = match self.writer {
                Writer::Person => !inner.is_writable(),
                Writer::Product => inner.is_computed(),
            };
            let Some(raw) = object.get(key.as_str()).filter(|_| !inner.is_computed()) else {
                // What is not named stays as it was: who may not see a field of a row does not wipe it.
                row.values.extend(
                    same.and_then(|row| row.values.get_key_value(key)).map(|(key, was)| (key.clone(), was.clone())),
                );
                continue;
            };
            let Some(value) = self.value(inner, raw, was, &at.at(key)) else { continue };
            if closed && value != *was.unwrap_or(&Value::Null) {
                self.issues.push(Issue::error(at.at(key), "field_read_only"));
                continue;
            }
            row.values.insert(key.clone(), value);
        }
        Some(row)
    }

    fn row_id(&mut self, object: &Map<String, Json>, old: &[Row], at: &Pointer) -> Option<mortise_model::Id> {
        let raw = object.get("_id").filter(|raw| !raw.is_null())?;
        let id = raw.as_str().and_then(|text| text.parse().ok());
        if id.is_none() {
            self.issues.push(Issue::error(at.at("_id"), "not_an_id"));
        } else if !old.iter().any(|row| row.id == id) {
            self.issues.push(Issue::error(at.at("_id"), "unknown_row"));
        }
        id
    }
}

#[cfg(test)]
mod tests;
