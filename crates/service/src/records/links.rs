//! Links lead a person to records in sight only: what is computed from a link would tell of the others.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use mortise_access::Act;
use mortise_forms::{Field, PublishedForm};
use mortise_model::{Ctx, Id, Issue, Issues, Key, Pointer, Storage, Target, Value, Values};
use mortise_store::ConnectionTrait;
use serde_json::json;

use super::{Reading, Sight};
use crate::{AppModel, Identity, Result};

/// Empties the links to records that the person may not read and that the record did not hold `before`, and says so
/// like of records that are not there: `no_such_choice {ids}`.
pub(crate) async fn let_go_of_unseen(
    (model, person, ctx, db): (&Arc<AppModel>, &Identity, &Ctx, &impl ConnectionTrait),
    form: &PublishedForm,
    before: Option<&Values>,
    values: &mut Values,
) -> Result<Issues> {
    let mut chosen: BTreeMap<Key, BTreeSet<Id>> = BTreeMap::new();
    each_link(form, values, |key, inner, _, target, value| {
        let known = before.and_then(|before| before.get(key)).map(|held| refs_in(held, inner)).unwrap_or_default();
        let new = value.refs().iter().copied().filter(|id| !known.contains(id));
        chosen.entry(target).or_default().extend(new);
    });
    let mut unseen = BTreeSet::new();
    for (target, ids) in chosen.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        let sight = Sight { model, person, ctx, db };
        let ids: Vec<Id> = ids.into_iter().collect();
        for id in out_of_scope(&sight, &target, &ids).await? {
            // Whoever is asked to decide about a record sees it, too.
            if !sight.sees(&target, id).await? {
                unseen.insert((target.clone(), id));
            }
        }
    }
    let mut issues = Issues::new();
    if !unseen.is_empty() {
        each_link(form, values, |_, _, at, target, value| {
            let ids: Vec<Id> =
                value.refs().iter().copied().filter(|id| unseen.contains(&(target.clone(), *id))).collect();
            if !ids.is_empty() {
                issues.push(Issue::error(at, "no_such_choice").with("ids", json!(ids)));
                *value = Value::Null;
            }
        });
    }
    Ok(issues)
}

/// Those of the records that no role of the person shows.
async fn out_of_scope(sight: &Sight<'_, impl ConnectionTrait>, form: &Key, ids: &[Id]) -> Result<Vec<Id>> {
    let (model, person) = (sight.model, sight.person);
    let roles = person.roles_in(&model.app.key);
    let Some(permit) = model.policy.permit(&person.subject, &roles, form, Act::Read) else { return Ok(ids.to_vec()) };
    let reading = Reading::by(model, (sight.ctx, person), permit);
    let page = reading.plan()?.fields([]).get_many(sight.db, ids).await?;
    Ok(ids.iter().copied().filter(|id| !page.records.iter().any(|record| record.id == *id)).collect())
}

/// Calls `act` with each link among the values that people write, in rows too: the field, the field within the row, the
/// place, the form that it leads to, the value.
fn each_link(
    form: &PublishedForm,
    values: &mut Values,
    mut act: impl FnMut(&Key, Option<&Key>, Pointer, Key, &mut Value),
) {
    for (key, value) in values {
        let Some(field) = form.field(key) else { continue };
        let at = Pointer::root().at("values").at(key);
        if let Some(target) = target_of(field) {
            act(key, None, at, target, value);
            continue;
        }
        let Value::Rows(rows) = value else { continue };
        for (index, row) in rows.iter_mut().enumerate() {
            for (inner, value) in &mut row.values {
                if let Some(target) = field.rows.get(inner).and_then(target_of) {
                    act(key, Some(inner), at.at(index).at(inner), target, value);
                }
            }
        }
    }
}

fn target_of(field: &Field) -> Option<Key> {
    match field.kind.storage() {
        Storage::Ref(Target::Form(form)) | Storage::RefList(Target::Form(form)) if !field.is_computed() => Some(form),
        _ => None,
    }
}

/// The records that a value refers to, or that a field of its rows does.
fn refs_in(held: &Value, inner: Option<&Key>) -> Vec<Id> {
    match (held, inner) {
        (Value::Rows(rows), Some(inner)) => {
            rows.iter().filter_map(|row| row.values.get(inner)).flat_map(|value| value.refs().to_vec()).collect()
        }
        _ => held.refs().to_vec(),
    }
}
