//! The app's own cases, played for real: people act through the use cases that the HTTP interface calls, in a
//! tenant of the case's own, at a clock that stands still until the case moves it.

mod act;
mod compare;
mod look;
mod stage;

use std::sync::Arc;

use mortise_bundles::{Bundle, CASE_OWNER, CaseSpec, CaseStep, ExpectedError};
use mortise_model::{Key, Pointer};

use crate::{
    Error, Platform, Result,
    apps::{self, Install},
    tenants,
};
use stage::Stage;

/// Why a case does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The step, as a place in the document: `/steps/3`.
    pub pointer: Pointer,
    /// What is otherwise than the case says, one line each.
    pub told: Vec<String>,
}

/// Why a step ends early.
enum Stop {
    /// The product refused the act.
    Refused(Error),
    /// Something is otherwise than expected.
    Differs(Vec<String>),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<mortise_store::Error> for Stop {
    fn from(error: mortise_store::Error) -> Self {
        Self::Refused(error.into())
    }
}

/// Plays a case in a new tenant, which is left for the caller to delete: installs the bundle with its people and
/// the demo records that the case wants, then takes the steps one after the other until one does not hold.
///
/// The platform's clock must show the moment at which the case starts.
pub async fn play(platform: &Arc<Platform>, tenant: &Key, bundle: &Bundle, case: &CaseSpec) -> Result<Option<Failure>> {
    set_up(platform, tenant, bundle, case).await?;
    let mut stage = Stage::open(platform, tenant, &bundle.app.key).await?;
    let mut refused: Option<(Pointer, Error)> = None;
    for (index, step) in case.steps.iter().enumerate() {
        let at = Pointer::root().at("steps").at(index);
        let read = step.read().map_err(|code| Error::internal(format!("{code} at `{at}`")))?;
        if let CaseStep::ExpectError(expected) = read {
            if let Some(told) = unlike(refused.take().map(|(_, error)| error).as_ref(), expected) {
                return Ok(Some(Failure { pointer: at, told }));
            }
            continue;
        }
        if let Some((at, error)) = refused.take() {
            return Ok(Some(Failure { pointer: at, told: lines(&error) }));
        }
        match stage.take(step, read).await {
            Ok(()) => {}
            Err(Stop::Refused(error)) => refused = Some((at, error)),
            Err(Stop::Differs(told)) => return Ok(Some(Failure { pointer: at, told })),
        }
    }
    Ok(refused.map(|(pointer, error)| Failure { pointer, told: lines(&error) }))
}

async fn set_up(platform: &Platform, tenant: &Key, bundle: &Bundle, case: &CaseSpec) -> Result<()> {
    // Nobody logs in, so that nobody needs to know the password.
    let owner = tenants::create(platform, tenant, CASE_OWNER, crate::auth::random_name()).await?;
    let database = platform.open(tenant).await?;
    let ctx = platform.system_ctx(tenant, "case");
    let mut bundle = bundle.clone();
    if let Some(wanted) = &case.data {
        bundle.data.retain(|form, _| wanted.contains(form));
    }
    let params = Install { with_demo_data: true, installer: Some(owner), ..Install::default() };
    apps::install(platform, (&ctx, &database), &bundle, params, &|_, _| {}).await.map(drop)
}

/// How the end of the act before differs from the refusal that is expected.
fn unlike(refused: Option<&Error>, expected: &ExpectedError) -> Option<Vec<String>> {
    let Some(error) = refused else {
        return Some(vec![format!("expected the refusal `{}`, but the act before was done", expected.code)]);
    };
    let issues = error.issues().into_iter().flat_map(|issues| issues.iter());
    let place = |at: &Pointer| expected.pointer.as_ref().is_none_or(|wanted| wanted == at.as_str());
    let by_issue = issues.into_iter().any(|issue| issue.code == expected.code && place(&issue.pointer));
    if by_issue || (error.code() == expected.code && expected.pointer.is_none()) {
        return None;
    }
    let at = expected.pointer.as_ref().map(|at| format!(" at `{at}`")).unwrap_or_default();
    let mut told = vec![format!("expected the refusal `{}`{at}", expected.code)];
    told.extend(lines(error));
    Some(told)
}

/// A refusal, one line for each of its issues.
fn lines(error: &Error) -> Vec<String> {
    let mut told = vec![format!("refused: `{}` ({error})", error.code())];
    let issues = error.issues().into_iter().flat_map(|issues| issues.iter());
    told.extend(issues.map(|issue| {
        let params = serde_json::Value::Object(issue.params.clone());
        format!("`{}` at `{}` {params}", issue.code, issue.pointer)
    }));
    if let Error::Conflict { params, .. } = error
        && !params.is_empty()
    {
        told.push(serde_json::Value::Object(params.clone()).to_string());
    }
    told
}
