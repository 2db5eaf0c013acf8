//! What a case expects of records, tasks, news and counts.

use std::{collections::BTreeSet, sync::Arc};

use mortise_access::{Act, Permit};
use mortise_bundles::ExpectedCount;
use mortise_expr::Moment;
use mortise_forms::{Field, Refused};
use mortise_model::{Facts, Filter, Key, Storage};
use mortise_store::{Count, ReadPlan, repos::tasks};
use serde_json::{Map, Value as Json};

use super::{
    Stop,
    compare::{bare, differences},
    stage::{Played, Stage},
};
use crate::{
    Error, Result,
    records::{self, CountKind, QueryRecords},
    world::World,
};

/// How often a kind may ask before it knows a value.
const MOST_ROUNDS: usize = 10;

/// The flow's state, values, and fields that are not shown.
type Expected<'e> = (Option<&'e str>, &'e Map<String, Json>, &'e [Key]);

impl Stage<'_> {
    /// Compares a record as it is stored.
    pub(super) async fn stored(&self, record: &Played, expected: Expected<'_>) -> Result<(), Stop> {
        let model = self.model().await?;
        let published = Arc::clone(model.form(&record.form)?);
        let stored = mortise_store::records::load(self.tenant.reader(), &published.shape(), record.id).await?;
        let stored = stored.ok_or(Error::NotFound("record"))?;
        let values = stored.values.iter().map(|(key, value)| (key.to_string(), value.to_json())).collect();
        self.compare(record, (stored.system.flow_state.as_deref(), &values), expected).await
    }

    /// Compares a record as a person sees it; who may not see it is refused.
    pub(super) async fn seen_by(&self, who: &str, record: &Played, expected: Expected<'_>) -> Result<(), Stop> {
        let session = self.session(who).await?;
        let view = records::get(self.platform, &session, (&self.app, &record.form), record.id).await?;
        self.compare(record, (view.flow_state.as_deref(), &view.values), expected).await
    }

    async fn compare(
        &self,
        record: &Played,
        (flow_state, values): (Option<&str>, &Map<String, Json>),
        (wanted_state, wanted, absent): Expected<'_>,
    ) -> Result<(), Stop> {
        let mut told = Vec::new();
        if wanted_state.is_some_and(|wanted| flow_state != Some(wanted)) {
            let (wanted, found) = (wanted_state.unwrap_or_default(), flow_state.unwrap_or("none"));
            told.push(format!("flow_state: expected `{wanted}`, found `{found}`"));
        }
        let wanted = self.canonical(&record.form, wanted).await?;
        told.extend(differences(&wanted, values));
        for field in absent {
            if let Some(found) = values.get(field.as_str()) {
                told.push(format!("{field}: expected not to be shown, found {found}"));
            }
        }
        if told.is_empty() { Ok(()) } else { Err(Stop::Differs(told)) }
    }

    /// Exactly these people have an open task on the last record.
    pub(super) async fn asked(&self, people: &[String]) -> Result<(), Stop> {
        let Some(record) = &self.last else {
            return Err(Stop::Differs(vec!["there is no record yet whose tasks could be looked at".to_owned()]));
        };
        let open = tasks::tasks_waiting_at(self.tenant.reader(), &self.app, &record.form, record.id).await?;
        let ids: Vec<_> = open.into_iter().map(|task| task.assignee).collect();
        same("open tasks", people, &self.usernames(&ids).await?)
    }

    /// Exactly these people were told something since the last such step.
    pub(super) async fn notified(&mut self, people: &[String]) -> Result<(), Stop> {
        let told = self.newly_told().await?;
        same("notified", people, &told)
    }

    /// So many records fit, seen by somebody or by the product.
    pub(super) async fn counted(&self, who: Option<&str>, expected: &ExpectedCount) -> Result<(), Stop> {
        let found = match who {
            Some(who) => self.counted_by(who, expected).await?,
            None => self.all(&expected.form, expected.filter.clone()).await?,
        };
        if found == expected.count {
            return Ok(());
        }
        Err(Stop::Differs(vec![format!("{}: expected {} records, found {found}", expected.form, expected.count)]))
    }

    async fn counted_by(&self, who: &str, expected: &ExpectedCount) -> Result<u64> {
        let session = self.session(who).await?;
        let params = QueryRecords {
            filter: expected.filter.clone(),
            count: CountKind::Exact,
            limit: Some(1),
            ..Default::default()
        };
        let page = records::query(self.platform, &session, (&self.app, &expected.form), params).await?;
        Ok(page.total.unwrap_or_default())
    }

    async fn all(&self, form: &Key, filter: Option<Filter>) -> Result<u64> {
        let (model, ctx) = (self.model().await?, self.ctx());
        let permit = Permit::system(form.clone(), Act::Read);
        let plan = ReadPlan::new(&model.shape, &permit, Moment::of(&ctx)).map_err(Error::BadRequest)?;
        let plan = plan.params(&model.params).filter(filter.unwrap_or(Filter::And(Vec::new())));
        let counted = plan.count(self.tenant.reader(), Count::Exact).await.map_err(records::bad_request)?;
        Ok(counted.count)
    }

    /// Expected values in the canonical form of their fields, links as ids.
    async fn canonical(&self, form: &Key, values: &Map<String, Json>) -> Result<Map<String, Json>, Stop> {
        let model = self.model().await?;
        let published = Arc::clone(model.form(form)?);
        let mut canonical = Map::new();
        for (name, raw) in self.sent(form, values).await? {
            let json = match published.field(&name) {
                Some(field) => self.of_field(field, &raw).await?,
                None => return Err(Stop::Differs(vec![format!("`{name}` is not a field of `{form}`")])),
            };
            canonical.insert(name, json);
        }
        Ok(canonical)
    }

    async fn of_field(&self, field: &Field, raw: &Json) -> Result<Json> {
        match (field.kind.storage(), raw) {
            (Storage::Rows, Json::Array(rows)) => {
                let mut all = Vec::new();
                for row in rows.iter().filter_map(Json::as_object) {
                    let mut values = Map::new();
                    for (name, raw) in row {
                        let json = match field.rows.get(name.as_str()) {
                            Some(inner) => Box::pin(self.of_field(inner, raw)).await?,
                            None => raw.clone(),
                        };
                        values.insert(name.clone(), json);
                    }
                    all.push(Json::Object(values));
                }
                Ok(Json::Array(all))
            }
            (_, raw) if raw.is_null() || raw.get("masked").is_some() => Ok(raw.clone()),
            (_, raw) => self.of_value(field, raw).await,
        }
    }

    /// A value as it would be stored; what its kind does not take is compared as it is written.
    async fn of_value(&self, field: &Field, raw: &Json) -> Result<Json> {
        let (model, ctx) = (self.model().await?, self.ctx());
        let world = World { db: self.tenant.reader(), ctx: &ctx, model: &model };
        let mut facts = Facts::new();
        for _ in 0..MOST_ROUNDS {
            match field.kind.read(raw, &facts) {
                Ok(value) => return Ok(bare(&value.to_json())),
                Err(Refused::Wrong(_)) => return Ok(raw.clone()),
                Err(Refused::Unknown(need)) => world.answer(&mut facts, need).await?,
            }
        }
        Err(Error::internal("a field's kind still asks after its last round"))
    }
}

/// Compares two sets of people.
fn same(what: &str, expected: &[String], found: &BTreeSet<String>) -> Result<(), Stop> {
    let wanted: BTreeSet<String> = expected.iter().cloned().collect();
    if wanted == *found {
        return Ok(());
    }
    let list = |people: &BTreeSet<String>| match people.is_empty() {
        true => "nobody".to_owned(),
        false => people.iter().cloned().collect::<Vec<_>>().join(", "),
    };
    Err(Stop::Differs(vec![format!("{what}: expected {}, found {}", list(&wanted), list(found))]))
}
