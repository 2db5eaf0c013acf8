//! A person's way through the one door for reading.

use std::{collections::HashMap, sync::Arc};

use indexmap::IndexMap;
use mortise_access::{Act, Permit, Scope};
use mortise_expr::Moment;
use mortise_model::{Ctx, Id, Key, Value};
use mortise_store::{Binned, ConnectionTrait, ReadPlan, repos::tasks};

use crate::{AppModel, Error, Identity, Result, Session};

/// How the permits to read other forms are found.
type Lookup = Box<dyn Fn(&str) -> Option<Permit> + Send + Sync>;

/// What a person may read of a form, and of the forms that it refers to.
pub(crate) struct Reading {
    model: Arc<AppModel>,
    pub(crate) permit: Permit,
    lookup: Lookup,
    moment: Moment,
    params: IndexMap<String, Value>,
}

impl Reading {
    /// The way of a person to the records of a form.
    pub(crate) fn of(model: &Arc<AppModel>, session: &Session, form: &Key, act: Act) -> Result<Self> {
        let permit = model.permit(session, form, act)?;
        Ok(Self::with(model, session, permit))
    }

    /// The way that a permit opens.
    pub(crate) fn with(model: &Arc<AppModel>, session: &Session, permit: Permit) -> Self {
        Self::by(model, (&session.ctx, &session.identity), permit)
    }

    /// The way that a permit opens to a person at a moment.
    pub(crate) fn by(model: &Arc<AppModel>, (ctx, identity): (&Ctx, &Identity), permit: Permit) -> Self {
        let (subject, roles) = (identity.subject.clone(), identity.roles_in(&model.app.key));
        let others = Arc::clone(model);
        let lookup = move |form: &str| {
            Key::new(form).ok().and_then(|form| others.policy.permit(&subject, &roles, &form, Act::Read))
        };
        Self {
            permit,
            lookup: Box::new(lookup),
            moment: Moment::of(ctx),
            params: model.params.clone(),
            model: Arc::clone(model),
        }
    }

    /// A plan that reads so.
    pub(crate) fn plan(&self) -> Result<ReadPlan<'_>> {
        let plan = ReadPlan::new(&self.model.shape, &self.permit, self.moment).map_err(Error::BadRequest)?;
        Ok(plan.permits(&*self.lookup).params(&self.params))
    }
}

/// Refuses where the person may not do this with the record, as if it were not there.
pub(crate) async fn require_visible(
    model: &Arc<AppModel>,
    session: &Session,
    form: &Key,
    act: Act,
    id: Id,
) -> Result<()> {
    let db = session.tenant.reader();
    let visible = match model.permit(session, form, act) {
        Ok(permit) => {
            let reading = Reading::with(model, session, permit);
            reading.plan()?.fields([]).get(db, id).await?.is_some()
        }
        Err(Error::Forbidden(code)) => {
            require_read(model, session, form, id).await?;
            return Err(Error::Forbidden(code));
        }
        Err(error) => return Err(error),
    };
    if visible {
        return Ok(());
    }
    require_read(model, session, form, id).await?;
    if act == Act::Read { Ok(()) } else { Err(Error::Forbidden("outside_scope")) }
}

/// How a person stands to a record with which something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It may be done.
    Open,
    /// The record may be seen, and no more.
    Closed,
    /// As if it were not there.
    Unseen,
}

/// How a person stands to live records of a form; those that are not named are [`Standing::Unseen`].
pub(crate) async fn standings(
    (model, session): (&Arc<AppModel>, &Session),
    (form, act): (&Key, Act),
    ids: &[Id],
    db: &impl ConnectionTrait,
) -> Result<HashMap<Id, Standing>> {
    let mut found = HashMap::new();
    for (act, standing) in [(Act::Read, Standing::Closed), (act, Standing::Open)] {
        let Ok(permit) = model.permit(session, form, act) else { continue };
        let reading = Reading::with(model, session, permit);
        let page = reading.plan()?.fields([]).get_many(db, ids).await?;
        found.extend(page.records.iter().map(|record| (record.id, standing)));
    }
    Ok(found)
}

/// The right to look into the recycle bin of a form: at what may be read and deleted.
pub(crate) fn permit_for_bin(model: &AppModel, session: &Session, form: &Key) -> Result<Permit> {
    let delete = model.permit(session, form, Act::Delete)?;
    let read = model.permit(session, form, Act::Read)?;
    Ok(match delete.scope() {
        Scope::Where(filter) => read.narrowed(filter.clone()),
        Scope::Everything | Scope::Nothing => read,
    })
}

/// Those of the records that lie in the recycle bin in sight of the person.
pub(crate) async fn binned(
    (model, session): (&Arc<AppModel>, &Session),
    form: &Key,
    ids: &[Id],
    db: &impl ConnectionTrait,
) -> Result<Vec<Id>> {
    let Ok(permit) = permit_for_bin(model, session, form) else { return Ok(Vec::new()) };
    let reading = Reading::with(model, session, permit);
    let page = reading.plan()?.fields([]).binned(Binned::Only).get_many(db, ids).await?;
    Ok(page.records.iter().map(|record| record.id).collect())
}

/// A record can be read by scope, or by taking part in its approval.
async fn require_read(model: &Arc<AppModel>, session: &Session, form: &Key, id: Id) -> Result<()> {
    let db = session.tenant.reader();
    if let Ok(permit) = model.permit(session, form, Act::Read) {
        let reading = Reading::with(model, session, permit);
        if reading.plan()?.fields([]).get(db, id).await?.is_some() {
            return Ok(());
        }
    }
    let waiting = tasks::tasks_waiting_at(db, &model.app.key, form, id).await?;
    let asked = waiting.iter().any(|task| task.assignee == session.user_id());
    if asked { Ok(()) } else { Err(Error::NotFound("record")) }
}
