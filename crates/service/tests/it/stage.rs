//! A small app with people on each database, a clock that is moved, and the few words in which tests speak.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use chrono::{DateTime, TimeZone, Utc};
use mortise_bundles::{Files, read_files};
use mortise_model::{Id, Key, Locale};
use mortise_service::{
    Clock, Error, Platform, Session,
    apps::{self, Install},
    auth::{self, LogIn},
    demo::{self, MoveClock},
    flows::{self, ActOnTask, TaskBox},
    idempotency::{Answered, Once},
    notices::{self, NotificationView},
    records::{self, CreateRecord, RecordView, UpdateRecord},
    tenants,
};
use mortise_store::{Backend, PoolLimits, Tenants};
use sea_orm::{ConnectionTrait, Database};
use serde_json::{Map, Value as Json, json};

pub(crate) const PASSWORD: &str = "mortise-test";

/// A product at work with one tenant.
pub(crate) struct Stage {
    pub(crate) platform: Arc<Platform>,
    backend: Backend,
}

/// Runs a check on each database.
pub(crate) async fn on_each_backend(check: impl AsyncFn(&mut Stage)) {
    let dir = tempfile::tempdir().unwrap();
    on_stage(Backend::Sqlite { dir: dir.path().to_owned() }, &check).await;
    if let Ok(url) = std::env::var("MORTISE_TEST_PG") {
        let name = fresh_name();
        let (server, _) = url.rsplit_once('/').unwrap();
        administer(&url, &format!("CREATE DATABASE {name}")).await;
        on_stage(Backend::Postgres { url: format!("{server}/{name}") }, &check).await;
        administer(&url, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    } else {
        eprintln!("MORTISE_TEST_PG is not set: this ran on SQLite only");
    }
}

async fn on_stage(backend: Backend, check: &impl AsyncFn(&mut Stage)) {
    let mut stage = Stage { platform: platform(&backend, morning()).await, backend };
    stage.set_up().await;
    check(&mut stage).await;
    stage.platform.close().await;
}

async fn platform(backend: &Backend, at: DateTime<Utc>) -> Arc<Platform> {
    let tenants = Tenants::connect(backend.clone(), PoolLimits::default()).await.unwrap();
    Arc::new(Platform::new(tenants, Clock::starting_at(at), Vec::new(), true))
}

async fn administer(url: &str, statement: &str) {
    let db = Database::connect(url).await.unwrap();
    db.execute_unprepared(statement).await.unwrap();
    db.close().await.unwrap();
}

fn fresh_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("mortise_service_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The moment at which tests begin: 9 in the morning where the tenant is.
pub(crate) fn morning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 1, 1, 0, 0).single().unwrap()
}

pub(crate) fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

impl Stage {
    async fn set_up(&self) {
        let tenant = key("acme");
        let owner = tenants::create(&self.platform, &tenant, "owner", PASSWORD.to_owned()).await.unwrap();
        let opened = tenants::open(&self.platform, &tenant).await.unwrap();
        let bundle = read_files(&files()).unwrap();
        let params = Install {
            with_demo_data: true,
            installer: Some(owner),
            demo_password: Some(PASSWORD.to_owned()),
            ..Install::default()
        };
        let ctx = self.platform.system_ctx(&tenant, "set_up");
        apps::install(&self.platform, (&ctx, &opened), &bundle, params, &|_, _| {}).await.unwrap();
    }

    /// Ends the product as if the power had gone, and starts it anew on the same data.
    pub(crate) async fn restart(&mut self) {
        let now = self.platform.clock().now();
        self.restart_at(now).await;
    }

    /// The same, with a clock that begins at a moment.
    pub(crate) async fn restart_at(&mut self, at: DateTime<Utc>) {
        self.platform.close().await;
        self.platform = platform(&self.backend, at).await;
    }

    /// Somebody who has logged in.
    pub(crate) async fn person(&self, username: &str) -> Session {
        self.person_of("acme", username, PASSWORD).await
    }

    /// Somebody of another tenant who has logged in.
    pub(crate) async fn person_of(&self, tenant: &str, username: &str, password: &str) -> Session {
        let params = LogIn {
            tenant: tenant.to_owned(),
            username: username.to_owned(),
            password: password.to_owned(),
            user_agent: None,
            address: None,
        };
        let done = auth::log_in(&self.platform, params, "test").await.unwrap();
        auth::authenticate(&self.platform, &done.token, Locale::En, "test").await.unwrap()
    }

