//! What one may not see in a record is seen on no other way either: by brute force, for every role, form and field
//! of the bundled app, against what somebody sees from whom nothing is hidden.

mod ways;

use std::collections::{BTreeMap, BTreeSet};

use mortise_tests::{Answer, Client, TestApp, in_each_database, redacted};
use serde_json::{Value as Json, json};

/// People of different reach: own records only, some projects, everything but pay, everything but identities.
const PEOPLE: [&str; 6] = ["luo.sales", "zhou.prod", "lu.prod", "xu.editor", "bai.fin", "wei.dist"];
/// Forms small enough to be read whole.
const FORMS: [&str; 6] = ["contract", "payment", "project", "talent", "org", "genre"];
/// How many values of a field are asked for.
const VALUES: usize = 2;
/// How many records of a form are looked at one by one.
const RECORDS: usize = 8;

/// The records of a form as somebody sees them, by id.
type View = BTreeMap<String, Json>;

/// Somebody's view of one form, and what there really is.
struct Sight<'a> {
    client: &'a Client<'a>,
    form: &'a str,
    /// The fields that the person may know of, by key.
    fields: BTreeMap<String, Json>,
    mine: &'a View,
    truth: &'a View,
}

#[actix_web::test]
async fn no_way_of_reading_shows_what_a_record_hides() {
    in_each_database(async |app| {
        let all = omniscient(app).await;
        let mut truth = BTreeMap::new();
        for form in FORMS {
            truth.insert(form, read_all(&all, form).await.expect("nothing is hidden from all roles together"));
        }
        let mut n_hidden = 0;
        for person in PEOPLE {
            let client = app.as_user(person).await;
            let mut mine = BTreeMap::new();
            for form in FORMS {
                mine.insert(form, read_all(&client, form).await);
            }
            for form in FORMS {
                let Some(records) = &mine[form] else {
                    closed_form(&client, form, &truth[form]).await;
                    continue;
                };
                let spec = spec(&client, form).await;
                let sight = Sight { client: &client, form, fields: fields(&spec), mine: records, truth: &truth[form] };
                n_hidden += sight.lists(&mine);
                sight.hidden_fields(&all).await;
                for field in sight.fields.keys() {
                    sight.filters(field).await;
                    sight.sorting(field).await;
                    sight.sums(field).await;
                    sight.counts(field).await;
                }
                sight.searches(&spec).await;
                sight.one_by_one().await;
                sight.changes().await;
                sight.out_of_reach().await;
                for target in FORMS.into_iter().filter(|target| mine[target].is_some()) {
                    let records = mine[target].as_ref().expect("it is there");
                    let target = Sight {
                        client: &client,
                        form: target,
                        fields: BTreeMap::new(),
                        mine: records,
                        truth: &truth[target],
                    };
                    sight.chosen(&target).await;
                }
                sight.exports().await;
                if form == "contract" {
                    sight.prints().await;
                }
            }
            ways::reports(&client).await;
        }
        assert!(n_hidden > 100, "only {n_hidden} values are hidden from anybody: the demo shows too little");
    })
    .await;
}

/// Somebody who holds roles that together hide nothing.
async fn omniscient(app: &TestApp) -> Client<'_> {
    let found = app.as_user("admin").await.get("/users?search=mo.nobody").await.must(200);
    let path = format!("/apps/film_crm/users/{}/roles", found["items"][0]["id"].as_str().expect("a person"));
    app.as_user("admin").await.put(&path, json!({"roles": ["ceo", "cfo", "legal"]})).await.must(200);
    app.as_user("mo.nobody").await
}

/// All records of a form page by page; nothing where the form is not there for the person.
async fn read_all(client: &Client<'_>, form: &str) -> Option<View> {
    let (mut view, mut cursor) = (View::new(), Json::Null);
    loop {
        let body = json!({"limit": 200, "cursor": cursor, "count": "exact"});
        let answer = client.post(&format!("/apps/film_crm/forms/{form}/records/query"), body).await;
        if answer.status.as_u16() == 404 {
            return None;
        }
        let page = answer.must(200);
        let records = page["records"].as_array().expect("records");
        view.extend(records.iter().map(|record| (text(&record["id"]), record.clone())));
        cursor = page["next_cursor"].clone();
        if cursor.is_null() {
            assert_eq!(page["total"], view.len(), "{form}: the total counts what is out of sight");
            return Some(view);
        }
    }
}

