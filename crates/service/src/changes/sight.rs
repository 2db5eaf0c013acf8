use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use mortise_access::Act;
use mortise_model::{Id, Key, Target};
use mortise_store::{
    Binned,
    repos::{
        changes::{self, ChangeSet},
        users,
    },
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    AppModel, Error, Platform, Result, Session,
    flows::PersonRef,
    records::{Reading, permit_for_bin, project},
    titles::write_title,
};

/// How many records of somebody else's change set are looked at to find one that the person may see.
const LOOKED_AT: u64 = 200;
/// How many records a list names of each change set.
const NAMED: usize = 3;

/// A change set as it is listed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeSetView {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; absent: by the product.
    pub by: Option<PersonRef>,
    /// By what act: `update_record`, `batch_records`, `import_records`, `undo_changes`, a rule …
    pub act: String,
    /// In which app.
    #[schema(value_type = Option<String>)]
    pub app: Option<Key>,
    /// With records of which forms, of those that the person may read.
    #[schema(value_type = Vec<String>)]
    pub forms: Vec<Key>,
    /// Why, where the person said so.
    pub note: Option<String>,
    /// How many changes it holds; told to whose act it was and to who may change the app's definitions.
    pub size: Option<i64>,
    /// The first of its records that the person may see.
    pub records: Vec<RecordRef>,
    /// The change set that this one took back.
    #[schema(value_type = Option<String>)]
    pub undoes: Option<Id>,
    /// The change set that took this one back, as a whole.
    #[schema(value_type = Option<String>)]
    pub undone_by: Option<Id>,
}

/// A record by its title.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordRef {
    /// Its form.
    #[schema(value_type = String)]
    pub form: Key,
    /// Which.
    #[schema(value_type = String)]
    pub record: Id,
    /// How it is called.
    pub title: String,
    /// Whether it lies in the recycle bin.
    pub deleted: bool,
}

/// What a person sees of change sets.
pub(super) struct Eyes<'a> {
    pub(super) platform: &'a Platform,
    pub(super) session: &'a Session,
    models: HashMap<Key, Option<Arc<AppModel>>>,
}

impl<'a> Eyes<'a> {
    pub(super) fn new(platform: &'a Platform, session: &'a Session) -> Self {
        Self { platform, session, models: HashMap::new() }
    }

    /// The app of a change set, where it is still there.
    pub(super) async fn model(&mut self, set: &ChangeSet) -> Result<Option<Arc<AppModel>>> {
        let Some(app) = &set.app else { return Ok(None) };
        if let Some(known) = self.models.get(app) {
            return Ok(known.clone());
        }
        let found = match self.platform.app(self.session, app).await {
            Ok(model) => Some(model),
            Err(Error::NotFound(_)) => None,
            Err(error) => return Err(error),
        };
        self.models.insert(app.clone(), found.clone());
        Ok(found)
    }

    /// Whether the person may know how large the set is, whatever its records are.
    pub(super) fn knows_all(&self, set: &ChangeSet, model: Option<&Arc<AppModel>>) -> bool {
        set.actor == Some(self.session.user_id()) || model.is_some_and(|model| model.may_design(self.session))
    }

    /// The set as the person sees it; nothing where it is out of sight.
    pub(super) async fn look(&mut self, set: &ChangeSet) -> Result<Option<ChangeSetView>> {
        let model = self.model(set).await?;
        let knows_all = self.knows_all(set, model.as_ref());
        let (mut records, mut forms) = (Vec::new(), Vec::new());
        if let Some(model) = &model {
            let db = self.session.tenant.reader();
            let first = changes::records_of(db, set.id, 0, LOOKED_AT).await?;
            let first: Vec<(Key, Id)> = first.into_iter().map(|(form, record, _)| (form, record)).collect();
            records = self.visible(model, &first[..first.len().min(NAMED * 4)]).await?;
            if records.is_empty() && !knows_all {
                records = self.visible(model, &first).await?;
            }
            forms = changes::forms_of(db, set.id).await?;
            forms.retain(|form| model.permit(self.session, form, Act::Read).is_ok());
        }
        if records.is_empty() && !knows_all {
            return Ok(None);
        }
        records.truncate(NAMED);
        Ok(Some(ChangeSetView {
            id: set.id,
            at: set.at,
            by: self.person(set).await?,
            act: set.act.clone(),
            app: set.app.clone(),
            forms,
            note: set.note.clone(),
            size: knows_all.then_some(set.size),
            records,
            undoes: set.undoes,
            undone_by: set.undone_by,
        }))
    }

    /// Those of the records that the person may see, in their order: live ones, and those in the recycle bin that
    /// the person may delete.
    pub(super) async fn visible(&self, model: &Arc<AppModel>, records: &[(Key, Id)]) -> Result<Vec<RecordRef>> {
        let mut by_form: BTreeMap<&Key, Vec<Id>> = BTreeMap::new();
        for (form, record) in records {
            by_form.entry(form).or_default().push(*record);
        }
        let mut seen: HashMap<Id, RecordRef> = HashMap::new();
        for (form, ids) in by_form {
            if model.form(form).is_err() {
                continue;
            }
            seen.extend(self.live(model, form, &ids).await?.into_iter().map(|record| (record.record, record)));
            seen.extend(self.binned(model, form, &ids).await?.into_iter().map(|record| (record.record, record)));
        }
        Ok(records.iter().filter_map(|(_, record)| seen.remove(record)).collect())
    }

    async fn live(&self, model: &Arc<AppModel>, form: &Key, ids: &[Id]) -> Result<Vec<RecordRef>> {
        let Ok(permit) = model.permit(self.session, form, Act::Read) else { return Ok(Vec::new()) };
        let reading = Reading::with(model, self.session, permit);
        let (db, target) = (self.session.tenant.reader(), Target::Form(form.clone()));
        let wanted = ids.iter().map(|id| (target.clone(), *id));
        let titles = reading.plan()?.titles_of(db, wanted, &write_title(model, self.session.ctx.locale)).await?;
        let named = |id: &Id| {
            let title = titles.get(&target, *id)?.to_owned();
            Some(RecordRef { form: form.clone(), record: *id, title, deleted: false })
        };
        Ok(ids.iter().filter_map(named).collect())
    }

    async fn binned(&self, model: &Arc<AppModel>, form: &Key, ids: &[Id]) -> Result<Vec<RecordRef>> {
        let Ok(permit) = permit_for_bin(model, self.session, form) else { return Ok(Vec::new()) };
        let reading = Reading::with(model, self.session, permit);
        let plan = reading.plan()?.binned(Binned::Only);
        let db = self.session.tenant.reader();
        let page = plan.get_many(db, ids).await?;
        let found = project(db, model, model.form(form)?, &plan, page, self.session.ctx.locale).await?;
        let named = |view: crate::records::RecordView| RecordRef {
            form: form.clone(),
            record: view.id,
            title: view.title,
            deleted: true,
        };
        Ok(found.into_iter().map(named).collect())
    }

    async fn person(&self, set: &ChangeSet) -> Result<Option<PersonRef>> {
        let Some(actor) = set.actor else { return Ok(None) };
        let user = users::user_by_id(self.session.tenant.reader(), actor).await?;
        Ok(Some(PersonRef { id: actor, name: user.map(|user| user.name).unwrap_or_default() }))
    }
}