    /// Moves the clock, and does what falls due on the way; how many things.
    pub(crate) async fn advance(&self, by: &str) -> u64 {
        let anybody = self.person("ann").await;
        let params = MoveClock { advance: Some(by.to_owned()), to: None };
        let view = demo::move_clock(&self.platform, &anybody, params).await.unwrap();
        serde_json::to_value(view).unwrap()["fired"].as_u64().unwrap()
    }

    /// Lets everything run that waits to be done.
    pub(crate) async fn settle(&self) {
        self.advance("PT1M").await;
    }

    pub(crate) async fn create(&self, who: &str, form: &str, values: Json) -> Result<RecordView, Error> {
        self.make(who, form, values, false).await
    }

    pub(crate) async fn submit(&self, who: &str, form: &str, values: Json) -> Result<RecordView, Error> {
        self.make(who, form, values, true).await
    }

    async fn make(&self, who: &str, form: &str, values: Json, submit: bool) -> Result<RecordView, Error> {
        let params: CreateRecord = serde_json::from_value(json!({"values": values, "submit": submit})).unwrap();
        let session = self.person(who).await;
        let place = (&key("desk"), &key(form));
        match records::create(&self.platform, &session, place, params, &Once::default()).await? {
            Answered::Now(view) => Ok(view),
            Answered::Before { .. } => panic!("nothing came twice"),
        }
    }

    pub(crate) async fn update(&self, who: &str, form: &str, id: Id, body: Json) -> Result<RecordView, Error> {
        let mut body = body;
        if body.get("version").is_none() {
            body["version"] = json!(self.get(who, form, id).await.unwrap().version);
        }
        let params: UpdateRecord = serde_json::from_value(body).unwrap();
        records::update(&self.platform, &self.person(who).await, (&key("desk"), &key(form)), id, params).await
    }

    pub(crate) async fn delete(&self, who: &str, form: &str, id: Id) -> Result<(), Error> {
        let version = self.get(who, form, id).await.unwrap().version;
        let session = self.person(who).await;
        records::delete(&self.platform, &session, (&key("desk"), &key(form)), id, Some(version)).await
    }

    pub(crate) async fn get(&self, who: &str, form: &str, id: Id) -> Result<RecordView, Error> {
        records::get(&self.platform, &self.person(who).await, (&key("desk"), &key(form)), id).await
    }

    /// The values of one field in all records of a form, as its administrator sees them, oldest first.
    pub(crate) async fn column(&self, form: &str, field: &str) -> Vec<Json> {
        let query = json!({"sort": [{"field": "_id"}], "limit": 200});
        let params = serde_json::from_value(query).unwrap();
        let session = self.person("cat").await;
        let page = records::query(&self.platform, &session, (&key("desk"), &key(form)), params).await.unwrap();
        page.records.into_iter().map(|record| record.values[field].clone()).collect()
    }

    /// What somebody was told, newest first.
    pub(crate) async fn news(&self, who: &str) -> Vec<NotificationView> {
        notices::notifications(&self.platform, &self.person(who).await, None).await.unwrap().items
    }

    /// The kinds of what somebody was told, oldest first.
    pub(crate) async fn kinds(&self, who: &str) -> Vec<String> {
        let mut kinds: Vec<String> = self.news(who).await.into_iter().map(|news| news.kind).collect();
        kinds.reverse();
        kinds
    }

    /// The task that waits for somebody.
    pub(crate) async fn task(&self, who: &str) -> Option<Id> {
        let page = flows::tasks(&self.platform, &self.person(who).await, TaskBox::Todo, None).await.unwrap();
        page.items.first().map(|task| task.id)
    }

    /// Does something with the one task that waits for somebody.
    pub(crate) async fn act(&self, who: &str, action: &str, body: Json) -> Result<(), Error> {
        let task = self.task(who).await.unwrap();
        let seen = flows::task(&self.platform, &self.person(who).await, task).await.unwrap();
        let mut body = body;
        body["record_version"] = json!(seen.record.version);
        let params: ActOnTask = serde_json::from_value(body).unwrap();
        let session = self.person(who).await;
        flows::act_on_task(&self.platform, &session, (task, action), params, &Once::default()).await.map(drop)
    }

    /// The tenant's database.
    pub(crate) async fn database(&self) -> mortise_store::Tenant {
        tenants::open(&self.platform, &key("acme")).await.unwrap()
    }
}