/// The form as the person may know it.
async fn spec(client: &Client<'_>, form: &str) -> Json {
    client.get(&format!("/apps/film_crm/forms/{form}/published")).await.must(200)["spec"].clone()
}

fn fields(spec: &Json) -> BTreeMap<String, Json> {
    let fields = spec["fields"].as_array().expect("fields").clone();
    fields.into_iter().map(|field| (text(&field["key"]), field)).collect()
}

/// A form that is not there for the person is there on no way.
async fn closed_form(client: &Client<'_>, form: &str, truth: &View) {
    let base = format!("/apps/film_crm/forms/{form}");
    client.get(&format!("{base}/published")).await.problem(404);
    for id in truth.keys().take(2) {
        for way in ["", "/history", "/comments", "/instance"] {
            client.get(&format!("{base}/records/{id}{way}")).await.problem(404);
        }
    }
    let pivot = json!({"form": form, "rows": [], "columns": [], "measures": [{"key": "n", "agg": "count"}]});
    client.post("/apps/film_crm/pivot", pivot).await.problem(400);
}

impl Sight<'_> {
    /// What a list shows is true, and `null` or a mask where it is not; how many values are hidden.
    fn lists(&self, all_mine: &BTreeMap<&str, Option<View>>) -> usize {
        let mut n_hidden = 0;
        for (id, record) in self.mine {
            let truth =
                &self.truth.get(id).unwrap_or_else(|| panic!("{} {id} is there for nobody else", self.form))["values"];
            let (mut held_back, shown) = (0, record["values"].as_object().expect("values"));
            for (field, value) in shown {
                let real = &truth[field];
                if value == real {
                    continue;
                }
                n_hidden += 1;
                held_back += usize::from(value.is_null());
                let partly = value.is_null() || value["masked"].is_string() || is_part(value, real);
                assert!(partly, "{} {id} {field}: {value} is not {real}", self.form);
            }
            n_hidden += truth.as_object().expect("values").len() - shown.len();
            assert!(record["held_back"].as_u64().unwrap_or(0) >= held_back as u64, "{} {id}: {record}", self.form);
            self.titles_of_links(record, all_mine);
        }
        n_hidden
    }

    /// The title of a link is that of the record in the person's own list; out of sight there is none.
    fn titles_of_links(&self, record: &Json, all_mine: &BTreeMap<&str, Option<View>>) {
        for (field, spec) in &self.fields {
            let Some(target) = spec["type"]["settings"]["form"].as_str().filter(|_| spec["type"]["kind"] == "link")
            else {
                continue;
            };
            let Some(records) = all_mine.get(target) else { continue };
            let link = &record["values"][field];
            let Some(id) = link["id"].as_str() else { continue };
            let own =
                records.as_ref().and_then(|records| records.get(id)).map_or(&Json::Null, |record| &record["title"]);
            assert_eq!(&link["title"], own, "{} {}: the title of {field}", self.form, record["id"]);
        }
    }

    /// A field that the person may never see is answered like one that does not exist.
    async fn hidden_fields(&self, all: &Client<'_>) {
        let there = fields(&spec(all, self.form).await);
        for field in there.keys().filter(|field| !self.fields.contains_key(*field)) {
            for way in
                [self.filter(field, "not_empty", None), json!({"sort": [{"field": field}]}), json!({"fields": [field]})]
            {
                let renamed = |json: &Json| -> Json {
                    let text = json.to_string().replace(&format!("\"{field}\""), "\"no_such_field\"");
                    let text = text.replace(&format!("“{field}”"), "“no_such_field”");
                    serde_json::from_str(&text).expect("JSON stays JSON")
                };
                let (hidden, absent) = (self.query(&way).await, self.query(&renamed(&way)).await);
                let (hidden, absent) = (hidden.problem(400), absent.problem(400));
                assert_eq!(redacted(&renamed(&hidden)), redacted(&absent), "{} {field}", self.form);
            }
            let measure = json!({"key": "m", "agg": "count_distinct", "field": field});
            self.pivot(json!([]), measure).await.problem(400);
            self.pivot(json!([{"field": field}]), json!({"key": "n", "agg": "count"})).await.problem(400);
        }
    }

    /// A filter finds exactly the records in which the person sees the value.
    async fn filters(&self, field: &str) {
        let blank =
            |value: &Json| value.is_null() || value["masked"].is_string() || *value == json!([]) || *value == json!("");
        let empty = self.query(&self.filter(field, "is_empty", None)).await;
        if empty.status.as_u16() == 400 {
            return;
        }
        let expected = self.where_mine(field, blank);
        assert_eq!(ids(&empty.must(200)), expected, "{} {field} is_empty", self.form);
        for value in self.telling_values(field) {
            let answer = self.query(&self.filter(field, "eq", Some(&value))).await;
            if answer.status.as_u16() == 400 {
                continue;
            }
            let expected = self.where_mine(field, |mine| plain(mine) == value);
            assert_eq!(ids(&answer.must(200)), expected, "{} {field} eq {value}", self.form);
        }
    }

    /// True values of a field: first such as the person does not see.
    fn telling_values(&self, field: &str) -> Vec<Json> {
        let real = |id: &String| plain(&self.truth[id]["values"][field]);
        let hidden = |id: &&String| plain(&self.mine[*id]["values"][field]) != real(id);
        let (unseen, seen): (Vec<&String>, Vec<&String>) = self.mine.keys().partition(|id| hidden(id));
        let mut values: Vec<Json> = Vec::new();
        for value in unseen.into_iter().chain(seen).map(real) {
            if (value.is_string() || value.is_number() || value.is_boolean())
                && value != json!("")
                && !values.contains(&value)
            {
                values.push(value);
            }
        }
        values.truncate(VALUES);
        values
    }

    /// Records whose value the person does not see stand with the blank ones, at the end.
    async fn sorting(&self, field: &str) {
        for desc in [false, true] {
            let answer = self.query(&json!({"sort": [{"field": field, "desc": desc}], "limit": 200})).await;
            if answer.status.as_u16() == 400 {
                return;
            }
            let order = answer.must(200);
            let unseen = |record: &Json| {
                let value = &self.mine[&text(&record["id"])]["values"][field];
                value.is_null() || value["masked"].is_string()
            };
            let records = order["records"].as_array().expect("records");
            let first = records.iter().position(unseen).unwrap_or(records.len());
            assert!(records[first..].iter().all(unseen), "{}: sorted by what {field} hides", self.form);
        }
    }

    /// A sum is there only over a field that no record hides, and a group only by what is seen.
    async fn sums(&self, field: &str) {
        let hides = self.mine.iter().any(|(id, record)| {
            let value = &record["values"][field];
            value["masked"].is_string() || value.is_null() && !self.truth[id]["values"][field].is_null()
        });
        for agg in ["sum", "max", "count_distinct"] {
            let answer = self.pivot(json!([]), json!({"key": "m", "agg": agg, "field": field})).await;
            assert!(
                !hides || answer.status.as_u16() == 400,
                "{agg} of {} {field} tells what is hidden: {}",
                self.form,
                answer.text()
            );
        }
        let grouped = self.pivot(json!([{"field": field}]), json!({"key": "n", "agg": "count"})).await;
        assert!(!hides || grouped.status.as_u16() == 400, "groups of {} {field} tell what is hidden", self.form);
    }

    /// One record, its history, the form that is filled in, its flow: no more than the list shows.
    async fn one_by_one(&self) {
        let base = format!("/apps/film_crm/forms/{}/records", self.form);
        let telling = |id: &&String| self.mine[*id]["held_back"].is_number();
        let (first, rest): (Vec<&String>, Vec<&String>) = self.mine.keys().partition(telling);
        for id in first.into_iter().chain(rest).take(RECORDS) {
            let path = format!("{base}/{id}");
            assert_eq!(self.client.get(&path).await.must(200)["values"], self.mine[id]["values"], "{} {id}", self.form);
            let secrets = self.secrets(id);
            for way in ["history", "comments", "instance"] {
                let answer = self.client.get(&format!("{path}/{way}")).await.must(200);
                self.tells_none(&secrets, &answer, &format!("{path}/{way}"));
            }
            let filled = self.client.post(&format!("{base}/evaluate"), json!({"id": id, "values": {}})).await;
            if filled.status.is_success() {
                self.tells_none(&secrets, &filled.json(), &filled.asked);
            } else {
                assert!([403, 404].contains(&filled.status.as_u16()), "{}\n{}", filled.asked, filled.text());
            }
        }
        for id in self.truth.keys().filter(|id| !self.mine.contains_key(*id)).take(2) {
            for way in ["", "/history", "/comments", "/instance"] {
                self.client.get(&format!("{base}/{id}{way}")).await.problem(404);
            }
            let filled = self.client.post(&format!("{base}/evaluate"), json!({"id": id, "values": {}})).await;
            assert!([403, 404].contains(&filled.status.as_u16()), "{}\n{}", filled.asked, filled.text());
        }
    }

    /// Texts of a record that the person does not see in it, nor anywhere else in the form.
    fn secrets(&self, id: &str) -> BTreeSet<String> {
        let mut known = BTreeSet::new();
        self.mine.values().for_each(|record| texts(record, &mut known));
        let mut all = BTreeSet::new();
        texts(&self.truth[id]["values"], &mut all);
        all.into_iter().filter(|text| text.chars().count() >= 4 && !known.contains(text)).collect()
    }

    fn tells_none(&self, secrets: &BTreeSet<String>, answer: &Json, asked: &str) {
        let mut told = BTreeSet::new();
        texts(answer, &mut told);
        let leaked: Vec<&String> = told.intersection(secrets).collect();
        assert!(leaked.is_empty(), "{asked} tells {leaked:?}");
    }

    fn filter(&self, field: &str, op: &str, value: Option<&Json>) -> Json {
        let mut filter = json!({"field": field, "op": op});
        if let Some(value) = value {
            filter["value"] = value.clone();
        }
        json!({"filter": filter, "limit": 200})
    }

    async fn query(&self, body: &Json) -> Answer {
        self.client.post(&format!("/apps/film_crm/forms/{}/records/query", self.form), body.clone()).await
    }

    async fn pivot(&self, rows: Json, measure: Json) -> Answer {
        let body = json!({"form": self.form, "rows": rows, "columns": [], "measures": [measure]});
        self.client.post("/apps/film_crm/pivot", body).await
    }

    fn where_mine(&self, field: &str, fits: impl Fn(&Json) -> bool) -> BTreeSet<String> {
        let fitting = self.mine.iter().filter(|(_, record)| fits(&record["values"][field]));
        fitting.map(|(id, _)| id.clone()).collect()
    }
}

