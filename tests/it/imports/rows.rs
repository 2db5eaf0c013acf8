//! What becomes of single rows, and who may import what.

use mortise_imports::{Limits, ReadOptions, read_table};
use mortise_model::Id;
use mortise_service::imports::{self, Outcome, Upload};
use mortise_store::repos::{blobs, files};
use mortise_tests::{TENANT, TestApp, in_each_database};
use serde_json::{Value as Json, json};

use super::{Sent, count, counts};

const FILMS: (&str, &str) = ("film_crm", "market_film");
const ORGS: (&str, &str) = ("film_crm", "org");

/// Runs a check while a server works.
async fn working(app: &TestApp, check: impl AsyncFnOnce()) {
    let (working, stop) = app.work();
    check().await;
    stop.now();
    working.await.expect("the worker ends");
}

fn mapping(on_match: &str) -> Json {
    let columns = ["title", "year", "director", "critic_score"].map(|name| json!({"from": name, "to": name}));
    let matched: &[&str] = if on_match == "create" { &[] } else { &["title", "year", "director"] };
    json!({"columns": columns, "match": matched, "on_match": on_match})
}

/// Codes with their rows and fields.
fn told(result: &Json) -> Vec<(i64, String, String)> {
    let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
    let verdicts = result["verdicts"].as_array().expect("verdicts").iter();
    verdicts.map(|told| (told["row"].as_i64().unwrap_or(0), text(&told["field"]), text(&told["code"]))).collect()
}

#[actix_web::test]
async fn two_rows_of_one_file_that_mean_the_same_record_make_one() {
    in_each_database(async |app| {
        let shen = app.as_user("shen.lit").await;
        working(app, async || {
            for (on_match, expected, score) in
                [("update", [2, 1, 0, 0], "61"), ("skip", [2, 0, 1, 0], "60"), ("create", [2, 0, 0, 1], "60")]
            {
                let text = format!("title,year,director,critic_score\nTwin {on_match},1990,,60\nOther {on_match},1990,A,1\nTwin {on_match},1990,,61\n");
                let mapping = mapping(on_match);
                let rehearsed = Sent::csv(FILMS, &text).mapped(&mapping).rehearsed().done_by(&shen).await;
                assert_eq!(counts(&rehearsed), expected, "{on_match}: {rehearsed:#}");
                let done = Sent::csv(FILMS, &text).mapped(&mapping).done_by(&shen).await;
                assert_eq!(counts(&done), expected, "{on_match}: {done:#}");
                let filter = json!({"and": [{"field": "title", "op": "eq", "value": format!("Twin {on_match}")},
                    {"field": "critic_score", "op": "eq", "value": score.parse::<i64>().expect("a number")}]});
                assert_eq!(count(&shen, FILMS, filter).await, 1, "{on_match}");
                if on_match == "create" {
                    assert_eq!(told(&done)[0].2, "not_unique");
                }
            }
        })
        .await;
    })
    .await;
}

#[actix_web::test]
async fn good_rows_go_in_and_bad_rows_come_back_with_the_reasons() {
    in_each_database(async |app| {
        let shen = app.as_user("shen.lit").await;
        let text = "title,year,release_date,budget,critic_score,note\nGood,2001,2001-02-03,\"$1,000.50\",90,keep me\n\
            Bad,soon,2001-02-30,-1,101,\"=1+1, and\nmore\"\n,2002,,,,\nAlso good,2003,,,,\n";
        working(app, async || {
            let done = Sent::csv(FILMS, text).done_by(&shen).await;
            assert_eq!(counts(&done), [2, 0, 0, 2], "{done:#}");
            let expected = [
                (3, "year", "wrong_type"),
                (3, "release_date", "not_a_date"),
                (3, "budget", "too_small"),
                (3, "critic_score", "too_large"),
                (4, "title", "required"),
            ];
            assert_eq!(told(&done), expected.map(|(row, field, code)| (row, field.to_owned(), code.to_owned())));
            assert_eq!(done["verdicts"][0]["column"], "year");
            assert_eq!(done["verdicts"][0]["value"], "soon");
            let message = done["verdicts"][3]["message"].as_str().expect("a sentence");
            assert!(message.contains("100"), "{message}");

            let rejects = content(app, &done["rejects_file"]).await;
            let table = read_table(&rejects, &ReadOptions::default(), &Limits::default()).expect("a table");
            let names = ["title", "year", "release_date", "budget", "critic_score", "note", "Why not imported"];
            assert_eq!(table.columns, names);
            assert_eq!(table.rows.len(), 2);
            assert_eq!(table.rows[0].cells[5].shown(), "=1+1, and\nmore");
            assert!(table.rows[0].cells[6].shown().starts_with("year: "), "{:?}", table.rows[0].cells[6]);
        })
        .await;
    })
    .await;
}