/// The codes of a refusal, each with its place.
pub(crate) fn codes<T>(done: Result<T, Error>) -> Vec<String> {
    match done {
        Ok(_) => Vec::new(),
        Err(Error::Invalid(issues) | Error::Confirm(issues) | Error::BadRequest(issues)) => {
            issues.iter().map(|issue| format!("{} {}", issue.pointer, issue.code).trim().to_owned()).collect()
        }
        Err(Error::Conflict { code, .. }) => vec![code],
        Err(Error::Forbidden(code) | Error::NotFound(code)) => vec![code.to_owned()],
        Err(error) => panic!("{error:?}"),
    }
}

/// The files of the app `desk`.
pub(crate) fn files() -> Files {
    let documents = [
        ("app.json", app()),
        (
            "forms/client.form.json",
            form("client", json!([field("name", "text", json!({}), json!({"required": true}))])),
        ),
        ("forms/ticket.form.json", ticket()),
        ("forms/leave.form.json", form("leave", json!([field("title", "text", json!({}), json!({}))]))),
        ("workflows/leave_flow.workflow.json", leave_flow()),
        ("forms/errand.form.json", form("errand", json!([field("title", "text", json!({}), json!({}))]))),
        ("workflows/errand_flow.workflow.json", errand_flow()),
        ("forms/step.form.json", pointing("step", "cascade")),
        ("forms/remark.form.json", pointing("remark", "clear")),
        ("workflows/desk_flow.workflow.json", workflow()),
        ("roles.json", roles()),
        ("org.json", org()),
    ];
    let rules = rules().into_iter().map(|rule| {
        let name = format!("rules/{}.rule.json", rule["key"].as_str().unwrap());
        (name, rule.to_string().into_bytes())
    });
    documents.into_iter().map(|(name, json)| (name.to_owned(), json.to_string().into_bytes())).chain(rules).collect()
}

fn app() -> Json {
    json!({"version": 1, "key": "desk", "name": {"en": "Desk"}, "release": "1.0.0", "description": {"en": "Tickets"},
        "min_mortise": "0.1.0", "dependencies": [], "navigation": [{"key": "all", "name": {"en": "All"},
        "items": [{"form": "ticket"}]}], "modules": []})
}

fn field(key: &str, kind: &str, settings: Json, more: Json) -> Json {
    let mut field = json!({"key": key, "label": {"en": key}, "type": {"kind": kind, "settings": settings}});
    for (name, value) in more.as_object().unwrap_or(&Map::new()) {
        field[name] = value.clone();
    }
    field
}

fn form(key: &str, fields: Json) -> Json {
    json!({"version": 1, "key": key, "name": {"en": key}, "fields": fields})
}

fn pointing(key: &str, on_delete: &str) -> Json {
    let link = json!({"form": "ticket", "on_delete": on_delete});
    form(key, json!([field("ticket", "link", link, json!({})), field("text", "text", json!({}), json!({}))]))
}

fn ticket() -> Json {
    let options: Vec<Json> =
        ["open", "doing", "done"].map(|key| json!({"key": key, "label": {"en": key}})).into_iter().collect();
    let status = json!({"options": options, "transitions": [
        {"from": "open", "to": "doing"},
        {"from": "doing", "to": "done", "roles": ["head"], "reason_required": true,
            "gate": {"required": ["note"], "message": {"en": "a note is needed"}}},
    ]});
    let mut form = form(
        "ticket",
        json!([
            field("title", "text", json!({}), json!({"required": true})),
            field("amount", "decimal", json!({}), json!({})),
            field("status", "select", status, json!({"default": {"value": "open"}})),
            field("client", "link", json!({"form": "client"}), json!({})),
            field("note", "text", json!({}), json!({})),
            field("counter", "int", json!({}), json!({})),
            field("closed", "bool", json!({}), json!({})),
            field("due", "date", json!({}), json!({})),
            field("fee", "money", json!({"currency": "CNY", "max": "1000"}), json!({})),
            field("secret", "text", json!({}), json!({"security_groups": [{"group": "private"}]})),
        ]),
    );
    form["title"] = json!("{title}");
    form["views"] = json!([
        {"key": "all", "name": {"en": "All"}, "show": {"kind": "table", "settings": {"columns": ["title", "amount"]}}},
        {"key": "board", "name": {"en": "Board"}, "show": {"kind": "kanban", "settings": {"by": "status"}}},
    ]);
    form["buttons"] = json!([
        {"key": "finish", "label": {"en": "Finish"}, "ask": ["note"],
            "available_when": {"field": "status", "op": "eq", "value": "doing"}},
        {"key": "lock", "label": {"en": "Lock"}},
    ]);
    form
}

