use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};
use mortise_access::Act;
use mortise_model::{I18n, Id, Issue, Key, Pointer, Target};
use mortise_store::repos::{
    Page,
    rule_runs::{self as repo, RuleRun, RunFilter, RunOutcome},
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::{
    AppModel, Error, Platform, Result, Session,
    records::Reading,
    titles::{Known, write_title},
};

const AT_ONCE: u64 = 50;

/// Which runs.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunQuery {
    /// Of this rule only.
    #[serde(default)]
    pub rule: Option<Key>,
    /// Only those that ended so.
    #[serde(default)]
    pub outcome: Option<Ended>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<Id>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// It did what it says.
    Done,
    /// Its condition did not hold.
    Skipped,
    /// It stopped the act that had set it off.
    Stopped,
    /// It failed.
    Failed,
}

/// One page of runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleRunPage {
    /// The newest first.
    pub items: Vec<RuleRunView>,
    /// Leads to the next page.
    pub next_cursor: Option<String>,
}

/// One run of a rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleRunView {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// The rule.
    #[schema(value_type = String)]
    pub rule: Key,
    /// What the rule is called; absent where there is no such rule any more.
    #[schema(value_type = Option<Object>)]
    pub rule_name: Option<I18n>,
    /// When.
    pub at: DateTime<Utc>,
    /// What set it off: `create`, `update`, `delete`, `flow`, `button`, `schedule`; `after` where it failed before that
    /// was known.
    pub trigger: String,
    /// The form of the record.
    #[schema(value_type = Option<String>)]
    pub form: Option<Key>,
    /// The record that set it off.
    pub record: Option<RunRecord>,
    /// How it ended.
    pub outcome: Ended,
    /// For how many milliseconds it ran.
    pub took_ms: i64,
    /// How many records it made.
    pub created: u64,
    /// How many other records it changed.
    pub updated: u64,
    /// How many people it told something new.
    pub told: u64,
    /// How many people it did not tell, because they may not see the record.
    pub unsighted: u64,
    /// What it said, or why it failed.
    pub issues: Vec<RunIssue>,
    /// What it has written, as a change set.
    #[schema(value_type = Option<String>)]
    pub change_set: Option<Id>,
}

/// Something that a rule said, or why it failed.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunIssue {
    /// The stable code.
    pub code: String,
    /// The place in the record that could not be written, where it is about one.
    pub pointer: Option<String>,
    /// The sentence in the reader's language.
    pub message: String,
}

/// The record of a run.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunRecord {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// What it is called; absent where it is out of the reader's sight.
    pub title: Option<String>,
}

/// The runs of an app's rules, or of one of them, newest first: for people who may design the app. Records are called
/// what the person may read of them; of a record out of sight only the id is told.
pub async fn runs(platform: &Platform, session: &Session, app: &Key, query: RunQuery) -> Result<RuleRunPage> {
    let model = platform.designing(session, app).await?;
    let page = query.cursor.map_or_else(|| Page::first(AT_ONCE), |last| Page::after(last, AT_ONCE));
    let filter = RunFilter { rule: query.rule, outcome: query.outcome.map(Ended::stored) };
    let found = repo::runs_of(session.tenant.reader(), app, &filter, page).await?;
    let known = |rule: &Key| model.rules.iter().any(|known| known.spec().key == *rule);
    if found.is_empty() && filter.rule.as_ref().is_some_and(|rule| !known(rule)) {
        return Err(Error::NotFound("rule"));
    }
    let full = found.len() as u64 == AT_ONCE;
    let next_cursor = found.last().filter(|_| full).map(|last| last.id.to_string());
    let titles = titles(&model, session, &found).await?;
    let say = |issue: &Issue| platform.sentence(issue, session.ctx.locale);
    let items = found.into_iter().map(|run| view(&model, &titles, run, &say)).collect();
    Ok(RuleRunPage { items, next_cursor })
}

impl Ended {
    fn stored(self) -> RunOutcome {
        match self {
            Self::Done => RunOutcome::Done,
            Self::Skipped => RunOutcome::Skipped,
            Self::Stopped => RunOutcome::Stopped,
            Self::Failed => RunOutcome::Failed,
        }
    }
}

impl From<RunOutcome> for Ended {
    fn from(outcome: RunOutcome) -> Self {
        match outcome {
            RunOutcome::Done => Self::Done,
            RunOutcome::Skipped => Self::Skipped,
            RunOutcome::Stopped => Self::Stopped,
            RunOutcome::Failed => Self::Failed,
        }
    }
}

/// What the records are called that the person may see.
async fn titles(model: &Arc<AppModel>, session: &Session, runs: &[RuleRun]) -> Result<Known> {
    let db = session.tenant.reader();
    let wanted: BTreeSet<(&Key, Id)> = runs.iter().filter_map(|run| Some((run.form.as_ref()?, run.record?))).collect();
    let forms: BTreeSet<&Key> = wanted.iter().map(|(form, _)| *form).collect();
    let mut known = Known::default();
    for form in forms {
        let reading = match Reading::of(model, session, form, Act::Read) {
            Ok(reading) => reading,
            // The form, or any right on it, is not there for this person.
            Err(Error::NotFound(_) | Error::Forbidden(_)) => continue,
            Err(error) => return Err(error),
        };
        let ids: Vec<Id> = wanted.iter().filter(|(of, _)| *of == form).map(|(_, id)| *id).collect();
        let target = Target::Form(form.clone());
        let asked = ids.iter().map(|id| (target.clone(), *id));
        let found = reading.plan()?.titles_of(db, asked, &write_title(model, session.ctx.locale)).await?;
        for id in ids {
            if let Some(title) = found.get(&target, id) {
                known.0.insert(target.clone(), id, title.to_owned());
            }
        }
    }
    Ok(known)
}

fn view(model: &AppModel, titles: &Known, run: RuleRun, say: &impl Fn(&Issue) -> String) -> RuleRunView {
    let detail = run.detail.unwrap_or_default();
    let counted = |name: &str| detail["carried"][name].as_u64().unwrap_or(0);
    let codes = detail["issues"].as_array().into_iter().flatten().filter_map(Json::as_str);
    let errors = detail["error"].as_str().into_iter().flat_map(|text| text.split("; "));
    let issues = errors.chain(codes).map(|told| issue(&run.rule, told, say)).collect();
    let title = |id: Id| {
        let target = Target::Form(run.form.clone()?);
        titles.0.get(&target, id).map(str::to_owned)
    };
    RuleRunView {
        id: run.id,
        rule_name: model.rules.iter().find(|rule| rule.spec().key == run.rule).map(|rule| rule.spec().name.clone()),
        rule: run.rule,
        at: run.at,
        trigger: run.trigger,
        record: run.record.map(|id| RunRecord { id, title: title(id) }),
        form: run.form,
        outcome: run.outcome.into(),
        took_ms: run.took_ms,
        created: counted("created"),
        updated: counted("updated"),
        told: counted("told"),
        unsighted: counted("unsighted"),
        issues,
        change_set: run.change_set,
    }
}

/// A code, with its place where it has one, as it was kept with the run.
fn issue(rule: &Key, told: &str, say: &impl Fn(&Issue) -> String) -> RunIssue {
    let (code, place) = told.split_once(" at ").unwrap_or((told, ""));
    // What is no code is a fault of the product, whose words are for its log.
    let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let code = if is_code { code } else { "internal" };
    let issue = Issue::error(Pointer::raw(place.to_owned()), code).with("rule", rule.as_str());
    RunIssue { code: code.to_owned(), pointer: (!place.is_empty()).then(|| place.to_owned()), message: say(&issue) }
}
