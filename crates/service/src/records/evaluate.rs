use std::sync::Arc;

use indexmap::IndexMap;
use mortise_access::{Act, Level};
use mortise_expr::{Moment, SystemValues, Viewer};
use mortise_forms::{EvaluateInput, Normalised, Purpose, Writer as Hand, normalise};
use mortise_model::{Facts, Id, Issues, Key, Need, Values};
use mortise_store::{ConnectionTrait, records as rows};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use super::{
    Reading, require_visible,
    view::{field_references, value_json},
};
use crate::{
    AppModel, Error, Platform, Result, Session,
    titles::{Known, write_title},
    world::World,
};

const MOST_ROUNDS: usize = 50;

/// A form that is being filled in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvaluateRecord {
    /// The record; absent for a new one.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub id: Option<Id>,
    /// The values as they stand in the form.
    #[schema(value_type = Object)]
    pub values: Map<String, Json>,
    /// The fields that the person has just changed.
    #[serde(default)]
    pub changed: Vec<String>,
}

/// What follows from the values that stand in a form.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvaluatedView {
    /// All values: defaults and computed ones too.
    #[schema(value_type = Object)]
    pub values: Map<String, Json>,
    /// Which fields are shown, required and open.
    #[schema(value_type = Object)]
    pub states: IndexMap<String, StateView>,
    /// What is wrong so far.
    #[serde(skip)]
    pub issues: Issues,
}

/// How a field stands in the form.
#[derive(Debug, Serialize, ToSchema)]
pub struct StateView {
    /// Whether it is shown.
    pub visible: bool,
    /// Whether it may not be blank.
    pub required: bool,
    /// Whether it can be changed.
    pub writable: bool,
}

/// Live formulas, defaults, visibility and checks for a form that is being filled in. Nothing is written.
pub async fn evaluate(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    params: EvaluateRecord,
) -> Result<EvaluatedView> {
    let model = platform.app(session, app).await?;
    let act = if params.id.is_some() { Act::Update } else { Act::Create };
    let permit = model.permit(session, form, act)?;
    let db = session.tenant.reader();
    let published = Arc::clone(model.form(form)?);
    let stored = match params.id {
        Some(id) => {
            require_visible(&model, session, form, Act::Read, id).await?;
            rows::load(db, &published.shape(), id).await?
        }
        None => None,
    };
    // What the person may not write, or what is computed, is taken from what is stored.
    let writable = |key: &str| {
        let open = published.field(key).is_some_and(mortise_forms::Field::is_writable);
        open && permit.field(key).most() == Level::Edit
    };
    let sent: Map<String, Json> = params.values.into_iter().filter(|(key, _)| writable(key)).collect();
    let before = stored.as_ref().map(|stored| &stored.values);
    let mut facts = Facts::new();
    let asking = Asking { db, session, model: &model };
    let Normalised { values, issues } =
        asking.ask(&mut facts, |facts| normalise(&published, &sent, before, Hand::Person, facts)).await?;
    let mut all: Values = before.cloned().unwrap_or_default();
    all.extend(values);
    let system = stored.as_ref().map_or_else(|| asking.new_system(), |stored| stored.system.clone());
    let evaluated = asking
        .ask(&mut facts, |facts| {
            let input = EvaluateInput {
                app: &model.shape,
                id: params.id,
                before,
                values: &all,
                system: Some(&system),
                facts,
                moment: Moment::of(&session.ctx),
                me: Some(asking.viewer()),
                purpose: Purpose::Fill,
            };
            mortise_forms::evaluate(&published, input)
        })
        .await?;
    let mut found = issues;
    found.extend(evaluated.issues);
    let seen = |key: &str| permit.field(key).most() >= Level::View;
    let reading = Reading::with(&model, session, permit.clone());
    let mut wanted = Vec::new();
    for (key, value) in evaluated.values.iter().filter(|(key, _)| seen(key)) {
        if let Some(field) = published.field(key) {
            field_references(field, value, &mut wanted);
        }
    }
    let write = write_title(&model, session.ctx.locale);
    let titles = Known(reading.plan()?.titles_of(db, wanted, &write).await?);
    let shown = |key: &Key, value| match published.field(key) {
        Some(field) => value_json(field, value, &titles),
        None => value.to_json(),
    };
    Ok(EvaluatedView {
        values: evaluated
            .values
            .iter()
            .filter(|(key, _)| seen(key))
            .map(|(key, value)| (key.to_string(), shown(key, value)))
            .collect(),
        states: evaluated
            .states
            .into_iter()
            .filter(|(key, _)| seen(key.split('/').next().unwrap_or(key)))
            .map(|(key, state)| {
                let open = writable(key.split('/').next().unwrap_or(&key));
                (
                    key,
                    StateView { visible: state.visible, required: state.required, writable: !state.read_only && open },
                )
            })
            .collect(),
        issues: found,
    })
}

/// An engine that is asked outside a transaction.
struct Asking<'a, C> {
    db: &'a C,
    session: &'a Session,
    model: &'a Arc<AppModel>,
}

impl<C: ConnectionTrait> Asking<'_, C> {
    async fn ask<T>(&self, facts: &mut Facts, engine: impl Fn(&Facts) -> Result<T, Need>) -> Result<T> {
        for _ in 0..MOST_ROUNDS {
            match engine(facts) {
                Ok(answer) => return Ok(answer),
                Err(need) => {
                    let world = World { db: self.db, ctx: &self.session.ctx, model: self.model };
                    world.answer(facts, need).await?;
                }
            }
        }
        Err(Error::internal("an engine still asks after its last round"))
    }

    fn viewer(&self) -> Viewer<'_> {
        let subject = self.session.subject();
        Viewer { user: subject.user, dept: subject.dept, depts: &subject.depts }
    }

    fn new_system(&self) -> SystemValues {
        let me = Some(self.session.user_id());
        SystemValues { created_by: me, owner: me, dept: self.session.subject().dept, ..SystemValues::default() }
    }
}