#[actix_web::test]
async fn what_a_row_refers_to_is_found_by_its_text() {
    in_each_database(async |app| {
        let zhou = app.as_user("zhou.prod").await;
        let text = "name,org_types,owner,pref_genres,tags\n新机构一,发行公司,魏航,剧情、喜剧,好;快\n\
            新机构二,发行公司,wei.dist,没有的题材,\n新机构三,没有的类型,nobody.here,,\n";
        working(app, async || {
            let done = Sent::csv(ORGS, text).done_by(&zhou).await;
            assert_eq!(counts(&done), [1, 0, 0, 2], "{done:#}");
            let expected = [(3, "pref_genres", "link_not_found"), (4, "owner", "link_not_found")];
            assert_eq!(told(&done), expected.map(|(row, field, code)| (row, field.to_owned(), code.to_owned())));
            let body = json!({"filter": {"field": "name", "op": "eq", "value": "新机构一"}});
            let found = zhou.post("/apps/film_crm/forms/org/records/query", body).await.must(200);
            let values = &found["records"][0]["values"];
            assert_eq!(values["owner"]["title"], "魏航");
            let genres: Vec<&str> = values["pref_genres"]
                .as_array()
                .expect("genres")
                .iter()
                .filter_map(|one| one["title"].as_str())
                .collect();
            assert_eq!(genres, ["剧情", "喜剧"]);

            // Who may not make a genre does not make one by importing.
            let mapping = json!({"columns": [{"from": "name", "to": "name"}, {"from": "org_types", "to": "org_types"},
                {"from": "pref_genres", "to": "pref_genres", "create_missing": true}]});
            let text = "name,org_types,pref_genres\n新机构四,发行公司,没有的题材\n";
            let done = Sent::csv(ORGS, text).mapped(&mapping).done_by(&zhou).await;
            assert_eq!(told(&done), [(2, "pref_genres".to_owned(), "act_not_allowed".to_owned())]);
            // The product may; it is nobody whose record it could be.
            let mut mapping = mapping;
            mapping["columns"].as_array_mut().expect("columns").push(json!({"to": "owner", "expr": "\"zhou.prod\""}));
            let done = by_product(app, "org", text, mapping).await;
            assert_eq!(counts(&done), [1, 0, 0, 0], "{done:#}");
            let genre = json!({"field": "name", "op": "eq", "value": "没有的题材"});
            assert_eq!(count(&zhou, ("film_crm", "genre"), genre).await, 1);
        })
        .await;
    })
    .await;
}

#[actix_web::test]
async fn a_rule_sees_the_rows_before() {
    in_each_database(async |app| {
        let lin = app.as_user("lin.ceo").await;
        let body = json!({"filter": {"field": "unpaid", "op": "gt", "value": "1"}, "limit": 1, "fields": ["no", "unpaid", "project"]});
        let found = lin.post("/apps/film_crm/forms/contract/records/query", body).await.must(200);
        let contract = &found["records"][0]["values"];
        let (no, unpaid) = (contract["no"].as_str().expect("a number"), contract["unpaid"].as_str().expect("an amount"));
        let project = contract["project"]["title"].as_str().and_then(|title| title.split(' ').next()).expect("a project");
        let text = format!(
            "contract,project,requester,amount,status,pay_date\n{no},{project},zhou.prod,{unpaid},已付,2026-06-01\n\
             {no},{project},zhou.prod,0.01,草稿,\n"
        );
        let linked = |name: &str| json!({"from": name, "to": name, "link_by": "no"});
        let plain = |name: &str| json!({"from": name, "to": name});
        let columns = [linked("contract"), linked("project"), plain("requester"), plain("amount"), plain("status"), plain("pay_date")];
        working(app, async || {
            let done = by_product(app, "payment", &text, json!({"columns": columns})).await;
            assert_eq!(counts(&done), [1, 0, 0, 1], "all is paid by the first row: {done:#}");
            assert_eq!(told(&done), [(3, "amount".to_owned(), "payment_exceeds_contract".to_owned())]);
        })
        .await;
    })
    .await;
}

