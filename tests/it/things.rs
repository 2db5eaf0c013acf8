//! What must be there before a request can be answered: a record, a task, a person.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
};

use mortise_bundles::{Files, pack};
use mortise_tests::TestApp;
use serde_json::{Value as Json, json};

/// What a request needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Only what the demo has.
    Nothing,
    /// A contract of `zhou.prod` that nobody has touched.
    Contract,
    /// One whose name a batch of `zhou.prod` has changed.
    Changed,
    /// One that is submitted and waits for `gao.vp`.
    Submitted,
    /// One in the recycle bin.
    Binned,
    /// A person without roles.
    Person,
    /// A department of its own.
    Department,
    /// A payment that waits for the cashier.
    Payable,
    /// Long work that waits.
    Job,
    /// A picture of `zhou.prod` that no record holds.
    File,
    /// An app of `admin` whose rule has run.
    RuleRun,
    /// A log-in that may end.
    FreshLogIn,
    /// A view of contracts that `zhou.prod` has saved as their own.
    OwnView,
}

/// A picture of one red pixel.
pub(crate) const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00, 0x00, 0x00, 0x0c, 0x49,
    0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x38, 0x21, 0x67, 0x03, 0x00, 0x02, 0xd4, 0x01, 0x23, 0x72, 0x62, 0xd8, 0x76,
    0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// Things by name.
