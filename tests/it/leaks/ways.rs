//! The ways out of a form other than its lists: search, counts, drilling, files, paper, acts on what is out of sight.

use std::{collections::BTreeSet, io::Write, process};

use mortise_expr::{holds_word, search_words};
use mortise_tests::Client;
use serde_json::{Value as Json, json};

use super::{Sight, ids, plain, text, texts};

/// How many words are searched for.
const WORDS: usize = 4;
/// How many records are printed.
const PRINTED: usize = 2;

impl Sight<'_> {
    /// A search finds exactly the records in which the person sees the word in one of the search fields.
    pub(super) async fn searches(&self, spec: &Json) {
        let searched: Vec<&str> = spec["search"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        let seen = |record: &Json, word: &str| {
            searched.iter().any(|field| {
                let value = record["values"][*field].as_str().unwrap_or_default();
                search_words(word).iter().all(|word| holds_word(value, word))
            })
        };
        for word in self.words(&searched) {
            let body = json!({"search": word, "limit": 200, "count": "exact"});
            let page = self.query(&body).await.must(200);
            let expected: BTreeSet<String> =
                self.mine.iter().filter(|(_, record)| seen(record, &word)).map(|(id, _)| id.clone()).collect();
            assert_eq!(ids(&page), expected, "{}: searched for {word}", self.form);
            assert_eq!(page["total"], expected.len(), "{}: counted for {word}", self.form);
            self.searched_everywhere(&word, &expected).await;
        }
    }

    /// The search over everything shows the first of these records of the form, and no more of them than the list does.
    async fn searched_everywhere(&self, word: &str, expected: &BTreeSet<String>) {
        const SHOWN: usize = 20;
        let quoted: String = word.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let path = format!("/search?app=film_crm&limit={SHOWN}&q={quoted}");
        let found = self.client.get(&path).await.must(200);
        let forms = found["items"].as_array().expect("forms");
        let Some(form) = forms.iter().find(|form| form["form"] == self.form) else {
            assert!(expected.is_empty(), "{}: {word} is found in the list only", self.form);
            return;
        };
        let records = form["records"].as_array().expect("records");
        assert_eq!(records.len(), expected.len().min(SHOWN), "{}: {path}", self.form);
        assert_eq!(form["more"], expected.len() > SHOWN, "{}: {path}", self.form);
        for record in records {
            let id = text(&record["id"]);
            assert!(expected.contains(&id), "{}: {path} shows {id}", self.form);
            let pieces = record["title"].as_array().into_iter().flatten().filter_map(|piece| piece["text"].as_str());
            assert_eq!(pieces.collect::<String>(), self.mine[&id]["title"], "{path}");
            self.tells_none(&self.secrets(&id), record, &path);
        }
    }

    /// Words of the search fields: first those of records and values out of sight.
    fn words(&self, searched: &[&str]) -> Vec<String> {
        let (mut unseen, mut seen) = (Vec::new(), Vec::new());
        for (id, record) in self.truth {
            for field in searched {
                let Some(word) = record["values"][*field].as_str().and_then(|text| text.split_whitespace().next())
                else {
                    continue;
                };
                let shown = self.mine.get(id).is_some_and(|mine| mine["values"][*field] == record["values"][*field]);
                if shown { &mut seen } else { &mut unseen }.push(word.to_owned());
            }
        }
        unseen.truncate(WORDS / 2);
        let left = WORDS - unseen.len();
        unseen.into_iter().chain(seen.into_iter().take(left)).collect()
    }

    /// Change sets name no record out of sight, and of the others no more than the list shows.
    pub(super) async fn changes(&self) {
        let listed = format!("/changes?app=film_crm&form={}&limit=10", self.form);
        let page = self.client.get(&listed).await.must(200);
        for set in page["items"].as_array().expect("change sets") {
            let path = format!("/changes/{}", text(&set["id"]));
            let told = self.client.get(&path).await.must(200);
            let named = [&set["records"], &told["items"]].into_iter().filter_map(Json::as_array).flatten();
            for item in named.filter(|item| item["form"] == self.form && item["deleted"] == false) {
                let id = text(&item["record"]);
                let mine = self.mine.get(&id).unwrap_or_else(|| panic!("{path} names {id}, which is out of sight"));
                assert_eq!(item["title"], mine["title"], "{path}");
                self.tells_none(&self.secrets(&id), item, &path);
            }
        }
    }

    /// A pivot counts the records in sight, and under a filter those in which the person sees the value.
    pub(super) async fn counts(&self, field: &str) {
        if let Some(value) = self.telling_values(field).first() {
            let filter = json!({"field": field, "op": "eq", "value": value});
            let expected = self.where_mine(field, |mine| plain(mine) == *value).len();
            let measures = json!([{"key": "all", "agg": "count"}, {"key": "n", "agg": "count", "filter": filter}]);
            for (body, expected) in [
                (json!({"rows": [], "columns": [], "measures": measures}), vec![self.mine.len(), expected]),
                (json!({"rows": [], "columns": [], "measures": [measures[0]], "filter": filter}), vec![expected]),
            ] {
                let mut body = body;
                body["form"] = json!(self.form);
                let answer = self.client.post("/apps/film_crm/pivot", body).await;
                if answer.status.as_u16() != 400 {
                    let table = answer.must(200);
                    let cells = table["cells"][0].as_array().into_iter().flatten();
                    let found: Vec<usize> = cells.map(number).collect();
                    assert_eq!(found, expected, "{} {field} eq {value}", self.form);
                }
            }
        }
        let grouped = self.pivot(json!([{"field": field}]), json!({"key": "n", "agg": "count"})).await;
        if grouped.status.as_u16() == 400 {
            return;
        }
        let table = grouped.must(200);
        let sum: usize = table["cells"].as_array().into_iter().flatten().map(|row| number(&row[0])).sum();
        let single = self.mine.values().all(|record| !record["values"][field].is_array());
        assert!(!single || sum == self.mine.len(), "{} by {field}: {sum} of {} counted", self.form, self.mine.len());
        let mut groups = BTreeSet::new();
        texts(&table["rows"], &mut groups);
        groups.retain(|name| !["group", "subtotal", "grand"].contains(&name.as_str()));
        let mut mine = BTreeSet::new();
        self.mine.values().for_each(|record| texts(&record["values"][field], &mut mine));
        assert!(groups.is_subset(&mine), "{} by {field}: {:?}", self.form, groups.difference(&mine));
    }

    /// What is written into a file holds as many rows as are in sight at most, and nothing that is not.
    pub(super) async fn exports(&self) {
        let path = format!("/apps/film_crm/forms/{}/records/export", self.form);
        let answer = self.client.post(&path, json!({"format": "csv"})).await;
        if answer.status.as_u16() == 403 {
            return;
        }
        let job = answer.must(202);
        self.client.post("/demo/clock", json!({"advance": "PT1M"})).await.must(200);
        let job = self.client.get(&format!("/jobs/{}", text(&job["id"]))).await.must(200);
        assert_eq!(job["state"], "done", "{job}");
        let file = self.client.get(&format!("/files/{}", text(&job["result"]["file"]["id"]))).await;
        assert_eq!(file.status.as_u16(), 200);
        assert!(number(&job["result"]["records"]) <= self.mine.len(), "{}: {job}", self.form);
        self.writes_none(&self.all_secrets(), &file.text(), &format!("the export of {}", self.form));
    }

    /// What is printed shows no more than the record does.
    pub(super) async fn prints(&self) {
        let mut printed = 0;
        for id in self.mine.keys() {
            let path = format!("/apps/film_crm/forms/{}/records/{id}/prints/crew", self.form);
            let answer = self.client.post(&path, json!({})).await;
            if answer.status.as_u16() != 200 {
                assert!([403, 404, 409].contains(&answer.status.as_u16()), "{}\n{}", answer.asked, answer.text());
                continue;
            }
            self.writes_none(&self.secrets(id), &text_of_pdf(&answer.bytes), &path);
            printed += 1;
            if printed == PRINTED {
                return;
            }
        }
    }

    /// Nothing can be done with a record out of sight, and it is refused like one that does not exist.
    pub(super) async fn out_of_reach(&self) {
        let base = format!("/apps/film_crm/forms/{}/records", self.form);
        for id in self.truth.keys().filter(|id| !self.mine.contains_key(*id)).take(2) {
            for (method, way, body) in acts() {
                let call =
                    async |id: &str| self.client.call(method, &format!("{base}/{id}{way}")).json(&body).send().await;
                let (hidden, absent) = (call(id).await, call("0000000000001").await);
                let told = format!("{}\n{}", hidden.asked, hidden.text());
                assert_eq!(hidden.status, absent.status, "{told}");
                assert_eq!(hidden.json()["type"], absent.json()["type"], "{told}");
                assert!(hidden.status.is_client_error(), "{told}");
            }
        }
    }

    /// A record out of sight that is chosen in a form tells nothing of itself through what is computed from it.
    pub(super) async fn chosen(&self, target: &Sight<'_>) {
        let links = self.fields.iter().filter(|(_, spec)| {
            spec["type"]["kind"] == "link" && spec["type"]["settings"]["form"].as_str() == Some(target.form)
        });
        let known = {
            let mut known = BTreeSet::new();
            self.mine.values().chain(target.mine.values()).for_each(|record| texts(record, &mut known));
            known
        };
        let path = format!("/apps/film_crm/forms/{}/records/evaluate", self.form);
        let fresh = self.client.post(&path, json!({"values": {}})).await;
        let known = {
            let mut known = known;
            texts(&fresh.json(), &mut known);
            known
        };
        for (field, _) in links {
            for id in target.truth.keys().filter(|id| !target.mine.contains_key(*id)).take(2) {
                let mut secrets = BTreeSet::new();
                texts(&target.truth[id]["values"], &mut secrets);
                secrets.retain(|text| text.chars().count() >= 4 && !known.contains(text));
                let body = json!({"values": {field: id}});
                let answer = self.client.post(&path, body).await;
                self.tells_none(&secrets, &answer.json(), &answer.asked);
            }
        }
    }

    /// Texts of all records that the person does not see anywhere in the form.
    fn all_secrets(&self) -> BTreeSet<String> {
        self.truth.keys().flat_map(|id| self.secrets(id)).collect()
    }

    /// The same as [`Sight::tells_none`] for a text, in which words stand without their places.
    fn writes_none(&self, secrets: &BTreeSet<String>, written: &str, what: &str) {
        let written = bare(written);
        let mut known = BTreeSet::new();
        self.mine.values().for_each(|record| texts(record, &mut known));
        let known: Vec<String> = known.iter().map(|text| bare(text)).collect();
        let told = |secret: &&String| {
            let secret = bare(secret);
            let telling = secret.chars().count() >= if secret.is_ascii() { 7 } else { 4 };
            telling && written.contains(&secret) && !known.iter().any(|text| text.contains(&secret))
        };
        let leaked: Vec<&String> = secrets.iter().filter(told).collect();
        assert!(leaked.is_empty(), "{what} tells {leaked:?}");
    }
}

