//! Rules and what came of them.

use actix_web::{
    get,
    web::{Data, Json, Path, Query},
};
use mortise_model::{Id, Key};
use mortise_service::{
    Platform,
    rules::{self, Ended, RuleRunPage, RunQuery},
};
use serde::Deserialize;

use crate::{extract::Who, problem::Problem};

/// Which runs of one rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OneRuleQuery {
    #[serde(default)]
    outcome: Option<Ended>,
    #[serde(default)]
    cursor: Option<Id>,
}

/// What came of an app's rules, newest first.
#[utoipa::path(tag = "rules", params(("app" = String, Path), ("rule" = Option<String>, Query), ("outcome" = Option<Ended>, Query), ("cursor" = Option<String>, Query)), responses((status = 200, body = RuleRunPage)))]
#[get("/apps/{app}/rule-runs")]
pub(super) async fn list_rule_runs(
    platform: Data<Platform>,
    who: Who,
    path: Path<Key>,
    query: Query<RunQuery>,
) -> Result<Json<RuleRunPage>, Problem> {
    rules::runs(&platform, &who, &path, query.into_inner()).await.map(Json).map_err(|error| who.problem(error))
}

/// What came of one rule, newest first.
#[utoipa::path(tag = "rules", params(("app" = String, Path), ("rule" = String, Path), ("outcome" = Option<Ended>, Query), ("cursor" = Option<String>, Query)), responses((status = 200, body = RuleRunPage)))]
#[get("/apps/{app}/rules/{rule}/runs")]
pub(super) async fn list_runs_of_rule(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Key)>,
    query: Query<OneRuleQuery>,
) -> Result<Json<RuleRunPage>, Problem> {
    let (app, rule) = path.into_inner();
    let OneRuleQuery { outcome, cursor } = query.into_inner();
    let query = RunQuery { rule: Some(rule), outcome, cursor };
    rules::runs(&platform, &who, &app, query).await.map(Json).map_err(|error| who.problem(error))
}
