//! Apps leave as zips and come back the same.

use mortise_bundles::{ArchiveLimits, Files, pack, unpack};
use mortise_tests::{Answer, Client, in_each_database};
use serde_json::{Value as Json, json};

use crate::samples::tiny_app;

async fn import(client: &Client<'_>, zip: Vec<u8>, query: &str) -> Answer {
    let path = format!("/apps/import{query}");
    client.call("POST", &path).header("Content-Type", "application/zip").body(zip).send().await
}

async fn exported(client: &Client<'_>, app: &str) -> Vec<u8> {
    let answer = client.get(&format!("/apps/{app}/export")).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    assert_eq!(answer.header("Content-Type"), "application/zip");
    assert!(answer.header("Content-Disposition").contains(app), "{}", answer.header("Content-Disposition"));
    answer.bytes
}

fn files(zip: &[u8]) -> Files {
    unpack(zip, ArchiveLimits::default()).expect("our own zip")
}

fn json_of(files: &Files, name: &str) -> Json {
    serde_json::from_slice(&files[name]).expect("a document")
}

#[actix_web::test]
async fn an_app_that_is_exported_and_imported_elsewhere_is_exported_the_same() {
    in_each_database(async |app| {
        let (admin, rival) = (app.as_user("admin").await, app.as_rival().await);
        let first = exported(&admin, "film_crm").await;
        assert_eq!(first, exported(&admin, "film_crm").await, "the same app gives the same bytes");
        let installed = import(&rival, first.clone(), "?as=copied").await.must(201);
        assert_eq!(installed, json!({"app": "copied", "records": 0}));
        let (mut before, mut after) = (files(&first), files(&exported(&rival, "copied").await));
        for name in ["forms/contract.form.json", "workflows/f_ct.workflow.json", "tests/j04_contract.case.json"] {
            assert!(before.contains_key(name), "{name}");
        }
        assert!(!before.keys().any(|name| name.starts_with("data/")), "no record leaves with an app");
        let mut manifest = json_of(&after, "app.json");
        assert_eq!(manifest["key"], "copied");
        manifest["key"] = json!("film_crm");
        assert_eq!(manifest, json_of(&before, "app.json"), "only the key changes");
        before.remove("app.json");
        after.remove("app.json");
        assert_eq!(before, after);
        let forms =
            async |who: &Client<'_>, app: &str| who.get(&format!("/apps/{app}")).await.must(200)["forms"].clone();
        assert_eq!(forms(&rival, "copied").await, forms(&admin, "film_crm").await, "who imports it administers it");
    })
    .await;
}

#[actix_web::test]
async fn what_has_changed_since_is_exported_and_drafts_are_not() {
    in_each_database(async |app| {
        let admin = app.as_user("admin").await;
        let mut spec = admin.get("/apps/film_crm/forms/genre").await.must(200)["spec"].clone();
        spec["name"]["en"] = json!("Kind of film");
        admin.put("/apps/film_crm/forms/genre", spec).await.must(200);
        let name = |zip: &[u8]| json_of(&files(zip), "forms/genre.form.json")["name"]["en"].clone();
        assert_eq!(name(&exported(&admin, "film_crm").await), "Genre");
        admin.post("/apps/film_crm/forms/genre/publish", json!({})).await.must(200);
        assert_eq!(name(&exported(&admin, "film_crm").await), "Kind of film");
    })
    .await;
}

#[actix_web::test]
async fn a_zip_that_is_no_app_is_refused_with_its_places_and_changes_nothing() {
    in_each_database(async |app| {
        let admin = app.as_user("admin").await;
        let whole = files(&exported(&admin, "film_crm").await);
        let before = app.dump().await;
        let code = |answer: Answer| {
            let issue = answer.problem(422)["issues"][0].clone();
            (
                issue["code"].as_str().unwrap_or_default().to_owned(),
                issue["pointer"].as_str().unwrap_or_default().to_owned(),
            )
        };
        assert_eq!(code(import(&admin, b"no zip".to_vec(), "?as=x").await).0, "not_a_zip");
        let escaping = pack(&Files::from([("../app.json".to_owned(), Vec::new())]));
        assert_eq!(code(import(&admin, escaping, "?as=x").await).0, "zip_bad_entry");
        let empty = pack(&Files::from([("forms/a.form.json".to_owned(), b"{}".to_vec())]));
        assert_eq!(import(&admin, empty, "?as=x").await.status.as_u16(), 422);

        let mut broken = whole.clone();
        let mut genre = json_of(&broken, "forms/genre.form.json");
        genre["fields"][0]["type"]["settings"]["max_lenght"] = json!(3);
        broken.insert("forms/genre.form.json".to_owned(), genre.to_string().into_bytes());
        let at = "/forms~1genre.form.json/fields/0/type/settings/max_lenght".to_owned();
        assert_eq!(code(import(&admin, pack(&broken), "?as=x").await), ("unknown_property".to_owned(), at));
        broken = whole.clone();
        broken.remove("forms/genre.form.json");
        let refused = import(&admin, pack(&broken), "?as=x").await.problem(422);
        assert!(refused["issues"].as_array().expect("issues").iter().any(|issue| issue["code"] == "unknown_form"));

        let there = import(&admin, pack(&whole), "").await.problem(409);
        assert_eq!(there["type"], "app_exists");
        assert_eq!(import(&admin, tiny_app("a"), "?as=Not%20A%20Key").await.status.as_u16(), 400);
        let json = admin.post("/apps/import", json!({})).await;
        assert_eq!(json.problem(415)["type"], "wrong_type");
        assert_eq!(import(&app.as_user("zhou.prod").await, tiny_app("a"), "").await.problem(403)["type"], "owner_only");
        assert_eq!(
            app.as_user("zhou.prod").await.get("/apps/film_crm/export").await.problem(403)["type"],
            "admin_only"
        );
        assert_eq!(app.dump().await, before, "nothing has changed");
    })
    .await;
}

#[actix_web::test]
async fn an_import_that_comes_twice_with_one_key_is_done_once() {
    in_each_database(async |app| {
        let admin = app.as_user("admin").await;
        let call = async |zip: Vec<u8>| {
            let call = admin.call("POST", "/apps/import").header("Idempotency-Key", "once");
            call.header("Content-Type", "application/zip").body(zip).send().await
        };
        let first = call(tiny_app("twice")).await;
        assert_eq!(first.must(201), json!({"app": "twice", "records": 0}));
        let again = call(tiny_app("twice")).await;
        assert_eq!(again.must(201), first.json());
        assert_eq!(again.header("Idempotency-Replayed"), "true");
        let other = call(tiny_app("other")).await.problem(422);
        assert_eq!(other["issues"][0]["code"], "idempotency_other_body");
        assert_eq!(admin.get("/apps/other").await.status.as_u16(), 404);
    })
    .await;
}