/// What a filter is given for a value: of a reference its id.
fn plain(value: &Json) -> Json {
    value.get("id").cloned().unwrap_or_else(|| value.clone())
}

/// Whether rows or references show less than there is, and nothing else.
fn is_part(value: &Json, real: &Json) -> bool {
    match (value, real) {
        (Json::Array(some), Json::Array(all)) => {
            some.len() == all.len() && some.iter().zip(all).all(|(one, whole)| is_part(one, whole))
        }
        (Json::Object(some), Json::Object(all)) => some.iter().all(|(name, inner)| {
            all.get(name).is_some_and(|whole| is_part(inner, whole) || inner["masked"].is_string())
        }),
        (Json::Null, _) => true,
        (one, whole) => one == whole,
    }
}

fn texts(json: &Json, found: &mut BTreeSet<String>) {
    match json {
        Json::String(text) => {
            found.insert(text.clone());
        }
        Json::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Json::Object(members) => members.values().for_each(|member| texts(member, found)),
        _ => {}
    }
}

fn ids(page: &Json) -> BTreeSet<String> {
    page["records"].as_array().expect("records").iter().map(|record| text(&record["id"])).collect()
}

fn text(json: &Json) -> String {
    json.as_str().unwrap_or_else(|| panic!("{json} is no text")).to_owned()
}
