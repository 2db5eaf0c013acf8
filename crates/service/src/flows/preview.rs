use std::sync::Arc;

use mortise_access::{Act, Permit};
use mortise_forms::{EvaluateInput, Purpose as Computing, Writer as Hand, evaluate, normalise};
use mortise_model::{I18n, Id, Key, Need, Values};
use mortise_store::repos::{instances, users};
use mortise_workflow::{Certainty, Env, Preview, Purpose, Standing, State, Stop, preview as play};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use super::instance::{PersonRef, node_name};
use crate::{Error, Platform, Result, Session, records, write::Writer};

/// What is to be previewed: a record, or values that are not saved yet.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewParams {
    /// The record.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub record: Option<Id>,
    /// The values of a record that is not saved yet.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub values: Option<Map<String, Json>>,
}

/// Who will probably be asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewView {
    /// The nodes in order.
    pub nodes: Vec<PreviewNodeView>,
}

/// One node of a preview.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewNodeView {
    /// The node.
    #[schema(value_type = String)]
    pub key: Key,
    /// What it is called.
    #[schema(value_type = Option<Object>)]
    pub name: Option<I18n>,
    /// Who is asked.
    pub people: Vec<PersonRef>,
    /// Who counts as having approved without being asked.
    pub skipped: Vec<PersonRef>,
    /// How sure it is: `certain`, `depends_on_edit`, `needs_pick`, `by_lot`.
    pub certainty: &'static str,
    /// Which rules found the people.
    pub why: Vec<String>,
    /// What an administrator would have to help with.
    pub incident: Option<String>,
}

/// Plays a flow through to its end with the very engine that runs it. Nothing is written.
pub async fn preview(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    params: PreviewParams,
) -> Result<PreviewView> {
    let model = platform.app(session, app).await?;
    let flow = model.flows.get(form).cloned().ok_or_else(|| Error::conflict("no_workflow"))?;
    let act = if params.record.is_some() { Act::Read } else { Act::Create };
    let permit = model.permit(session, form, act)?;
    if let Some(record) = params.record {
        records::require_visible(&model, session, form, Act::Read, record).await?;
    }
    // The transaction is never committed: it only answers what the engine asks.
    let tx = session.tenant.write().await?;
    let mut writer = Writer::new(&session.ctx, &tx, Arc::clone(&model), "preview").by(&session.identity);
    let (values, state) = match params.record {
        Some(record) => {
            let running = instances::instances_of_record(&tx, app, form, record).await?;
            let running = running.into_iter().find(|instance| instance.ended_at.is_none());
            let state =
                running.map(|instance| serde_json::from_value(instance.state)).transpose().map_err(Error::internal)?;
            (writer.load(form, record).await?.values, state.unwrap_or_default())
        }
        None => (draft_values(&mut writer, form, params.values.unwrap_or_default(), &permit).await?, State::default()),
    };
    let played = run(&mut writer, &flow.plan, (form, params.record), &values, &state).await?;
    tx.rollback().await?;
    view(session, &flow.plan, played).await
}

async fn draft_values(writer: &mut Writer<'_>, form: &Key, sent: Map<String, Json>, permit: &Permit) -> Result<Values> {
    let published = Arc::clone(writer.model.form(form)?);
    let open = |key: &str| published.field(key).is_some_and(mortise_forms::Field::is_writable);
    let known = |key: &str| permit.field(key).most() > mortise_access::Level::None && open(key);
    let sent: Map<String, Json> = sent.into_iter().filter(|(key, _)| known(key)).collect();
    let normalised = writer.ask(|writer| normalise(&published, &sent, None, Hand::Product, &writer.facts)).await?;
    let app = Arc::clone(&writer.model.shape);
    let evaluated = writer
        .ask(|writer| {
            evaluate(
                &published,
                EvaluateInput {
                    app: &app,
                    id: None,
                    before: None,
                    values: &normalised.values,
                    system: None,
                    facts: &writer.facts,
                    moment: writer.moment(),
                    me: writer.viewer(),
                    purpose: Computing::Fill,
                },
            )
        })
        .await?;
    Ok(evaluated.values)
}

async fn run(
    writer: &mut Writer<'_>,
    plan: &mortise_workflow::Plan,
    (form, record): (&Key, Option<Id>),
    values: &Values,
    state: &State,
) -> Result<Preview> {
    let published = Arc::clone(writer.model.form(form)?);
    let (app, shape, actor) = (Arc::clone(&writer.model.shape), published.shape(), writer.ctx.actor.clone());
    let sources = indexmap::IndexMap::new();
    writer
        .ask(|writer| {
            let recompute = |values: &Values| -> Result<Values, Need> {
                let input = EvaluateInput {
                    app: &app,
                    id: record,
                    before: None,
                    values,
                    system: None,
                    facts: &writer.facts,
                    moment: writer.moment(),
                    me: writer.viewer(),
                    purpose: Computing::Recompute,
                };
                Ok(evaluate(&published, input)?.values)
            };
            let env = Env {
                moment: writer.moment(),
                actor: &actor,
                standing: Standing::Ordinary,
                purpose: Purpose::Rehearsal,
                app: &app,
                form: &shape,
                record,
                values,
                system: None,
                recompute: Some(&recompute),
                facts: &writer.facts,
                chance: 0,
            };
            match play(plan, state, &env, &sources) {
                Ok(played) => Ok(Ok(played)),
                Err(Stop::Need(need)) => Err(need),
                Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
            }
        })
        .await?
        .map_err(super::runner::refused)
}

async fn view(session: &Session, plan: &mortise_workflow::Plan, played: Preview) -> Result<PreviewView> {
    let mut ids: Vec<Id> =
        played.nodes.iter().flat_map(|node| node.people.iter().chain(&node.skipped).copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    let known = users::users_by_ids(session.tenant.reader(), &ids).await?;
    let named = |ids: Vec<Id>| {
        let name = |id: Id| known.iter().find(|user| user.id == id).map_or_else(String::new, |user| user.name.clone());
        ids.into_iter().map(|id| PersonRef { id, name: name(id) }).collect()
    };
    let nodes = played.nodes.into_iter().map(|node| PreviewNodeView {
        name: node_name(Some(plan), &node.node),
        key: node.node,
        people: named(node.people),
        skipped: named(node.skipped),
        certainty: match node.certainty {
            Certainty::Certain => "certain",
            Certainty::DependsOnEdit => "depends_on_edit",
            Certainty::NeedsPick => "needs_pick",
            Certainty::ByLot => "by_lot",
        },
        why: node.why,
        incident: node.incident,
    });
    Ok(PreviewView { nodes: nodes.collect() })
}
