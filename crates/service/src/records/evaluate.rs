use std::{collections::HashMap, sync::Arc};

use indexmap::IndexMap;
use mortise_access::{Act, FieldRight, Level, Permit};
use mortise_expr::{Moment, Scope, SystemValues, Viewer, holds};
use mortise_forms::{EvaluateInput, Field, Normalised, PublishedForm, Purpose, Writer as Hand, normalise};
use mortise_model::{Facts, Filter, Id, Issue, Issues, Key, Need, Value, Values};
use mortise_store::{ConnectionTrait, records as rows};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use super::{
    Reading,
    get::permit_to_read,
    let_go_of_unseen, require_visible,
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
    let Normalised { mut values, mut issues } =
        asking.ask(&mut facts, |facts| normalise(&published, &sent, before, Hand::Person, facts)).await?;
    let eyes = (&model, &*session.identity, &session.ctx, db);
    issues.extend(let_go_of_unseen(eyes, &published, before, &mut values).await?);
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
    // What a stored record hides stays hidden while it is edited; a new one is what stands in the form.
    let read = match params.id {
        Some(id) => permit_to_read(&model, &session.identity, form, id, db).await?,
        None => model.permit(session, form, Act::Read).unwrap_or(permit.clone()),
    };
    let deciding = before.unwrap_or(&evaluated.values);
    let levels = asking.levels(&mut facts, (&published, &read), params.id, deciding, &system).await?;
    // What the person typed is no secret to the person.
    let seen = |path: &str| levels.get(path).is_none_or(|level| *level >= Level::View);
    let typed = |key: &str| sent.contains_key(key) && permit.field(key).most() == Level::Edit;
    let open = |key: &str| seen(key) || typed(key) && before.is_none();
    let mut shown: Values = evaluated.values.into_iter().filter(|(key, _)| open(key)).collect();
    shown.iter_mut().for_each(|(key, value)| cut_rows(value, |inner| seen(&format!("{key}.{inner}"))));
    let head = |path: &str| path.split('/').next().unwrap_or(path).to_owned();
    Ok(EvaluatedView {
        values: asking.told(&published, read, &shown).await?,
        states: evaluated
            .states
            .into_iter()
            .filter(|(path, _)| open(&head(path)))
            .map(|(path, state)| {
                let writable = !state.read_only && writable(&head(&path));
                (path, StateView { visible: state.visible, required: state.required, writable })
            })
            .collect(),
        issues: found.into_iter().filter(|issue| open(&field_of(issue))).collect(),
    })
}

/// The field that an issue is about; nothing where it is about the whole record.
fn field_of(issue: &Issue) -> String {
    let rest = issue.pointer.as_str().strip_prefix("/values/").unwrap_or_default();
    rest.split('/').next().unwrap_or_default().to_owned()
}

/// Takes out of a subform's rows what the person may not see.
fn cut_rows(value: &mut Value, seen: impl Fn(&Key) -> bool) {
    if let Value::Rows(rows) = value {
        rows.iter_mut().for_each(|row| row.values.retain(|key, _| seen(key)));
    }
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

    /// Values as the person reads them, references with the titles that the person may see.
    async fn told(&self, form: &PublishedForm, read: Permit, values: &Values) -> Result<Map<String, Json>> {
        let mut wanted = Vec::new();
        for (key, value) in values {
            if let Some(field) = form.field(key) {
                field_references(field, value, &mut wanted);
            }
        }
        let reading = Reading::with(self.model, self.session, read);
        let write = write_title(self.model, self.session.ctx.locale);
        let titles = Known(reading.plan()?.titles_of(self.db, wanted, &write).await?);
        let told = |key: &Key, value: &Value| match form.field(key) {
            Some(field) => value_json(field, value, &titles),
            None => value.to_json(),
        };
        Ok(values.iter().map(|(key, value)| (key.to_string(), told(key, value))).collect())
    }

    /// How far the person reaches into the fields of a record, also into those of rows, where not into all alike.
    async fn levels(
        &self,
        facts: &mut Facts,
        (form, permit): (&PublishedForm, &Permit),
        id: Option<Id>,
        values: &Values,
        system: &SystemValues,
    ) -> Result<HashMap<String, Level>> {
        let shape = form.shape();
        let fits = |filter: &Filter, facts: &Facts| {
            let scope = Scope {
                app: &self.model.shape,
                form: &shape,
                id,
                values,
                system: Some(system),
                row: None,
                facts,
                moment: Moment::of(&self.session.ctx),
                me: Some(self.viewer()),
            };
            holds(filter, &scope)
        };
        let mut levels = HashMap::new();
        let inner =
            |(key, field): (&Key, &Field)| field.rows.keys().map(|row| format!("{key}.{row}")).collect::<Vec<_>>();
        let rows = form.fields().iter().flat_map(inner);
        for path in form.fields().keys().map(ToString::to_string).chain(rows) {
            let level = match permit.field(&path) {
                FieldRight::Always(level) => level,
                FieldRight::When(cases, last) => {
                    let mut level = last;
                    for (filter, then) in &cases {
                        if self.ask(facts, |facts| fits(filter, facts)).await? {
                            level = *then;
                            break;
                        }
                    }
                    level
                }
            };
            levels.insert(path, level);
        }
        Ok(levels)
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
