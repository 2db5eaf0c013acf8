//! One act over many records: those that a person has chosen, or all that fit.

mod job;
mod work;

use std::{collections::HashSet, sync::Arc};

use mortise_access::{Act, Level};
use mortise_forms::{PublishedForm, Writer as Hand, normalise};
use mortise_model::{Filter, Id, Issue, Issues, Key, Pointer};
use mortise_store::Count;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

pub(crate) use self::job::BatchJob;
use self::work::Batch;
use super::{Asked, bad_request, press};
use crate::{
    AppModel, Error, Platform, Result, Session,
    idempotency::{Answered, Once},
    mass::{AT_ONCE, Begun, Hands, Manner, at_once, begun_as_job},
    write::Writer,
};

/// What is done with many records, and with which: either `records` or `where`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchRecords {
    /// What is done.
    pub act: BatchAct,
    /// The records that were chosen, at most as many as `batch_records` of the limits says.
    #[serde(default)]
    pub records: Option<Vec<Chosen>>,
    /// All records that fit and that the person sees; to restore, those in the recycle bin.
    #[serde(default, rename = "where")]
    pub fitting: Option<RecordsWhere>,
    /// To update: the new values by field key, the same in each record. To press: what the button asks for.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub values: Map<String, Json>,
    /// To press: which button.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub button: Option<Key>,
    /// The warnings that are confirmed for every record.
    #[serde(default)]
    pub confirm: Vec<String>,
    /// Why; kept with the change set.
    #[serde(default)]
    pub reason: Option<String>,
    /// Whether nothing is changed where one record is refused (`batch_refused`).
    #[serde(default)]
    pub all_or_nothing: bool,
}

/// What is done with each record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BatchAct {
    /// Some fields get new values.
    Update,
    /// It is moved to the recycle bin.
    Delete,
    /// It comes back from there.
    Restore,
    /// A button is pressed.
    Press,
}

/// A record that was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// The version that was seen; a record that has changed since is left.
    #[serde(default)]
    pub version: Option<i64>,
}

/// Which records are meant; `{}` means all.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordsWhere {
    /// Those that fit.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub filter: Option<Filter>,
    /// Those in whose search fields these words occur.
    #[serde(default)]
    pub search: Option<String>,
    /// Those of a view of the form.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub view: Option<Key>,
}

impl RecordsWhere {
    fn asked(&self) -> Asked {
        let Self { view, filter, search } = self.clone();
        Asked { view, filter, search, sort: Vec::new() }
    }
}

impl BatchAct {
    /// The right that it takes.
    fn right(self) -> Act {
        match self {
            Self::Update => Act::Update,
            Self::Delete | Self::Restore => Act::Delete,
            Self::Press => Act::Read,
        }
    }
}

/// Does one act with many records, as one change set: a few at once, many as a job.
///
/// Each record is changed by the person's right, like one that is changed alone. One that is refused is told with the
/// result and left, the others go on; with `all_or_nothing` nothing is changed then.
pub async fn batch(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    mut params: BatchRecords,
    once: &Once,
) -> Result<Answered<Begun>> {
    let mut named = HashSet::new();
    params.records.iter_mut().for_each(|records| records.retain(|chosen| named.insert(chosen.id)));
    let model = platform.app(session, app).await?;
    model.permit(session, form, params.act.right())?;
    let published = Arc::clone(model.form(form)?);
    require_shape(&params)?;
    if let Some(button) = &params.button {
        press::allowed(&model, session, &published, button)?;
    }
    let hands = Hands { platform, session, model: &model };
    let manner =
        Manner { set: session.ctx.new_id(), all_or_nothing: params.all_or_nothing, dry_run: false, undoes: None };
    let work = Batch::new(hands, form, params.clone(), manner).await?;
    let total = total(&work, &params).await?;
    let limit = platform.limits.batch_records;
    if total > limit && (params.records.is_some() || params.all_or_nothing) {
        let at = Pointer::root().at(if params.records.is_some() { "records" } else { "where" });
        return Err(Error::Invalid(Issue::error(at, "too_many_at_once").with("max", limit).into()));
    }
    let tx = session.tenant.write_alone().await?;
    if let Some(answer) = once.claim(&tx, &session.ctx).await? {
        return Ok(answer);
    }
    if params.act == BatchAct::Update {
        require_values(&hands, &tx, &published, &params).await?;
    }
    if total <= AT_ONCE {
        return at_once(&hands, &work, (tx, once), total).await;
    }
    let job =
        BatchJob { app: app.clone(), form: form.clone(), params, set: manner.set, total, locale: session.ctx.locale };
    begun_as_job(&hands, (&job, manner), (tx, once)).await
}

