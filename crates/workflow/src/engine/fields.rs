use indexmap::IndexMap;
use mortise_expr::{ExprError, Formula, holds, literal};
use mortise_model::{Key, Need, Path, Row, Storage, Value, Values};
use serde_json::Value as Json;

use super::{
    command::{Fields, Note, TaskAct},
    decide::Engine,
    env::{Effect, Purpose, Refusal, SetBy, Stop},
    event::Happened,
    state::TokenNo,
};
use crate::definition::{Access, Assigned, Button, DedupWatch, FieldRights, Moment, NodeIx};

impl Engine<'_> {
    /// Notes which fields have changed since the form was last looked at, by whomever.
    pub(crate) fn see_form(&mut self) {
        let mut marks = std::collections::BTreeMap::new();
        for (key, value) in &self.values {
            let known = self.state.marks.get(key).map(|(mark, _)| mark.as_str()).unwrap_or_default();
            let mark = if value.is_blank() { String::new() } else { mark(value) };
            if mark != known {
                marks.insert(key.clone(), Some(mark).filter(|mark| !mark.is_empty()));
            }
        }
        for (key, (mark, _)) in &self.state.marks {
            if !mark.is_empty() && !self.values.contains_key(key) {
                marks.insert(key.clone(), None);
            }
        }
        if !marks.is_empty() {
            self.emit(Happened::FormSeen { marks });
        }
    }

    /// Whether a field that somebody watches has changed since that form revision.
    pub(crate) fn watched_changed(&self, since: u32) -> bool {
        match &self.plan.settings.dedup_watch {
            DedupWatch::Any => self.state.marks.values().any(|(_, rev)| *rev > since),
            DedupWatch::Fields(fields) => {
                fields.iter().any(|field| self.state.marks.get(field).is_some_and(|(_, rev)| *rev > since))
            }
        }
    }

    /// Whether a field that is seen at a node has changed since that form revision.
    pub(crate) fn seen_changed(&self, ix: NodeIx, since: u32) -> bool {
        let rights = self.rights(ix);
        self.state.marks.iter().any(|(field, (_, rev))| *rev > since && rights.field(field) != Access::Hide)
    }

    pub(crate) fn rights(&self, ix: NodeIx) -> &FieldRights {
        self.plan.field_rights(&self.plan.at(ix).key).expect("a plan knows the rights at its nodes")
    }

    /// Takes the values that somebody filled in at a node, if the node lets them.
    pub(crate) fn take_fields(&mut self, ix: NodeIx, fields: &Fields) -> Result<(), Stop> {
        let changed: Fields = fields
            .iter()
            .filter(|(key, value)| self.values.get(*key).unwrap_or(&Value::Null) != *value)
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if let Some(unknown) = changed.keys().find(|key| !self.env.form.fields.contains_key(*key)) {
            return Err(Refusal::new("field_unknown").with("field", unknown.as_str()).into());
        }
        let refused: Vec<String> = changed.iter().flat_map(|(key, value)| self.not_writable(ix, key, value)).collect();
        if !refused.is_empty() {
            return Err(self.refused("field_readonly", ix).with("fields", refused).into());
        }
        self.change(changed, SetBy::Actor)
    }

    /// What of a new value may not be written at a node.
    fn not_writable(&self, ix: NodeIx, key: &Key, value: &Value) -> Vec<String> {
        let rights = self.rights(ix);
        let whole = rights.field(key) == Access::Write;
        let Value::Rows(after) = value else {
            return if whole { Vec::new() } else { vec![key.to_string()] };
        };
        let before: &[Row] = match self.values.get(key) {
            Some(Value::Rows(rows)) => rows,
            _ => &[],
        };
        let ids = |rows: &[Row]| rows.iter().filter_map(|row| row.id).collect::<Vec<_>>();
        if !whole && (after.iter().any(|row| row.id.is_none()) || ids(before) != ids(after)) {
            return vec![key.to_string()];
        }
        let nothing = Values::new();
        let mut refused = Vec::new();
        for row in after {
            let old =
                before.iter().find(|old| old.id.is_some() && old.id == row.id).map_or(&nothing, |old| &old.values);
            for (column, value) in &row.values {
                let same = old.get(column).unwrap_or(&Value::Null) == value;
                let path = format!("{key}.{column}");
                if !same && rights.column(key, column) != Access::Write && !refused.contains(&path) {
                    refused.push(path);
                }
            }
        }
        refused
    }

    /// Writes values, computes the record anew and notes what has changed.
    fn change(&mut self, values: Values, by: SetBy) -> Result<(), Stop> {
        if values.is_empty() {
            return Ok(());
        }
        self.values.extend(values.clone());
        if let Some(recompute) = self.env.recompute {
            self.values = recompute(&self.values)?;
        }
        self.see_form();
        self.effect(Effect::SetFields { values, by });
        Ok(())
    }

    /// Gives fields values by the flow's right. `false` where an expression fails.
    pub(crate) fn set_by_flow(
        &mut self,
        at: Option<(TokenNo, &Key)>,
        set: &IndexMap<Key, Assigned>,
    ) -> Result<bool, Stop> {
        let mut values = Values::new();
        for (field, assigned) in set {
            let value = match assigned {
                Assigned::Value(json) => {
                    let storage = self.env.form.fields.get(field).map_or(&Storage::Json, |shape| &shape.storage);
                    written(storage, json, &self.env.moment)
                }
                Assigned::Expr(source) => self.evaluate(source)?,
            };
            let Some(value) = value else { return Ok(false) };
            values.insert(field.clone(), value);
        }
        let fields = values.keys().cloned().collect();
        self.change(values, SetBy::Flow)?;
        self.emit(Happened::FieldsSet {
            token: at.map(|(token, _)| token),
            node: at.map(|(_, node)| node.clone()),
            fields,
        });
        Ok(true)
    }

    fn evaluate(&self, source: &str) -> Result<Option<Value>, Stop> {
        let Ok(formula) = Formula::compile(source) else { return Ok(None) };
        match formula.eval(&self.scope(self.actor().or(self.state.initiator))) {
            Ok(value) => Ok(Some(value)),
            Err(ExprError::Need(need)) => Err(need.into()),
            Err(ExprError::Failed { .. }) => Ok(None),
        }
    }

    /// Gives fields the values that the flow names for a moment.
    pub(crate) fn set_on(&mut self, moment: Moment) -> Result<(), Stop> {
        let plan = self.plan;
        match plan.settings.set_on.get(&moment) {
            Some(set) if !self.set_by_flow(None, set)? => {
                Err(Refusal::new("expr_error").with("moment", format!("{moment:?}").to_lowercase()).into())
            }
            _ => Ok(()),
        }
    }

    /// Refuses an approval without what the node demands.
    pub(crate) fn require(&self, ix: NodeIx, note: &Note) -> Result<(), Stop> {
        if self.env.purpose == Purpose::Rehearsal {
            return Ok(());
        }
        let plan = self.plan;
        let Some(settings) = plan.at(ix).task_settings() else { return Ok(()) };
        let missing: Vec<String> =
            settings.must.iter().filter(|path| self.is_missing(path)).map(Path::to_string).collect();
        if !missing.is_empty() {
            return Err(self.refused("field_required", ix).with("fields", missing).into());
        }
        if settings.signature && note.signature.is_none() {
            return Err(self.refused("signature_required", ix).into());
        }
        for requirement in &settings.requires {
            let met: Result<bool, Need> = holds(&requirement.filter, &self.scope(self.actor()));
            if !met? {
                return Err(self.refused("requirement_unmet", ix).saying(&requirement.message).into());
            }
        }
        Ok(())
    }

    /// Whether a field, or a column in any row of a subform, is blank.
    fn is_missing(&self, path: &Path) -> bool {
        let value = self.values.get(path.head()).unwrap_or(&Value::Null);
        match (value, path.tail()) {
            (Value::Rows(rows), Some(column)) => {
                rows.iter().any(|row| row.values.get(column.head()).is_none_or(Value::is_blank))
            }
            (value, _) => value.is_blank(),
        }
    }

    /// Refuses an act that needs a comment and has none.
    pub(crate) fn require_comment(&self, ix: NodeIx, note: &Note) -> Result<(), Stop> {
        let button = match self.act {
            TaskAct::Approve => Button::Approve,
            TaskAct::Reject => Button::Reject,
            TaskAct::Complete => Button::Complete,
            TaskAct::Return => Button::Return,
            TaskAct::Transfer => Button::Transfer,
            TaskAct::Delegate => Button::Delegate,
            TaskAct::AddSign => Button::AddSign,
            _ => return Ok(()),
        };
        let at_node = self.plan.at(ix).task_settings().is_some_and(|settings| settings.comment_on.contains(&button));
        let needed = at_node || self.plan.settings.comment_on.contains(&button);
        let given = note.comment.as_ref().is_some_and(|comment| !comment.trim().is_empty());
        if needed && !given && self.env.purpose == Purpose::Real {
            return Err(self.refused("comment_required", ix).into());
        }
        Ok(())
    }
}

/// The value that a definition writes for a field; `None` where it does not fit.
pub(crate) fn written(storage: &Storage, json: &Json, moment: &mortise_expr::Moment) -> Option<Value> {
    let members =
        |list: &[Json]| list.iter().map(|member| literal(storage, member, moment)).collect::<Option<Vec<_>>>();
    match (storage, json) {
        (Storage::List, Json::Array(list)) => {
            let texts = members(list)?;
            Some(Value::List(texts.iter().filter_map(Value::as_text).map(str::to_owned).collect()))
        }
        (Storage::RefList(_), Json::Array(list)) => {
            Some(Value::Refs(members(list)?.iter().flat_map(|value| value.refs().iter().copied()).collect()))
        }
        _ => literal(storage, json, moment),
    }
}

/// A short mark of a value, the same for the same value on every machine and in every version (FNV-1a).
fn mark(value: &Value) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in value.to_json().to_string().bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
