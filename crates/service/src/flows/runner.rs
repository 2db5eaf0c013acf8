//! One instance at work: loads it, lets the engine decide, keeps what happened, carries out the effects.

use std::sync::Arc;

use mortise_forms::{EvaluateInput, Purpose as Computing, evaluate, title};
use mortise_model::{Actor, I18n, Id, Issue, Issues, Key, Locale, Need, Pointer, Values};
use mortise_store::{
    records::Stored,
    repos::{
        flow_events::{self, FlowEvent},
        instances::{self, Instance},
        tasks,
    },
};
use mortise_workflow::{
    Command, Effect, Env, Event, FlowState, NoticeKind, Plan, Purpose, Refusal, RefusalClass, Standing, State, Stop,
    TaskNo, decide,
};
use serde_json::json;

use super::{kept::kept_by, rows, timers};
use crate::{
    Error, Result,
    app_model::Flow,
    events::News,
    notices::{self, Notice},
    write::{FlowMoved, Writer, stored_titles},
};

/// An instance within an act of writing.
pub(crate) struct Runner<'w, 'a> {
    pub(crate) writer: &'w mut Writer<'a>,
    pub(crate) flow: Arc<Flow>,
    pub(crate) instance: Instance,
    pub(crate) state: State,
}

impl<'w, 'a> Runner<'w, 'a> {
    /// A new instance for a record, which is not stored before its first command.
    pub(crate) async fn begin(writer: &'w mut Writer<'a>, form: &Key, record: Id) -> Result<Self> {
        let flow = writer.model.flows.get(form).cloned().ok_or_else(|| Error::conflict("no_workflow"))?;
        let running = instances::instances_of_record(writer.tx, &writer.model.app.key, form, record).await?;
        if running.iter().any(|instance| instance.ended_at.is_none()) {
            return Err(Error::conflict("already_running"));
        }
        let instance = Instance {
            id: writer.ctx.new_id(),
            app: writer.model.app.key.clone(),
            workflow: flow.key.clone(),
            version: flow.version,
            form: form.clone(),
            record,
            title: String::new(),
            initiator: writer.ctx.actor.user(),
            dept: None,
            status: FlowState::Draft.as_str().to_owned(),
            suspended: false,
            state: json!({}),
            rev: 0,
            seq: 0,
            incidents: 0,
            parent: None,
            started_at: writer.ctx.now,
            ended_at: None,
        };
        Ok(Self { writer, flow, instance, state: State::default() })
    }

    /// An instance that runs or has ended, locked until the end of the transaction.
    pub(crate) async fn open(writer: &'w mut Writer<'a>, id: Id) -> Result<Self> {
        let instance = instances::lock_instance(writer.tx, id).await?.ok_or(Error::NotFound("instance"))?;
        let flow = kept_by(writer.tx, &writer.model, &instance).await?;
        let state = serde_json::from_value(instance.state.clone()).map_err(Error::internal)?;
        Ok(Self { writer, flow, instance, state })
    }

    /// Carries out a command: all that follows from it, or nothing.
    pub(crate) async fn command(&mut self, command: &Command, standing: Standing) -> Result<()> {
        let stored = self.writer.load(&self.instance.form, self.instance.record).await?;
        let (plan, state, actor) = (Arc::clone(&self.flow), self.state.clone(), self.writer.ctx.actor.clone());
        let decision = self.decide(&plan.plan, &state, command, (&stored, &actor, standing)).await?;
        for event in &decision.events {
            self.state.apply(event);
        }
        let first = self.instance.rev == 0;
        self.keep(&decision.events, first, &stored).await?;
        timers::cancel_stale(self.writer, self.instance.id, (&state, &self.state)).await?;
        for effect in decision.effects {
            self.carry_out(effect).await?;
        }
        Ok(())
    }

