//! Taking records out to a file.

use std::io::Cursor;

use mortise_tests::{Client, TestApp, in_each_database};
use serde_json::{Value as Json, json};

use crate::things::{Need, Things};

const EXPORT: &str = "/apps/film_crm/forms/contract/records/export";

/// Runs an export to its end; the job afterwards.
async fn exported(client: &Client<'_>, body: Json) -> Json {
    let job = client.post(EXPORT, body).await.must(202);
    client.post("/demo/clock", json!({"advance": "PT1M"})).await.must(200);
    client.get(&format!("/jobs/{}", job["id"].as_str().expect("an id"))).await.must(200)
}

/// The file of a job that is done.
async fn file(client: &Client<'_>, job: &Json) -> Vec<u8> {
    assert_eq!(job["state"], "done", "{job:#}");
    let got = client.get(&format!("/files/{}", job["result"]["file"]["id"].as_str().expect("a file"))).await;
    got.must(200);
    got.bytes
}

async fn csv(client: &Client<'_>, mut body: Json) -> Vec<Vec<String>> {
    body["format"] = json!("csv");
    let text = String::from_utf8(file(client, &exported(client, body).await).await).expect("UTF-8");
    let rows = text.strip_prefix('\u{feff}').expect("a byte order mark").trim_end().split("\r\n");
    rows.map(|row| row.split(',').map(str::to_owned).collect()).collect()
}

async fn listed(app: &TestApp, user: &str, body: Json) -> Vec<Json> {
    let found = app.as_user(user).await.post("/apps/film_crm/forms/contract/records/query", body).await.must(200);
    found["records"].as_array().expect("records").clone()
}

#[actix_web::test]
async fn an_export_is_the_list_with_its_filter_order_and_columns() {
    in_each_database(async |app| {
        let qin = app.as_user("qin.legal").await;
        let filter = json!({"field": "amount", "op": "gt", "value": "1000000"});
        let sort = json!([{"field": "amount", "desc": true}]);
        let body = json!({"filter": filter, "sort": sort, "fields": ["no", "type", "amount", "project", "_owner"]});
        let rows = csv(&qin, body).await;
        assert_eq!(rows[0], ["No.", "Type", "Amount", "Project", "Owner"]);
        let expected = listed(app, "qin.legal", json!({"filter": filter, "sort": sort, "limit": 200})).await;
        let told = |record: &Json| {
            let values = &record["values"];
            [&values["no"], &values["type"], &values["amount"], &values["project"]["title"], &record["owner"]["title"]]
                .map(|value| value.as_str().unwrap_or_default().to_owned())
                .to_vec()
        };
        assert!(expected.len() > 5);
        let exact: Vec<_> = expected.iter().map(told).collect();
        assert_eq!(
            rows[1..].iter().map(|row| (&row[0], &row[2])).collect::<Vec<_>>(),
            exact.iter().map(|row| (&row[0], &row[2])).collect::<Vec<_>>()
        );
        assert_eq!(
            rows[1..].iter().map(|row| &row[4]).collect::<Vec<_>>(),
            exact.iter().map(|row| &row[4]).collect::<Vec<_>>()
        );
    })
    .await;
}

#[actix_web::test]
async fn a_workbook_has_numbers_and_days_as_such() {
    in_each_database(async |app| {
        use calamine::{Data, Reader, Xlsx};
        let qin = app.as_user("qin.legal").await;
        let job = exported(&qin, json!({"fields": ["no", "amount", "_created_at"]})).await;
        assert_eq!(job["result"]["file"]["mime"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file(&qin, &job).await)).expect("a workbook");
        let sheet = book.worksheet_range_at(0).expect("a sheet").expect("a range");
        let rows: Vec<_> = sheet.rows().collect();
        assert_eq!(job["result"]["rows"], rows.len() - 1);
        assert!(matches!(rows[1][1], Data::Float(_)) && matches!(rows[1][2], Data::DateTime(_)), "{:?}", rows[1]);
    })
    .await;
}