async fn total(work: &Batch<'_>, params: &BatchRecords) -> Result<u64> {
    if let Some(records) = &params.records {
        return Ok(records.len() as u64);
    }
    let counted = async {
        let plan = work.fitting(work.reading.plan()?);
        plan.count(work.hands.session.tenant.reader(), Count::Exact).await.map_err(bad_request)
    };
    match counted.await {
        Ok(total) => Ok(total.count),
        Err(Error::BadRequest(issues)) => Err(Error::BadRequest(issues.under(&Pointer::root().at("where")))),
        Err(error) => Err(error),
    }
}

/// What is wrong with the request before any record is looked at.
fn require_shape(params: &BatchRecords) -> Result<()> {
    let mut issues = Issues::new();
    let at = |name: &str| Pointer::root().at(name);
    if params.records.is_some() == params.fitting.is_some() {
        issues.push(Issue::error(at("records"), "records_or_where"));
    }
    let has_values = !params.values.is_empty();
    match params.act {
        BatchAct::Update if !has_values => issues.push(Issue::error(at("values"), "values_missing")),
        BatchAct::Delete | BatchAct::Restore if has_values => {
            issues.push(Issue::error(at("values"), "values_without_use"));
        }
        _ => {}
    }
    match (params.act, &params.button) {
        (BatchAct::Press, None) => issues.push(Issue::error(at("button"), "button_missing")),
        (BatchAct::Update | BatchAct::Delete | BatchAct::Restore, Some(_)) => {
            issues.push(Issue::error(at("button"), "button_without_use"));
        }
        _ => {}
    }
    if issues.is_empty() { Ok(()) } else { Err(Error::BadRequest(issues)) }
}

/// Refuses values that fit no record at all, before every record refuses them.
async fn require_values(
    hands: &Hands<'_>,
    tx: &mortise_store::WriteTx,
    form: &PublishedForm,
    params: &BatchRecords,
) -> Result<()> {
    let permit = hands.model.permit(hands.session, form.key(), Act::Update)?;
    let at = Pointer::root().at("values");
    let (mut unknown, mut closed) = (Issues::new(), Issues::new());
    for name in params.values.keys() {
        match permit.field(name).most() {
            Level::Edit => {}
            Level::None => unknown.push(Issue::error(at.at(name), "unknown_field").with("field", name.as_str())),
            Level::Mask | Level::View => closed.push(Issue::error(at.at(name), "field_read_only")),
        }
    }
    if !unknown.is_empty() {
        return Err(Error::BadRequest(unknown));
    }
    let model: Arc<AppModel> = Arc::clone(hands.model);
    let mut writer = Writer::new(&hands.session.ctx, tx, model, "batch_records").by(&hands.session.identity);
    let read = writer.ask(|this| normalise(form, &params.values, None, Hand::Person, &this.facts)).await?;
    let (unknown, wrong): (Vec<Issue>, Vec<Issue>) =
        read.issues.into_iter().partition(|issue| issue.code == "unknown_field");
    if !unknown.is_empty() {
        return Err(Error::BadRequest(unknown.into_iter().collect()));
    }
    closed.extend(wrong);
    if closed.has_errors() { Err(Error::Invalid(closed)) } else { Ok(()) }
}