    async fn decide(
        &mut self,
        plan: &Plan,
        state: &State,
        command: &Command,
        (stored, actor, standing): (&Stored, &Actor, Standing),
    ) -> Result<mortise_workflow::Decision> {
        let published = Arc::clone(self.writer.model.form(&self.instance.form)?);
        let (app, shape) = (Arc::clone(&self.writer.model.shape), published.shape());
        let chance = rand::random();
        let outcome = self
            .writer
            .ask(|writer| {
                let recompute = |values: &Values| -> Result<Values, Need> {
                    let input = EvaluateInput {
                        app: &app,
                        id: Some(stored.id),
                        before: Some(&stored.values),
                        values,
                        system: Some(&stored.system),
                        facts: &writer.facts,
                        moment: writer.moment(),
                        me: None,
                        purpose: Computing::Recompute,
                    };
                    Ok(evaluate(&published, input)?.values)
                };
                let env = Env {
                    moment: writer.moment(),
                    actor,
                    standing,
                    purpose: Purpose::Real,
                    app: &app,
                    form: &shape,
                    record: Some(stored.id),
                    values: &stored.values,
                    system: Some(&stored.system),
                    recompute: Some(&recompute),
                    facts: &writer.facts,
                    chance,
                };
                match decide(plan, state, command, &env) {
                    Ok(decision) => Ok(Ok(decision)),
                    Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
                    Err(Stop::Need(need)) => Err(need),
                }
            })
            .await?;
        outcome.map_err(refused)
    }

    /// Writes the instance, its events and its tasks.
    async fn keep(&mut self, events: &[Event], first: bool, stored: &Stored) -> Result<()> {
        let (tx, now) = (self.writer.tx, self.writer.ctx.now);
        let before = self.instance.rev;
        let published = Arc::clone(self.writer.model.form(&self.instance.form)?);
        let titles = stored_titles(self.writer, &published, &stored.values).await?;
        self.instance.title = title(&published, &stored.values, &titles.wording(Locale::default()));
        self.instance.status = self.state.flow_state.as_str().to_owned();
        self.instance.state = serde_json::to_value(&self.state).map_err(Error::internal)?;
        self.instance.rev = before + 1;
        self.instance.seq = i64::try_from(self.state.seq).map_err(Error::internal)?;
        self.instance.incidents = i64::try_from(self.state.incidents.len()).map_err(Error::internal)?;
        self.instance.initiator = self.state.initiator.or(self.instance.initiator);
        self.instance.dept = self.state.dept;
        self.instance.suspended = self.state.suspended.is_some();
        self.instance.ended_at = self.state.flow_state.is_final().then_some(now);
        if first {
            instances::insert_instance(tx, &self.instance).await?;
        } else if !instances::update_instance(tx, before, &self.instance).await? {
            return Err(Error::conflict("stale_version"));
        }
        let kept = events.iter().map(|event| self.event_row(event)).collect::<Result<Vec<_>>>()?;
        flow_events::append_flow_events(tx, &kept).await?;
        let touched = rows::sync_tasks(tx, &self.writer.ctx, &self.instance, &self.state).await?;
        self.writer.news.extend(touched.into_iter().map(|person| (person, News::Tasks)));
        rows::keep_copies(tx, &self.writer.ctx, &self.instance, events).await
    }

    fn event_row(&self, event: &Event) -> Result<FlowEvent> {
        let what = serde_json::to_value(&event.what).map_err(Error::internal)?;
        Ok(FlowEvent {
            instance: self.instance.id,
            seq: i64::try_from(event.seq).map_err(Error::internal)?,
            at: event.at,
            actor: event.by,
            cause: i64::try_from(event.cause).map_err(Error::internal)?,
            kind: what["type"].as_str().unwrap_or_default().to_owned(),
            body: serde_json::to_value(event).map_err(Error::internal)?,
        })
    }