#[actix_web::test]
async fn only_who_may_import_imports_and_only_what_they_may_write() {
    in_each_database(async |app| {
        let (shen, zhou, nobody) =
            (app.as_user("shen.lit").await, app.as_user("zhou.prod").await, app.as_user("mo.nobody").await);
        let file = || Sent::csv(FILMS, "title,year\nA,2001\n");
        assert_eq!(file().by(&zhou).await.problem(403)["type"], "act_not_allowed");
        file().by(&nobody).await.problem(404);
        let without_rules =
            json!({"columns": [{"from": "title", "to": "title"}, {"from": "year", "to": "year"}], "rules": false});
        assert_eq!(file().mapped(&without_rules).by(&shen).await.problem(403)["type"], "rules_required");
        let computed = json!({"columns": [{"from": "title", "to": "roi"}, {"from": "year", "to": "nothing"}]});
        let refused = file().mapped(&computed).by(&shen).await.problem(422);
        assert_eq!(pointers(&refused), [("/mapping/columns/1/to".to_owned(), "unknown_field".to_owned())]);
        let computed = json!({"columns": [{"from": "title", "to": "roi"}]});
        let refused = file().mapped(&computed).by(&shen).await.problem(422);
        assert_eq!(pointers(&refused), [("/mapping/columns/0/to".to_owned(), "field_read_only".to_owned())]);
    })
    .await;
}

#[actix_web::test]
async fn bad_requests_are_told_with_their_place_and_change_nothing() {
    in_each_database(async |app| {
        let shen = app.as_user("shen.lit").await;
        let before = app.dump().await;
        let refused = async |bytes: &[u8], status: u16| {
            let file = Sent { to: FILMS, name: "rows.csv", bytes, mapping: None, dry_run: false };
            let problem = file.by(&shen).await.problem(status);
            pointers(&problem).pop().unwrap_or_default()
        };
        let at = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
        assert_eq!(refused(b"", 422).await, at("/file", "file_empty"));
        assert_eq!(refused(b"\n,\n", 422).await, at("/file", "header_missing"));
        assert_eq!(refused(b"PK\x03\x04 and no more", 422).await, at("/file", "workbook_unreadable"));
        assert_eq!(refused(b"%PDF-1.7", 415).await, at("", ""));
        assert_eq!(refused(b"unheard,of\n1,2\n", 422).await, at("/mapping/columns", "no_columns"));
        let misspelt = json!({"columns": [{"from": "title", "too": "title"}]});
        let problem = Sent::csv(FILMS, "title\nA\n").mapped(&misspelt).by(&shen).await.problem(422);
        let expected =
            [at("/mapping/columns/0/too", "unknown_property"), at("/mapping/columns/0/to", "missing_property")];
        assert_eq!(pointers(&problem), expected);
        let path = "/apps/film_crm/forms/market_film/records/import";
        let sent = async |parts: &[(&str, Option<&str>, &[u8])]| {
            let problem = shen.call("POST", path).parts(parts).send().await.problem(400);
            pointers(&problem).pop().unwrap_or_default()
        };
        assert_eq!(sent(&[("mapping", None, b"{}")]).await, at("/file", "missing_file"));
        assert_eq!(
            sent(&[("file", Some("a.csv"), b"title\n"), ("mapping", None, b"{")]).await,
            at("/mapping", "json_syntax")
        );
        assert_eq!(
            sent(&[("file", Some("a.csv"), b"title\n"), ("dry_run", None, b"perhaps")]).await,
            at("/dry_run", "wrong_type")
        );
        assert_eq!(
            sent(&[("file", Some("a.csv"), b"title\n"), ("surprise", None, b"x")]).await,
            at("/surprise", "unexpected_part")
        );
        shen.post(path, json!({})).await.problem(415);
        assert_eq!(app.dump().await, before);
    })
    .await;
}

async fn by_product(app: &TestApp, form: &str, text: &str, mapping: Json) -> Json {
    let key = |text: &str| mortise_model::Key::new(text).expect("a key");
    let tenant = app.tenant(TENANT).await;
    let ctx = app.product().system_ctx(&key(TENANT), "import");
    let upload =
        Upload { name: "rows.csv".to_owned(), bytes: text.as_bytes().to_vec(), mapping: Some(mapping), dry_run: false };
    let place = (&key("film_crm"), &key(form));
    let job = imports::start_by_product(app.product(), (&ctx, &tenant), place, None, upload).await.expect("it begins");
    loop {
        if let Outcome::Ended(outcome) = imports::outcome(&tenant, job).await.expect("the job is there") {
            return json!(outcome.expect("it is done"));
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// The content of a file, as it is kept.
async fn content(app: &TestApp, file: &Json) -> Vec<u8> {
    let id: Id = file["id"].as_str().and_then(|id| id.parse().ok()).expect("a file");
    let tenant = app.tenant(TENANT).await;
    let file = files::file_by_id(tenant.reader(), id).await.expect("it can be read").expect("it is there");
    blobs::blob(tenant.reader(), &file.sha256).await.expect("it can be read").expect("it is kept")
}

fn pointers(problem: &Json) -> Vec<(String, String)> {
    let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
    let issues = problem["issues"].as_array().into_iter().flatten();
    issues.map(|issue| (text(&issue["pointer"]), text(&issue["code"]))).collect()
}
