//! Values as a change set keeps them, beside those that a record has now.

use mortise_access::{Level, Permit};
use mortise_expr::{Moment, written};
use mortise_forms::{Field, PublishedForm};
use mortise_model::{FieldShape, Issue, Issues, Key, Pointer, Value, Values};
use serde_json::{Map, Value as Json};

/// What a set made of the fields of a record.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// The values before.
    pub(super) before: Map<String, Json>,
    /// The values that it gave.
    pub(super) after: Map<String, Json>,
}

/// What of a record can be taken back.
#[derive(Debug, Default)]
pub(super) struct Back {
    /// The values to send.
    pub(super) sent: Map<String, Json>,
    /// What is left, and why.
    pub(super) left: Issues,
}

/// Looks at a record of a form.
pub(super) struct Look<'a> {
    pub(super) form: &'a PublishedForm,
    pub(super) permit: &'a Permit,
    pub(super) moment: Moment,
    /// Whether later changes are overwritten.
    pub(super) overwrite: bool,
}

impl Look<'_> {
    /// What of the set can be taken back in a record that has these values now. What the person may not see is passed
    /// over like what is not there.
    pub(super) fn back(&self, made: &Made, now: &Values) -> Back {
        let mut back = Back::default();
        for (name, gave) in &made.after {
            let Some((key, field, shape)) = self.field(name) else { continue };
            let level = self.permit.field(name).most();
            let before = made.before.get(name).unwrap_or(&Json::Null);
            let current = now.get(key).map_or(Json::Null, Value::to_json);
            if level == Level::None || self.is_same(field, shape, &current, before) {
                continue;
            }
            let at = Pointer::root().at("values").at(name);
            if level < Level::Edit || !field.is_writable() {
                back.left.push(Issue::error(at, "field_read_only"));
            } else if !self.overwrite && !self.is_same(field, shape, &current, gave) {
                back.left.push(Issue::error(at, "changed_since").with("field", name.as_str()));
            } else {
                back.sent.insert(name.clone(), self.sendable(field, before, now.get(key)));
            }
        }
        back
    }

    /// Which fields of a record that the set made are others now.
    pub(super) fn changed_since(&self, made: &Made, now: &Values) -> Issues {
        let mut issues = Issues::new();
        let mut hidden = false;
        for (name, gave) in &made.after {
            let Some((key, field, shape)) = self.field(name) else { continue };
            let current = now.get(key).map_or(Json::Null, Value::to_json);
            if self.is_same(field, shape, &current, gave) {
                continue;
            }
            if self.permit.field(name).most() < Level::View {
                hidden = true;
            } else {
                let at = Pointer::root().at("values").at(name);
                issues.push(Issue::error(at, "changed_since").with("field", name.as_str()));
            }
        }
        if issues.is_empty() && hidden {
            issues.push(Issue::error(Pointer::root(), "record_changed_since"));
        }
        issues
    }

    /// A field that is stored and not computed.
    fn field(&self, name: &str) -> Option<(&Key, &Field, &FieldShape)> {
        let (key, field) = self.form.fields().get_key_value(name)?;
        let shape = self.form.shape_of(key)?;
        (!field.is_computed()).then_some((key, field, shape))
    }

    /// Whether two kept values mean the same; what is computed in rows, and their ids, do not count.
    fn is_same(&self, field: &Field, shape: &FieldShape, one: &Json, other: &Json) -> bool {
        match (one, other) {
            (Json::Array(one), Json::Array(other)) if !field.rows.is_empty() => {
                one.len() == other.len()
                    && one.iter().zip(other).all(|(one, other)| self.is_same_row(field, shape, one, other))
            }
            _ if is_blank(one) || is_blank(other) => is_blank(one) && is_blank(other),
            _ if one == other => true,
            _ => {
                let read = |json| written(&shape.storage, json, &self.moment);
                matches!((read(one), read(other)), (Some(one), Some(other)) if one == other)
            }
        }
    }

    fn is_same_row(&self, field: &Field, shape: &FieldShape, one: &Json, other: &Json) -> bool {
        field.rows.iter().filter(|(_, inner)| !inner.is_computed()).all(|(key, inner)| {
            let Some(shape) = shape.rows.get(key) else { return true };
            self.is_same(inner, shape, &one[key.as_str()], &other[key.as_str()])
        })
    }

    /// A kept value as a person sends it: of rows only what may be written, and the ids of those that are still there.
    fn sendable(&self, field: &Field, kept: &Json, now: Option<&Value>) -> Json {
        let Json::Array(rows) = kept else { return kept.clone() };
        if field.rows.is_empty() {
            return kept.clone();
        }
        let there = |id: &Json| match now {
            Some(Value::Rows(rows)) => {
                rows.iter().any(|row| row.id.is_some_and(|own| id.as_str().is_some_and(|id| id == own.to_string())))
            }
            _ => false,
        };
        let open = |name: &str| {
            let inner = format!("{}.{name}", field.spec.key);
            field.rows.get(name).is_some_and(Field::is_writable) && self.permit.field(&inner).most() == Level::Edit
        };
        let row = |row: &Json| {
            let members = row.as_object().into_iter().flatten();
            let sent = members.filter(|(name, value)| if *name == "_id" { there(value) } else { open(name) });
            Json::Object(sent.map(|(name, value)| (name.clone(), value.clone())).collect())
        };
        rows.iter().map(row).collect()
    }
}

fn is_blank(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(members) => members.is_empty(),
        _ => false,
    }
}