#[derive(Debug, Clone)]
pub(crate) struct Things(BTreeMap<&'static str, Json>);

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Things {
    /// Fresh ones.
    pub(crate) async fn make(app: &TestApp, need: Need) -> Self {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let mut things = Self(BTreeMap::from([
            ("app", json!("film_crm")),
            ("form", json!("contract")),
            ("import_form", json!("market_film")),
            ("report", json!("contract_ledger")),
            ("form_version", json!("1")),
            ("print", json!("crew")),
            ("template", json!("film_crm")),
            ("rule", json!("welcome")),
            ("action", json!("approve")),
            ("instance_action", json!("comment")),
            ("button", json!("register_payment")),
            ("view", json!(format!("view_{count}"))),
            ("new_key", json!(format!("app_{count}"))),
            ("new_username", json!(format!("new.{count}"))),
            ("version", json!(1)),
            ("form_document", document("forms/contract.form.json")),
            ("workflow_document", document("workflows/f_ct.workflow.json")),
            ("report_document", document("reports/contract_ledger.report.json")),
        ]));
        match need {
            Need::Nothing | Need::FreshLogIn => {}
            Need::OwnView => {
                let view = things.0["view"].clone();
                let body = json!({"spec": {"key": view, "name": {"zh-CN": "我的视图", "en": "My view"},
                    "show": {"kind": "table", "settings": {"columns": ["no", "name"]}}}});
                let path = format!("/apps/film_crm/forms/contract/views/{}", things.text("view"));
                app.as_user("zhou.prod").await.put(&path, body).await.must(200);
            }
            Need::File => {
                let zhou = app.as_user("zhou.prod").await;
                let made = zhou.call("POST", "/files").file("file", "海报.png", PNG).send().await.must(201);
                things.0.insert("file", made["id"].clone());
            }
            Need::Contract => things.contract(app).await,
            Need::Changed => {
                things.contract(app).await;
                let path = "/apps/film_crm/forms/contract/records/batch";
                let records = json!([{"id": things.text("record"), "version": 1}]);
                let body = json!({"act": "update", "records": records, "values": {"name": "批量改名合同"},
                    "confirm": ["contract_looks_duplicate"]});
                let done = app.as_user("zhou.prod").await.post(path, body).await.must(200);
                things.0.insert("change_set", done["change_set"].clone());
            }
            Need::Submitted => things.submitted(app).await,
            Need::Payable => things.payable(app).await,
            Need::Binned => {
                things.contract(app).await;
                let path = things.record_path();
                app.as_user("qin.legal").await.delete(&path, json!({"version": 1})).await.must(204);
            }
            Need::Person => {
                let body = json!({"username": format!("victim.{count}"), "name": "路人"});
                let made = app.as_user("admin").await.post("/users", body).await.must(201);
                things.0.insert("user", made["id"].clone());
            }
            Need::Department => {
                let made = app
                    .as_user("admin")
                    .await
                    .post("/departments", json!({"name": format!("部门 {count}")}))
                    .await
                    .must(201);
                things.0.insert("department", made["id"].clone());
            }
            Need::RuleRun => things.rule_run(app).await,
            Need::Job => {
                let body = json!({"as": format!("job_{count}")});
                let made = app.as_user("admin").await.post("/templates/film_crm/install", body).await.must(202);
                things.0.insert("job", made["id"].clone());
            }
        }
        things
    }

    async fn contract(&mut self, app: &TestApp) {
        let zhou = app.as_user("zhou.prod").await;
        let project = first(app, "project", json!({"field": "no", "op": "eq", "value": "PJ-2026-001"})).await;
        let talent = first(app, "talent", json!({"field": "roles", "op": "not_empty"})).await;
        let values = json!({"name": "测试聘用合同", "type": "主创聘用合同", "direction": "付款", "project": project,
            "party_talent": talent, "position": "导演", "amount": "120000.5", "risk_level": "低",
            "term": {"start": "2026-06-01", "end": "2026-12-31"},
            "pay_terms": [{"node": "签约", "pct": "100", "amount": "120000.5"}]});
        let path = "/apps/film_crm/forms/contract/records";
        let made = zhou.post(path, json!({"values": values, "confirm": ["contract_looks_duplicate"]})).await.must(201);
        self.0.insert("record", made["id"].clone());
        self.0.insert("values", values);
    }

    async fn payable(&mut self, app: &TestApp) {
        let (zhou, bai) = (app.as_user("zhou.prod").await, app.as_user("bai.fin").await);
        let number = |value: &str| json!({"field": "no", "op": "eq", "value": value});
        let contract = first(app, "contract", number("HT-YY-202602-001")).await;
        let project = first(app, "project", number("PJ-2026-001")).await;
        let values = json!({"contract": contract, "project": project, "amount": "0.01"});
        self.0.insert("form", json!("payment"));
        let path = "/apps/film_crm/forms/payment/records";
        let made = zhou.post(path, json!({"values": values})).await.must(201);
        self.0.insert("record", made["id"].clone());
        let change = json!({"version": made["version"], "values": {"status": "待支付"}});
        let payable = bai.patch(&self.record_path(), change).await.must(200);
        self.0.insert("version", payable["version"].clone());
    }

    async fn submitted(&mut self, app: &TestApp) {
        self.contract(app).await;
        let path = self.record_path();
        let zhou = app.as_user("zhou.prod").await;
        let instance = zhou.post(&format!("{path}/submit"), json!({"version": 1})).await.must(200);
        self.0.insert("instance", instance["id"].clone());
        let waiting = app.as_user("gao.vp").await.get("/tasks?box=todo").await.must(200);
        let mine = |task: &&Json| task["instance"] == instance["id"];
        let task = waiting["items"].as_array().and_then(|tasks| tasks.iter().find(mine).cloned());
        self.0
            .insert("task", task.unwrap_or_else(|| panic!("the vice president is asked: {instance:#}"))["id"].clone());
        self.0.insert("version", zhou.get(&path).await.must(200)["version"].clone());
    }

    async fn rule_run(&mut self, app: &TestApp) {
        let admin = app.as_user("admin").await;
        let key = self.text("new_key");
        let call = admin.call("POST", "/apps/import").header("Content-Type", "application/zip");
        call.body(app_with_a_rule(&key)).send().await.must(201);
        let made =
            admin.post(&format!("/apps/{key}/forms/guest/records"), json!({"values": {"name": "Ada"}})).await.must(201);
        self.0.insert("record", made["id"].clone());
        admin.post("/demo/clock", json!({"advance": "PT1M"})).await.must(200);
        self.0.insert("app", json!(key));
    }

    /// `/apps/…/records/{record}`.
    pub(crate) fn record_path(&self) -> String {
        format!("/apps/{}/forms/{}/records/{}", self.text("app"), self.text("form"), self.text("record"))
    }

    /// The thing of a name as it stands in a path.
    pub(crate) fn text(&self, name: &str) -> String {
        match self.0.get(name) {
            Some(Json::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => panic!("no thing is called `{name}`; see tests/it/things.rs"),
        }
    }

    /// A path with its parameters filled in; what was never made is an id that nothing has.
    pub(crate) fn path(&self, pattern: &str) -> String {
        let mut path = String::new();
        for (index, part) in pattern.split(['{', '}']).enumerate() {
            match index % 2 {
                0 => path.push_str(part),
                _ => path.push_str(self.0.get(part).and_then(Json::as_str).unwrap_or("0000000000001")),
            }
        }
        path
    }

    /// Every id among the things.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        ["record", "task", "instance", "user", "department", "job", "file", "change_set"]
            .into_iter()
            .filter_map(|name| self.0.get(name)?.as_str())
    }

    /// The JSON with `"$name"` replaced by the thing of that name.
    pub(crate) fn filled(&self, json: &Json) -> Json {
        match json {
            Json::String(text) => match text.strip_prefix('$').and_then(|name| self.0.get(name)) {
                Some(thing) => thing.clone(),
                None => json.clone(),
            },
            Json::Array(items) => items.iter().map(|item| self.filled(item)).collect(),
            Json::Object(members) => members.iter().map(|(name, value)| (name.clone(), self.filled(value))).collect(),
            other => other.clone(),
        }
    }
}

/// The zip of an app with a rule that follows each new record.
fn app_with_a_rule(key: &str) -> Vec<u8> {
    let name = |text: &str| json!({"zh-CN": text, "en": text});
    let form = |key: &str| {
        json!({"version": 1, "key": key, "name": name(key), "title": "{name}", "fields": [
            {"key": "name", "label": name("name"), "type": {"kind": "text", "settings": {}}}]})
    };
    let rule = json!({"version": 1, "key": "welcome", "name": name("Welcome"), "form": "guest",
        "trigger": {"kind": "after", "settings": {"on": ["create"]}},
        "actions": [{"kind": "create", "settings": {"form": "letter", "values": {"name": {"expr": "name"}}}}]});
    let app = json!({"version": 1, "release": "1.0.0", "key": key, "name": name("Guests")});
    let files = [
        ("app.json", app),
        ("forms/guest.form.json", form("guest")),
        ("forms/letter.form.json", form("letter")),
        ("rules/welcome.rule.json", rule),
    ];
    pack(&files.into_iter().map(|(name, json)| (name.to_owned(), json.to_string().into_bytes())).collect::<Files>())
}

/// The first record that fits, as the head of the company sees it.
pub(crate) async fn first(app: &TestApp, form: &str, filter: Json) -> Json {
    let path = format!("/apps/film_crm/forms/{form}/records/query");
    let found = app.as_user("lin.ceo").await.post(&path, json!({"filter": filter, "limit": 1})).await.must(200);
    found["records"][0]["id"].clone()
}

/// A document of the bundled app.
pub(crate) fn document(file: &str) -> Json {
    let path = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/film-crm")).join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut json: Json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    json.as_object_mut().expect("a document").remove("$schema");
    json
}