    /// The one interpreter of the engine's effects.
    async fn carry_out(&mut self, effect: Effect) -> Result<()> {
        let (form, record) = (self.instance.form.clone(), self.instance.record);
        match effect {
            Effect::SetFields { values, .. } => self.writer.set_computed(&form, record, &values).await,
            Effect::SetFlowState(state) => {
                self.writer.set_flow_state(&form, record, state.as_str()).await?;
                // How a flow ends is told by the engine; that it begins is told here.
                if state == FlowState::Running {
                    self.moved(None, state);
                }
                Ok(())
            }
            Effect::Notify { to, kind, task, node } => self.notify(to, kind, (task, node)).await,
            Effect::StartTimer { task, epoch, at, what } => match self.state.tasks.get(&task) {
                // What followed in the same act may have closed the task again.
                Some(asked) if timers::runs(asked) && asked.epoch == epoch => {
                    timers::start(self.writer, self.instance.id, (task, epoch), (at, what)).await
                }
                _ => Ok(()),
            },
            Effect::RunRules { node, flow_state } => {
                self.moved(node, flow_state);
                Ok(())
            }
        }
    }

    /// Lets the rules that wait for this flow know, once it is committed.
    fn moved(&mut self, node: Option<Key>, state: FlowState) {
        let moved = FlowMoved { workflow: self.flow.key.clone(), node, state: state.as_str().to_owned() };
        self.writer.flow_moved(&self.instance.form, self.instance.record, moved);
    }

    /// Tells people; where nobody in particular is meant, the administrators of the app.
    async fn notify(
        &mut self,
        mut to: Vec<Id>,
        kind: NoticeKind,
        (task, node): (Option<TaskNo>, Option<Key>),
    ) -> Result<()> {
        if to.is_empty() {
            to = notices::administrators(self.writer.tx, &self.instance.app).await?;
        }
        let task = match task {
            Some(no) => tasks::task_of_instance(self.writer.tx, self.instance.id, no.0).await?.map(|task| task.id),
            None => None,
        };
        let (app, form, record) = (&self.instance.app, &self.instance.form, self.instance.record);
        let target = json!({"app": app, "form": form, "record": record, "instance": self.instance.id,
            "node": node, "task": task});
        let notice = Notice {
            kind: rows::word(&kind),
            title: I18n::same(self.instance.title.clone()),
            body: None,
            target: Some(target),
            once: None,
        };
        let told = notices::tell(self.writer.tx, &self.writer.ctx, &to, &notice).await?;
        self.writer.news.extend(told.into_iter().map(|user| (user, News::Notification)));
        Ok(())
    }
}

/// The engine's refusal in the words of a use case.
pub(super) fn refused(refusal: Refusal) -> Error {
    match refusal.class() {
        RefusalClass::Forbidden => Error::Forbidden(refusal.code),
        RefusalClass::Conflict => Error::Conflict { code: refusal.code.to_owned(), params: refusal.params },
        RefusalClass::Invalid => {
            let fields = refusal.params.get("fields").and_then(|fields| fields.as_array());
            if let Some(fields) = fields.filter(|fields| !fields.is_empty()) {
                let at = Pointer::root().at("values");
                let issue = |field: &str| match refusal.code {
                    "field_required" => Issue::error(at.at(field), "required"),
                    code => Issue { params: refusal.params.clone(), ..Issue::error(at.at(field), code) },
                };
                return Error::Invalid(fields.iter().filter_map(|field| field.as_str()).map(issue).collect());
            }
            let field = refusal.params.get("field").and_then(|field| field.as_str());
            let root = Pointer::root();
            let place = match (refusal.code, field) {
                (_, Some(field)) => root.at("values").at(field),
                ("comment_required", None) => root.at("comment"),
                ("signature_required", None) => root.at("signature_file"),
                _ => root,
            };
            let issue = Issue { params: refusal.params, message: refusal.message, ..Issue::error(place, refusal.code) };
            Error::Invalid(Issues::from(issue))
        }
    }
}