#[actix_web::test]
async fn an_export_has_no_more_than_the_person_sees() {
    in_each_database(async |app| {
        let things = Things::make(app, Need::Contract).await;
        let id = things.text("record");
        let body = json!({"filter": {"field": "_id", "op": "eq", "value": id}, "fields": ["_id", "name", "amount"]});
        let seen = csv(&app.as_user("qin.legal").await, body.clone()).await;
        assert_eq!(seen[1], [id.as_str(), "测试聘用合同", "120000.50"]);
        let luo = app.as_user("luo.sales").await;
        match luo.post(EXPORT, body).await.status.as_u16() {
            202 => panic!("a salesperson has no right to export contracts"),
            status => assert!([403, 404].contains(&status), "{status}"),
        }
    })
    .await;
}

#[actix_web::test]
async fn what_cannot_be_exported_is_refused_at_once() {
    in_each_database(async |app| {
        let qin = app.as_user("qin.legal").await;
        for (body, issue) in [
            (json!({"fields": ["no", "none_such"]}), "unknown_field at /fields/1"),
            (json!({"fields": ["_secret"]}), "unknown_field at /fields/0"),
            (json!({"filter": {"field": "none_such", "op": "eq", "value": 1}}), "unknown_field at /filter"),
            (json!({"format": "pdf"}), "unknown_option at /format"),
            (json!({"colums": []}), "unknown_property at /colums"),
        ] {
            let refused = qin.post(EXPORT, body).await;
            refused.problem(400);
            assert!(refused.issues()[0].starts_with(issue), "{:?} {issue}", refused.issues());
        }
    })
    .await;
}

#[actix_web::test]
async fn the_file_of_an_export_is_the_persons_own_and_noted_when_it_is_taken() {
    in_each_database(async |app| {
        let qin = app.as_user("qin.legal").await;
        let job = exported(&qin, json!({"format": "csv"})).await;
        let before = app.dump().await;
        file(&qin, &job).await;
        assert!(app.dump().await.differing(&before).contains(&"mortise_audit"));
        let path = format!("/files/{}", job["result"]["file"]["id"].as_str().unwrap());
        for other in ["lin.ceo", "zhou.prod", "admin"] {
            app.as_user(other).await.get(&path).await.problem(404);
        }
        let other = app.as_user("lin.ceo").await;
        other.get(&format!("/jobs/{}", job["id"].as_str().unwrap())).await.problem(404);
    })
    .await;
}

#[actix_web::test]
async fn one_export_of_a_form_runs_at_a_time_and_can_be_cancelled() {
    in_each_database(async |app| {
        let qin = app.as_user("qin.legal").await;
        let job = qin.post(EXPORT, json!({})).await.must(202);
        let refused = qin.post(EXPORT, json!({})).await;
        assert_eq!(refused.problem(409)["type"], "export_running");
        let id = job["id"].as_str().unwrap();
        assert_eq!(qin.post(&format!("/jobs/{id}/cancel"), json!({})).await.must(200)["state"], "cancelled");
        assert_eq!(exported(&qin, json!({})).await["state"], "done");
    })
    .await;
}

#[actix_web::test]
async fn texts_that_look_like_formulas_stay_texts() {
    in_each_database(async |app| {
        let things = Things::make(app, Need::Contract).await;
        let zhou = app.as_user("zhou.prod").await;
        let evil = json!({"version": 1, "values": {"name": "=HYPERLINK(\"http://x\")"}});
        zhou.patch(&things.record_path(), evil).await.must(200);
        let filter = json!({"field": "_id", "op": "eq", "value": things.text("record")});
        let qin = app.as_user("qin.legal").await;
        let job = exported(&qin, json!({"filter": filter, "fields": ["name"], "format": "csv"})).await;
        let text = String::from_utf8(file(&qin, &job).await).unwrap();
        assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{text}");
    })
    .await;
}
