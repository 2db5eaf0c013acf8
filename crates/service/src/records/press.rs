use std::{sync::Arc, time::Instant};

use mortise_access::{Act, Permit};
use mortise_forms::{ButtonSpec, PublishedForm, Writer as Hand};
use mortise_model::{Id, Issue, Issues, Key, Pointer};
use mortise_rules::Event;
use mortise_store::repos::rule_runs::RuleRun;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use utoipa::ToSchema;

use super::{RecordView, require_visible};
use crate::{
    AppModel, Error, Platform, Result, Session,
    idempotency::{Answered, Once},
    rules::run_of,
    write::{Carried, Confirm, Terms, Writer},
};

/// What is said along with pressing a button.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PressButton {
    /// The record's version that was seen, required; a record that has changed since is refused.
    pub version: Option<i64>,
    /// The fields that the button asks for, by key.
    #[schema(value_type = Object)]
    pub values: Map<String, Json>,
    /// The warnings that are confirmed.
    pub confirm: Vec<String>,
    /// Why, where a change of an option asks for a reason.
    pub reason: Option<String>,
}

/// What came of a button.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pressed {
    /// The record afterwards; absent where it is out of the person's sight then.
    pub record: Option<RecordView>,
    /// The rules that the button set off.
    #[schema(value_type = Vec<String>)]
    pub rules: Vec<Key>,
}

/// Presses a button of a record: the rules that wait for it run in the same transaction, all of them or none.
///
/// Who may press it is said by the roles; what the rules then do is done by the product's right. Refused with
/// `button_not_allowed`, `button_not_available` where the record does not fit, `not_asked` for fields that the button
/// does not ask for, and with whatever the rules say.
pub async fn press(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    (id, button): (Id, &Key),
    params: PressButton,
    once: &Once,
) -> Result<Answered<Pressed>> {
    let seen = params.version.ok_or(Error::VersionMissing)?;
    let model = platform.app(session, app).await?;
    require_visible(&model, session, form, Act::Read, id).await?;
    let published = Arc::clone(model.form(form)?);
    let spec = allowed(&model, session, &published, button)?;
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, &session.ctx).await? {
        return Ok(answer);
    }
    let mut writer = Writer::new(&session.ctx, &tx, Arc::clone(&model), "press_button").by(&session.identity);
    let rules = press_in(&mut writer, (form, id), spec, &PressButton { version: Some(seen), ..params }).await?;
    let news = writer.finish().await?;
    let record = match super::get::permit_to_read(&model, &session.identity, form, id, &tx).await {
        Ok(permit) => super::get::read_one(&model, session, permit, id, &tx).await.map(Some),
        Err(error) => Err(error),
    };
    let record = match record {
        Err(Error::NotFound(_)) => None,
        found => found?,
    };
    let view = Pressed { record, rules };
    once.keep(&tx, &session.ctx, 200, &view).await?;
    tx.commit().await?;
    platform.tell(&session.ctx.tenant, news);
    Ok(Answered::Now(view))
}

/// The button, for somebody who may press it.
pub(super) fn allowed<'f>(
    model: &AppModel,
    session: &Session,
    form: &'f PublishedForm,
    button: &Key,
) -> Result<&'f ButtonSpec> {
    let spec = form.spec().buttons.iter().find(|spec| spec.key == *button).ok_or(Error::NotFound("button"))?;
    match model.policy.button(&session.roles(&model.app.key), form.key(), button) {
        true => Ok(spec),
        false => Err(Error::Forbidden("button_not_allowed")),
    }
}

/// Presses a button as a part of an act; the rules that ran.
pub(super) async fn press_in(
    writer: &mut Writer<'_>,
    (form, id): (&Key, Id),
    spec: &ButtonSpec,
    params: &PressButton,
) -> Result<Vec<Key>> {
    fill_in(writer, (form, id), spec, params).await?;
    let (rules, runs) = run_rules(writer, (form, id), spec, params).await?;
    writer.ran(runs);
    Ok(rules)
}

/// Checks that the button can be pressed on this record, and writes what it asks for.
async fn fill_in(
    writer: &mut Writer<'_>,
    (form, id): (&Key, Id),
    spec: &ButtonSpec,
    params: &PressButton,
) -> Result<()> {
    let stored = writer.load(form, id).await?;
    if params.version.is_some_and(|seen| seen != stored.version) {
        return Err(crate::write::stale(stored.version));
    }
    let published = Arc::clone(writer.model.form(form)?);
    if let Some(filter) = &spec.available_when
        && !writer.holds(&published, filter, &stored.values, &stored.system).await?
    {
        return Err(Error::conflict("button_not_available"));
    }
    let at = Pointer::root().at("values");
    let asked = |name: &&String| !spec.ask.iter().any(|key| key.as_str() == name.as_str());
    let others: Issues =
        params.values.keys().filter(asked).map(|name| Issue::error(at.at(name), "not_asked")).collect();
    if !others.is_empty() {
        return Err(Error::Invalid(others));
    }
    if params.values.is_empty() {
        return Ok(());
    }
    // Whoever may press the button may fill in what it asks for.
    let permit = Permit::system(form.clone(), Act::Update);
    let confirm = Confirm::codes(&params.confirm);
    let terms = Terms { permit: &permit, hand: Hand::Person, confirm: &confirm, reason: params.reason.as_deref() };
    writer.update(form, id, None, &params.values, &terms).await.map(drop)
}

/// Lets the rules that wait for the button run; which did.
async fn run_rules(
    writer: &mut Writer<'_>,
    (form, id): (&Key, Id),
    spec: &ButtonSpec,
    params: &PressButton,
) -> Result<(Vec<Key>, Vec<RuleRun>)> {
    let began = Instant::now();
    let stored = writer.load(form, id).await?;
    let model = Arc::clone(&writer.model);
    let event = Event::Button { button: spec.key.as_str() };
    let subject = (form, id, &stored.values, &stored.system);
    let outcome = writer.rules_after(&model.rules, &event, subject).await?;
    writer.confirm(outcome.issues, &Confirm::codes(&params.confirm))?;
    let mut carried = Carried::default();
    if !outcome.sets.is_empty() {
        writer.set_computed(form, id, &outcome.sets).await?;
    }
    for effect in outcome.effects {
        writer.carry_out((form, id), effect, &mut carried).await?;
    }
    let took_ms = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
    let runs = outcome.ran.iter().map(|rule| RuleRun {
        took_ms,
        detail: Some(json!({"button": spec.key, "carried": carried})),
        ..run_of(writer, rule, (form, id), "button")
    });
    let runs = runs.collect();
    Ok((outcome.ran, runs))
}