fn workflow() -> Json {
    json!({"version": 1, "key": "desk_flow", "form": "ticket", "name": {"en": "Approval"}, "start_on": [{"submit": true}],
        "initiator": {"actor": true}, "settings": {"withdraw": "any_time", "empty": ["incident"]},
        "root": {"key": "start", "kind": "start", "settings": {}, "next":
            {"key": "head", "kind": "approver", "name": {"en": "Head"},
                "settings": {"assignees": [{"role": "head"}], "mode": {"any": {}}, "due": {"hours": 4},
                    "fields": {"note": "write", "secret": "write"}, "grant": ["private"], "must": ["note"]},
                "next": {"key": "late", "kind": "handler", "name": {"en": "Desk"},
                    "settings": {"assignees": [{"role": "keeper"}], "due": {"hours": 2},
                        "on_due": "transfer_to_manager"},
                    "next": {"key": "end", "kind": "end", "settings": {"result": "approved"}}}}}})
}

fn leave_flow() -> Json {
    json!({"version": 1, "key": "leave_flow", "form": "leave", "name": {"en": "Leave"}, "start_on": [{"submit": true}],
        "initiator": {"actor": true}, "settings": {"withdraw": "any_time", "empty": ["incident"]},
        "root": {"key": "start", "kind": "start", "settings": {}, "next":
            {"key": "head", "kind": "approver", "name": {"en": "Head"},
                "settings": {"assignees": [{"role": "head"}], "mode": {"any": {}}, "due": {"hours": 4},
                    "remind": ["-PT1H", "-P1D", "PT2H"]},
                "next": {"key": "end", "kind": "end", "settings": {"result": "approved"}}}}})
}

fn errand_flow() -> Json {
    json!({"version": 1, "key": "errand_flow", "form": "errand", "name": {"en": "Errand"},
        "start_on": [{"submit": true}], "initiator": {"actor": true},
        "settings": {"withdraw": "any_time", "empty": ["incident"]},
        "root": {"key": "start", "kind": "start", "settings": {}, "next":
            {"key": "any", "kind": "approver", "name": {"en": "Anybody"},
                "settings": {"assignees": [{"users": ["bob", "dan"]}], "mode": {"pool": {}}, "due": {"hours": 4}},
                "next": {"key": "head", "kind": "approver", "name": {"en": "Head"},
                    "settings": {"assignees": [{"role": "head"}]},
                    "next": {"key": "end", "kind": "end", "settings": {"result": "approved"}}}}}})
}

fn rule(key: &str, trigger: Json, when: Json, actions: Json) -> Json {
    let mut rule = json!({"version": 1, "key": key, "name": {"zh-CN": "规则", "en": format!("rule {key}")},
        "form": "ticket", "trigger": trigger, "actions": actions});
    if !when.is_null() {
        rule["when"] = when;
    }
    rule
}

fn act(kind: &str, settings: Json) -> Json {
    json!([{"kind": kind, "settings": settings}])
}

fn eq(field: &str, value: Json) -> Json {
    json!({"field": field, "op": "eq", "value": value})
}

fn rules() -> Vec<Json> {
    [rules_of_saves(), rules_of_values(), rules_of_flows_buttons_and_times()].concat()
}

fn rules_of_saves() -> Vec<Json> {
    let after = |on: &str, fields: Json| json!({"kind": "after", "settings": {"on": [on], "fields": fields}});
    vec![
        rule(
            "a_step",
            after("create", json!([])),
            json!({"field": "amount", "op": "gt", "value": "100"}),
            act(
                "create",
                json!({"form": "step", "values": {"ticket": {"expr": "_id"}, "text": {"value": "look at it"}}}),
            ),
        ),
        rule(
            "b_broken",
            after("create", json!([])),
            eq("title", json!("broken")),
            act("create", json!({"form": "client", "values": {"name": {"value": null}}})),
        ),
        rule(
            "c_told",
            after("update", json!(["status"])),
            json!(null),
            act(
                "notify",
                json!({"to": [{"role": "head"}, {"role": "keeper"}, {"role": "outsider"}],
                    "title": {"en": "{title} moved"}, "template": {"en": "{title} is {status}: {secret}"}}),
            ),
        ),
        rule(
            "d_loop",
            after("update", json!(["counter"])),
            json!({"field": "counter", "op": "gt", "value": 0}),
            act("set", json!({"values": {"counter": {"expr": "counter + 1"}}})),
        ),
        rule(
            "e_warned",
            json!({"kind": "save", "settings": {"on": ["create"]}}),
            json!({"field": "amount", "op": "gt", "value": "1000"}),
            act("notify", json!({"to": [{"role": "head"}], "template": {"en": "{title} is large"}, "once_per": []})),
        ),
    ]
}

