//! What people do in a case, each act by the use case behind its route.

use std::collections::BTreeMap;

use mortise_bundles::{CaseAct, StepSpec};
use mortise_model::{Id, Key};
use mortise_store::repos::{instances, tasks, users};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use super::{
    Stop,
    stage::{Played, Stage},
};
use crate::{
    Error, Result, Session,
    flows::{self, ActOnTask},
    idempotency::{Answered, Once},
    records::{self, CreateRecord, PressButton, UpdateRecord},
};

impl Stage<'_> {
    /// Does it, as the person and by that person's rights.
    pub(super) async fn act(&mut self, step: &StepSpec, who: &str, act: CaseAct<'_>) -> Result<(), Stop> {
        let session = self.session(who).await?;
        let on = match act.record() {
            Some(name) => Some(self.record(name)?),
            None => None,
        };
        if let Some(on) = &on {
            self.last = Some(on.clone());
        }
        match (act, on) {
            (CaseAct::Create(form), _) => {
                let record = self.create(&session, step, form).await?;
                self.name(step, record);
            }
            (CaseAct::Update(_), Some(on)) => self.update(&session, step, &on).await?,
            (CaseAct::Delete(_), Some(on)) => {
                let version = self.version(&on).await?;
                records::delete(self.platform, &session, (&self.app, &on.form), on.id, Some(version)).await?;
            }
            (CaseAct::Submit(_), Some(on)) => {
                let picks = self.picks(step).await?;
                let place = (&self.app, &on.form);
                flows::submit(self.platform, &session, place, (on.id, None), (picks, &Once::default())).await?;
            }
            (CaseAct::Task { action, .. }, Some(on)) => {
                let task = self.task(&session, &on).await?;
                let params = self.params(step, &on).await?;
                flows::act_on_task(self.platform, &session, (task, action), params, &Once::default()).await?;
            }
            (CaseAct::Instance { action, .. }, Some(on)) => {
                let instance = self.instance(&on).await?;
                let params = self.params(step, &on).await?;
                flows::act_on_instance(self.platform, &session, (instance, action), params, &Once::default()).await?;
            }
            (CaseAct::Press { button, .. }, Some(on)) => self.press(&session, step, &on, button).await?,
            (_, None) => return Err(Error::NotFound("record").into()),
        }
        Ok(())
    }

    async fn create(&self, session: &Session, step: &StepSpec, form: &Key) -> Result<Played> {
        let values = self.sent(form, &step.values).await?;
        let params = CreateRecord {
            values,
            submit: false,
            picks: BTreeMap::new(),
            confirm: step.confirm.clone(),
            reason: step.comment.clone(),
        };
        let place = (&self.app, form);
        match records::create(self.platform, session, place, params, &Once::default()).await? {
            Answered::Now(view) => Ok(Played { form: form.clone(), id: view.id }),
            Answered::Before { .. } => Err(Error::internal("an act without a key was answered as a repetition")),
        }
    }

    async fn update(&self, session: &Session, step: &StepSpec, on: &Played) -> Result<()> {
        let values = self.sent(&on.form, &step.values).await?;
        let params = UpdateRecord {
            version: Some(self.version(on).await?),
            values,
            confirm: step.confirm.clone(),
            reason: step.comment.clone(),
        };
        records::update(self.platform, session, (&self.app, &on.form), on.id, params).await.map(drop)
    }

    async fn press(&self, session: &Session, step: &StepSpec, on: &Played, button: &Key) -> Result<()> {
        let params = PressButton {
            version: Some(self.version(on).await?),
            values: self.sent(&on.form, &step.values).await?,
            confirm: step.confirm.clone(),
            reason: step.comment.clone(),
        };
        let place = (&self.app, &on.form);
        records::press(self.platform, session, place, (on.id, button), params, &Once::default()).await.map(drop)
    }

    /// The version that somebody who has just looked would send.
    async fn version(&self, on: &Played) -> Result<i64> {
        let shape = self.model().await?.form(&on.form)?.shape();
        let stored = mortise_store::records::load(self.tenant.reader(), &shape, on.id).await?;
        Ok(stored.ok_or(Error::NotFound("record"))?.version)
    }

    /// The person's open task on a record; else the last one that the person had there, or that somebody else
    /// has: who acts on those sends what an outdated page or a guess would send.
    async fn task(&self, session: &Session, on: &Played) -> Result<Id, Stop> {
        let db = self.tenant.reader();
        let open = tasks::tasks_waiting_at(db, &self.app, &on.form, on.id).await?;
        let mine: Vec<&tasks::Task> = open.iter().filter(|task| task.assignee == session.user_id()).collect();
        match mine.as_slice() {
            [task] => return Ok(task.id),
            [] => {}
            several => {
                let nodes: Vec<&str> = several.iter().map(|task| task.node.as_str()).collect();
                let told = format!("`{}` has several open tasks: {}", session.user().username, nodes.join(", "));
                return Err(Stop::Differs(vec![told]));
            }
        }
        let instance = self.instance(on).await?;
        let all = tasks::tasks_of_instance(db, instance).await?;
        let before = all.iter().rev().find(|task| task.assignee == session.user_id());
        let found = before.or(open.first()).map(|task| task.id);
        found.ok_or(Stop::Refused(Error::NotFound("task")))
    }

    /// The newest run of the record's flow.
    async fn instance(&self, on: &Played) -> Result<Id> {
        let all = instances::instances_of_record(self.tenant.reader(), &self.app, &on.form, on.id).await?;
        let newest = all.into_iter().map(|instance| instance.id).max();
        newest.ok_or(Error::NotFound("instance"))
    }

    async fn params(&self, step: &StepSpec, on: &Played) -> Result<ActOnTask, Stop> {
        Ok(ActOnTask {
            record_version: Some(self.version(on).await?),
            comment: step.comment.clone(),
            values: self.sent(&on.form, &step.values).await?,
            target: step.target.clone(),
            mode: word("mode", step.mode.as_deref())?,
            user: match &step.user {
                Some(name) => Some(self.person(name).await?),
                None => None,
            },
            users: self.people(step.users.iter().map(String::as_str)).await?,
            position: word("position", step.position.as_deref())?,
            order: word("order", step.order.as_deref())?,
            ..ActOnTask::default()
        })
    }

    async fn picks(&self, step: &StepSpec) -> Result<BTreeMap<Key, Vec<Id>>, Stop> {
        let mut picks = BTreeMap::new();
        for (node, names) in &step.picks {
            let node = Key::new(node).map_err(|_| Stop::Differs(vec![format!("`{node}` is not a node")]))?;
            let names = names.as_array().into_iter().flatten().filter_map(Json::as_str);
            picks.insert(node, self.people(names).await?);
        }
        Ok(picks)
    }

    async fn people(&self, names: impl Iterator<Item = &str>) -> Result<Vec<Id>> {
        let mut all = Vec::new();
        for name in names {
            all.push(self.person(name).await?);
        }
        Ok(all)
    }

    async fn person(&self, name: &str) -> Result<Id> {
        let user = users::user_by_username(self.tenant.reader(), name).await?;
        user.map(|user| user.id).ok_or(Error::NotFound("user"))
    }
}

/// A word of a closed vocabulary.
fn word<T: DeserializeOwned>(member: &str, text: Option<&str>) -> Result<Option<T>, Stop> {
    let Some(text) = text else { return Ok(None) };
    let read = serde_json::from_value(json!(text));
    read.map(Some).map_err(|error| Stop::Differs(vec![format!("`{member}`: {error}")]))
}