/// Everything that may be tried with one record.
fn acts() -> Vec<(&'static str, &'static str, Json)> {
    vec![
        ("PATCH", "", json!({"version": 1, "values": {}})),
        ("DELETE", "", json!({"version": 1})),
        ("POST", "/restore", json!({})),
        ("POST", "/comments", json!({"text": "?"})),
        ("POST", "/submit", json!({"version": 1})),
        ("POST", "/prints/crew", json!({})),
    ]
}

/// Each cell of a saved report counts as many records as drilling into it finds.
pub(super) async fn reports(client: &Client<'_>) {
    let app = client.get("/apps/film_crm").await.must(200);
    for report in app["reports"].as_array().expect("reports") {
        let base = format!("/apps/film_crm/reports/{}", text(&report["key"]));
        let table = client.post(&format!("{base}/run"), json!({})).await.must(200);
        let measures = table["measures"].as_array().expect("measures");
        for (at, measure) in measures.iter().enumerate().filter(|(_, measure)| counts(&table, measure)) {
            for (row, keys) in table["rows"].as_array().expect("rows").iter().enumerate() {
                for (column, head) in table["columns"].as_array().expect("columns").iter().enumerate() {
                    let body = json!({"rows": keys["keys"], "columns": head["keys"], "measure": measure["key"]});
                    let drilled = client.post(&format!("{base}/drill"), body).await.must(200);
                    let path = format!("/apps/film_crm/forms/{}/records/query", text(&drilled["form"]));
                    let query = json!({"filter": drilled["filter"], "count": "exact", "limit": 1});
                    let found = client.post(&path, query).await.must(200);
                    let cell = &table["cells"][row][column * measures.len() + at];
                    assert_eq!(number(&found["total"]), number(cell), "{base} {keys} {head}: {drilled}");
                }
            }
        }
    }
}

/// Whether a measure of a report counts records.
fn counts(table: &Json, measure: &Json) -> bool {
    let specs = table["report"]["pivot"]["measures"].as_array().into_iter().flatten();
    specs.into_iter().any(|spec| spec["key"] == measure["key"] && spec["agg"] == "count")
}

/// A text without what a page or a file puts between its letters.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '¥' | '"' | '\'')).collect()
}

fn number(json: &Json) -> usize {
    let number = json.as_u64().or_else(|| json.as_str().and_then(|text| text.parse().ok()));
    number.map_or(0, |number| usize::try_from(number).expect("a count"))
}

/// What `pdftotext` reads out of a document.
fn text_of_pdf(bytes: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(bytes).expect("the document is kept");
    let out = process::Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output();
    let out = out.expect("pdftotext of poppler-utils is installed");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}
