//! A good request for every route: what the matrix of access, the snapshots of answers and the bad inputs begin with.

use std::collections::BTreeMap;

use mortise_bundles::{Files, pack};
use mortise_tests::{Answer, Call, Client, Operation, operations};
use serde_json::{Value as Json, json};

use crate::things::{
    Need::{
        self, Binned, Changed, Contract, Department, File, FreshLogIn, Job, Nothing, OwnView, Payable, Person, RuleRun,
        Submitted,
    },
    PNG, Things,
};

/// A good request for one route. In its body `"$record"` stands for the thing of that name.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) operation: Operation,
    /// Who may do it, so that the answer is the typical one.
    pub(crate) by: &'static str,
    /// What must be there before.
    pub(crate) need: Need,
    query: &'static str,
    body: Option<Json>,
}

/// Routes for people who have not logged in.
pub(crate) const PUBLIC: &[&str] = &["POST /auth/login", "GET /demo"];

/// Routes whose good request would end what the other tests stand on: their samples are refused, and each has a test
/// of its own.
pub(crate) const ENDS_ALL: &[&str] = &["POST /demo/reset"];

/// Name, who may, what must be there, the query, the body.
type Line = (&'static str, &'static str, Need, &'static str, Option<Json>);

fn lines() -> Vec<Line> {
    [who(), people(), forms(), records(), changes(), views(), files(), flows(), rules(), reports(), apps()].concat()
}

fn who() -> Vec<Line> {
    vec![
        (
            "POST /auth/login",
            "admin",
            Nothing,
            "",
            Some(json!({"tenant": "demo", "username": "zhou.prod", "password": "mortise-demo"})),
        ),
        ("POST /auth/logout", "zhou.prod", FreshLogIn, "", None),
        ("GET /me", "zhou.prod", Nothing, "", None),
        ("GET /notifications", "zhou.prod", Nothing, "", None),
        ("GET /search", "zhou.prod", Nothing, "?q=%E9%95%BF%E5%A4%9C&limit=1", None),
        ("POST /notifications/read", "zhou.prod", Nothing, "", Some(json!({}))),
    ]
}

fn people() -> Vec<Line> {
    vec![
        ("GET /people", "zhou.prod", Nothing, "?search=prod", None),
        ("GET /users", "admin", Nothing, "?search=prod", None),
        ("POST /users", "admin", Nothing, "", Some(json!({"username": "$new_username", "name": "新人"}))),
        ("PATCH /users/{user}", "admin", Person, "", Some(json!({"version": 1, "name": "改名"}))),
        ("POST /users/{user}/disable", "admin", Person, "", None),
        ("POST /users/{user}/enable", "admin", Person, "", None),
        ("POST /users/{user}/password", "admin", Person, "", Some(json!({"password": "a-new-password"}))),
        ("GET /departments", "zhou.prod", Nothing, "", None),
        ("POST /departments", "admin", Nothing, "", Some(json!({"name": "新部门"}))),
        ("PATCH /departments/{department}", "admin", Department, "", Some(json!({"version": 1, "name": "改名部门"}))),
        ("GET /apps/{app}/roles", "ada.admin", Nothing, "", None),
        ("PUT /apps/{app}/users/{user}/roles", "ada.admin", Person, "", Some(json!({"roles": ["editor"]}))),
    ]
}

fn forms() -> Vec<Line> {
    vec![
        ("GET /apps/{app}/forms", "ada.admin", Nothing, "", None),
        ("GET /apps/{app}/forms/{form}", "ada.admin", Nothing, "", None),
        ("PUT /apps/{app}/forms/{form}", "ada.admin", Nothing, "", Some(json!("$form_document"))),
        ("POST /apps/{app}/forms/{form}/publish", "ada.admin", Nothing, "", Some(json!({}))),
        ("GET /apps/{app}/forms/{form}/versions", "ada.admin", Nothing, "", None),
        ("GET /apps/{app}/forms/{form}/versions/{form_version}", "ada.admin", Nothing, "", None),
        ("GET /apps/{app}/forms/{form}/published", "zhou.prod", Nothing, "", None),
        ("GET /apps/{app}/forms/{form}/record-schema", "zhou.prod", Nothing, "", None),
    ]
}

fn records() -> Vec<Line> {
    vec![
        (
            "POST /apps/{app}/forms/{form}/records/query",
            "zhou.prod",
            Contract,
            "",
            Some(json!({"count": "exact", "limit": 3})),
        ),
        (
            "POST /apps/{app}/forms/{form}/records/evaluate",
            "zhou.prod",
            Contract,
            "",
            Some(json!({"id": "$record", "values": {"amount": "12.5"}})),
        ),
        (
            "POST /apps/{app}/forms/{form}/records",
            "zhou.prod",
            Contract,
            "",
            Some(json!({"values": "$values", "confirm": ["contract_looks_duplicate"]})),
        ),
        ("GET /apps/{app}/forms/{form}/records/{record}", "zhou.prod", Contract, "", None),
        (
            "PATCH /apps/{app}/forms/{form}/records/{record}",
            "zhou.prod",
            Contract,
            "",
            Some(json!({"version": 1, "values": {"name": "改名合同"}})),
        ),
        ("DELETE /apps/{app}/forms/{form}/records/{record}", "qin.legal", Contract, "", Some(json!({"version": 1}))),
        ("POST /apps/{app}/forms/{form}/records/{record}/restore", "qin.legal", Binned, "", None),
        (
            "POST /apps/{app}/forms/{form}/records/{record}/actions/{button}",
            "bai.fin",
            Payable,
            "",
            Some(json!({"version": "$version", "values": {"pay_date": "2026-06-01"}})),
        ),
        ("GET /apps/{app}/forms/{form}/records/{record}/comments", "zhou.prod", Contract, "", None),
        (
            "POST /apps/{app}/forms/{form}/records/{record}/comments",
            "zhou.prod",
            Contract,
            "",
            Some(json!({"text": "请补充附件"})),
        ),
        ("GET /apps/{app}/forms/{form}/records/{record}/history", "zhou.prod", Contract, "", None),
        (
            "POST /apps/{app}/forms/{form}/records/export",
            "qin.legal",
            Nothing,
            "",
            Some(json!({"format": "csv", "fields": ["no", "name"]})),
        ),
        (
            "POST /apps/{app}/forms/{import_form}/records/import",
            "ada.admin",
            Nothing,
            "",
            Some(json!({"$parts": {"file": "title,year\nA new film,2026\n", "dry_run": "true"}})),
        ),
    ]
}

fn views() -> Vec<Line> {
    let spec = json!({"key": "$view", "name": {"zh-CN": "待签的大额合同", "en": "Large, to be signed"},
        "show": {"kind": "kanban", "settings": {"by": "status", "card": ["no", "amount"]}},
        "filter": {"field": "amount", "op": "gt", "value": "100000"}, "sort": [{"field": "no"}]});
    vec![
        ("GET /apps/{app}/forms/{form}/views", "zhou.prod", OwnView, "", None),
        ("GET /apps/{app}/forms/{form}/views/{view}", "zhou.prod", OwnView, "", None),
        ("PUT /apps/{app}/forms/{form}/views/{view}", "zhou.prod", Nothing, "", Some(json!({"spec": spec}))),
        ("DELETE /apps/{app}/forms/{form}/views/{view}", "zhou.prod", OwnView, "", Some(json!({"version": 1}))),
    ]
}

fn changes() -> Vec<Line> {
    vec![
        (
            "POST /apps/{app}/forms/{form}/records/batch",
            "zhou.prod",
            Contract,
            "",
            Some(
                json!({"act": "update", "records": [{"id": "$record", "version": 1}], "values": {"name": "批量改名合同"},
                "confirm": ["contract_looks_duplicate"]}),
            ),
        ),
        ("GET /changes", "zhou.prod", Changed, "?app=film_crm&act=batch_records&limit=1", None),
        ("GET /changes/{change_set}", "zhou.prod", Changed, "", None),
        (
            "POST /changes/{change_set}/undo",
            "zhou.prod",
            Changed,
            "",
            Some(json!({"confirm": ["contract_looks_duplicate"]})),
        ),
    ]
}

fn files() -> Vec<Line> {
    vec![
        ("POST /files", "zhou.prod", Nothing, "", None),
        ("GET /files/{file}", "zhou.prod", File, "", None),
        ("GET /files/{file}/preview", "zhou.prod", File, "", None),
    ]
}

fn flows() -> Vec<Line> {
    vec![
        ("GET /apps/{app}/forms/{form}/workflow", "ada.admin", Nothing, "", None),
        ("PUT /apps/{app}/forms/{form}/workflow", "ada.admin", Nothing, "", Some(json!("$workflow_document"))),
        ("POST /apps/{app}/forms/{form}/workflow/publish", "ada.admin", Nothing, "", None),
        (
            "POST /apps/{app}/forms/{form}/workflow/preview",
            "zhou.prod",
            Contract,
            "",
            Some(json!({"record": "$record"})),
        ),
        (
            "POST /apps/{app}/forms/{form}/records/{record}/submit",
            "zhou.prod",
            Contract,
            "",
            Some(json!({"version": 1})),
        ),
        ("GET /apps/{app}/forms/{form}/records/{record}/instance", "zhou.prod", Submitted, "", None),
        ("GET /tasks", "gao.vp", Submitted, "?box=todo", None),
        ("GET /tasks/{task}", "gao.vp", Submitted, "", None),
        (
            "POST /tasks/{task}/actions/{action}",
            "gao.vp",
            Submitted,
            "",
            Some(json!({"record_version": "$version", "comment": "同意"})),
        ),
        (
            "POST /tasks/batch",
            "gao.vp",
            Submitted,
            "",
            Some(json!({"action": "approve", "tasks": [{"task": "$task", "version": 1}]})),
        ),
        ("GET /instances/{instance}", "zhou.prod", Submitted, "", None),
        (
            "POST /instances/{instance}/actions/{instance_action}",
            "zhou.prod",
            Submitted,
            "",
            Some(json!({"comment": "请尽快"})),
        ),
    ]
}

fn reports() -> Vec<Line> {
    vec![
        ("GET /apps/{app}/reports/{report}", "zhou.prod", Nothing, "", None),
        ("PUT /apps/{app}/reports/{report}", "ada.admin", Nothing, "", Some(json!("$report_document"))),
        ("POST /apps/{app}/reports/{report}/run", "zhou.prod", Nothing, "", None),
        (
            "POST /apps/{app}/reports/{report}/drill",
            "zhou.prod",
            Nothing,
            "",
            Some(json!({"rows": ["供应商合同"], "columns": [], "measure": "n"})),
        ),
        (
            "POST /apps/{app}/pivot",
            "zhou.prod",
            Nothing,
            "",
            Some(
                json!({"form": "contract", "rows": [{"field": "type"}], "columns": [], "measures": [{"key": "n", "agg": "count"}]}),
            ),
        ),
        ("POST /apps/{app}/forms/{form}/records/{record}/prints/{print}", "zhou.prod", Contract, "", None),
    ]
}

fn rules() -> Vec<Line> {
    vec![
        ("GET /apps/{app}/rule-runs", "admin", RuleRun, "?outcome=done", None),
        ("GET /apps/{app}/rules/{rule}/runs", "admin", RuleRun, "", None),
    ]
}

fn apps() -> Vec<Line> {
    vec![
        ("GET /apps", "zhou.prod", Nothing, "", None),
        (
            "POST /apps",
            "admin",
            Nothing,
            "",
            Some(json!({"key": "$new_key", "name": {"zh-CN": "新应用", "en": "New app"}})),
        ),
        ("GET /apps/{app}", "zhou.prod", Nothing, "", None),
        ("POST /apps/import", "admin", Nothing, "", None),
        ("GET /apps/{app}/export", "admin", Nothing, "", None),
        ("GET /templates", "admin", Nothing, "", None),
        ("POST /templates/{template}/install", "admin", Nothing, "", Some(json!({"as": "$new_key"}))),
        ("GET /jobs", "admin", Job, "", None),
        ("GET /jobs/{job}", "admin", Job, "", None),
        ("POST /jobs/{job}/cancel", "admin", Job, "", None),
        ("GET /limits", "zhou.prod", Nothing, "", None),
        ("GET /events", "zhou.prod", Nothing, "", None),
        ("GET /demo", "zhou.prod", Nothing, "", None),
        ("POST /demo/clock", "zhou.prod", Nothing, "", Some(json!({"advance": "PT1M"}))),
        ("POST /demo/reset", "zhou.prod", Nothing, "", Some(json!({"confirm": "another"}))),
    ]
}

/// A sample for each operation; stops where a route has none, or a sample no route.
pub(crate) fn samples() -> Vec<Sample> {
    let mut lines: BTreeMap<_, _> = lines().into_iter().map(|line| (plain(line.0), line)).collect();
    let mut without = Vec::new();
    let mut samples = Vec::new();
    for operation in operations() {
        match lines.remove(&operation.name()) {
            Some((_, by, need, query, body)) => samples.push(Sample { operation, by, need, query, body }),
            None => without.push(operation.name()),
        }
    }
    assert!(without.is_empty(), "these routes need a sample in tests/it/samples.rs: {without:#?}");
    assert!(lines.is_empty(), "these samples have no route: {:#?}", lines.keys());
    samples
}

/// The name of a route, whose samples may ask for other things than those that its parameters are called after.
fn plain(name: &str) -> String {
    name.replace("{instance_action}", "{action}").replace("{import_form}", "{form}")
}

/// The zip of an app without anything in it.
pub(crate) fn tiny_app(key: &str) -> Vec<u8> {
    let app = json!({"version": 1, "release": "1.0.0", "key": key, "name": {"zh-CN": "小应用", "en": "Tiny app"}});
    pack(&Files::from([("app.json".to_owned(), app.to_string().into_bytes())]))
}

impl Sample {
    /// `GET /apps/{app}`.
    pub(crate) fn name(&self) -> String {
        self.operation.name()
    }

    /// Whether it may change something.
    pub(crate) fn writes(&self) -> bool {
        self.operation.method != "GET"
    }

    /// The path with its parameters filled in.
    pub(crate) fn path(&self, things: &Things) -> String {
        let mut path = self.operation.path.clone();
        for name in self.parameters() {
            let thing = match name {
                "action" if self.operation.path.contains("/instances/") => "instance_action",
                "form" if self.operation.path.ends_with("/import") => "import_form",
                name => name,
            };
            path = path.replace(&format!("{{{name}}}"), &things.text(thing));
        }
        path + self.query
    }

    /// The names of the path's parameters.
    pub(crate) fn parameters(&self) -> Vec<&str> {
        self.operation.path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
    }

    /// The body with the things that it names.
    pub(crate) fn body(&self, things: &Things) -> Option<Json> {
        self.body.as_ref().map(|body| things.filled(body))
    }

    /// The good request.
    pub(crate) fn call<'c>(&self, client: &'c Client<'c>, things: &Things) -> Call<'c> {
        match self.body(things) {
            _ if self.name() == "POST /files" => client.call("POST", &self.path(things)).file("file", "海报.png", PNG),
            Some(body) => self.call_with(client, things, &body),
            None if self.name() == "POST /apps/import" => {
                let call = client.call("POST", &self.path(things)).header("Content-Type", "application/zip");
                call.body(tiny_app(&things.text("new_key")))
            }
            None => client.call(&self.operation.method, &self.path(things)),
        }
    }

    /// The request with another body.
    pub(crate) fn call_with<'c>(&self, client: &'c Client<'c>, things: &Things, body: &Json) -> Call<'c> {
        let call = client.call(&self.operation.method, &self.path(things));
        match body.get("$parts") {
            Some(sent) => call.parts(&parts(sent)),
            None => call.json(body),
        }
    }

    /// Asks.
    pub(crate) async fn ask(&self, client: &Client<'_>, things: &Things) -> Answer {
        self.call(client, things).send().await
    }
}

/// The parts of a form with a file.
fn parts(json: &Json) -> Vec<(&str, Option<&str>, &[u8])> {
    let members = json.as_object().into_iter().flatten();
    members
        .map(|(name, content)| {
            let file = (name == "file").then_some("sample.csv");
            (name.as_str(), file, content.as_str().unwrap_or_default().as_bytes())
        })
        .collect()
}