fn rules_of_values() -> Vec<Json> {
    let on_save = json!({"kind": "save", "settings": {"on": ["create", "update"]}});
    vec![
        rule(
            "l_typed",
            on_save.clone(),
            eq("title", json!("typed")),
            act("set", json!({"values": {"due": {"expr": "note"}, "fee": {"expr": "amount / 3"}}})),
        ),
        rule(
            "m_reads",
            on_save,
            json!({"field": "due", "op": "lt", "value": "2026-07-01"}),
            act("set", json!({"values": {"counter": {"expr": "fee"}}})),
        ),
    ]
}

fn rules_of_flows_buttons_and_times() -> Vec<Json> {
    vec![
        rule(
            "f_flow",
            json!({"kind": "flow", "settings": {"states": ["approved"]}}),
            json!(null),
            act("set", json!({"values": {"closed": {"value": true}}})),
        ),
        rule(
            "g_started",
            json!({"kind": "flow", "settings": {"states": ["running"]}}),
            json!(null),
            act(
                "create",
                json!({"form": "remark", "values": {"ticket": {"expr": "_id"}, "text": {"value": "started"}}}),
            ),
        ),
        rule(
            "h_finish",
            json!({"kind": "button", "settings": {"button": "finish"}}),
            json!(null),
            act("set", json!({"values": {"status": {"value": "done"}}})),
        ),
        rule(
            "i_lock",
            json!({"kind": "button", "settings": {"button": "lock"}}),
            json!({"field": "title", "op": "ne", "value": "quiet"}),
            act("stop", json!({"code": "locked_already", "message": {"en": "{title} is locked"}})),
        ),
        rule(
            "k_daily",
            json!({"kind": "schedule", "settings": {"daily": "10:30"}}),
            eq("note", json!("daily")),
            act(
                "notify",
                json!({"to": [{"role": "keeper"}], "template": {"en": "{title} still waits"}, "once_per": ["status"]}),
            ),
        ),
        rule(
            "j_deleted",
            json!({"kind": "after", "settings": {"on": ["delete"]}}),
            json!(null),
            act("create", json!({"form": "client", "values": {"name": {"expr": "\"was \" + title"}}})),
        ),
    ]
}

fn roles() -> Json {
    let all = json!({"create": "*", "read": "*", "update": "*", "delete": "*"});
    let own = json!({"create": "*", "read": "own", "update": "own", "delete": "own"});
    let everything = json!({"*": all});
    let role = |key: &str, forms: &Json, level: &str, buttons: Json| {
        json!({"key": key, "name": {"en": key}, "forms": forms, "groups": [{"group": "private", "level": level}],
            "buttons": buttons})
    };
    let sharing = |mut role: Json| {
        role["share_views"] = json!(true);
        role
    };
    json!({"version": 1, "groups": [{"key": "private", "name": {"en": "Private"}}], "scopes": [], "roles": [
        role("admin", &everything, "edit", json!({"*": ["*"]})),
        role("clerk", &everything, "none", json!({"ticket": ["finish", "lock"]})),
        sharing(role("head", &everything, "edit", json!({}))),
        sharing(role("curator", &everything, "none", json!({}))),
        role("keeper", &everything, "none", json!({})),
        role("outsider", &json!({"client": all}), "none", json!({})),
        role("fellow", &json!({"ticket": own}), "none", json!({})),
    ]})
}

fn org() -> Json {
    let person = |name: &str, role: &str, manager: Json| {
        let mut person = json!({"username": name, "name": {"en": name}, "departments": ["desk"], "roles": [role]});
        if !manager.is_null() {
            person["manager"] = manager;
        }
        person
    };
    json!({"version": 1, "departments": [{"key": "desk", "name": {"en": "Desk"}, "head": "bob"}], "people": [
        person("bob", "head", json!(null)),
        person("ann", "clerk", json!("bob")),
        person("cat", "admin", json!(null)),
        person("dan", "keeper", json!("bob")),
        person("eve", "outsider", json!("bob")),
        person("fay", "curator", json!("bob")),
        person("gil", "fellow", json!("bob")),
    ]})
}
