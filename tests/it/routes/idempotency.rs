//! A POST that comes twice with one key has one effect and one answer.

use mortise_tests::in_each_database;
use serde_json::{Value as Json, json};

use crate::{
    samples::{Sample, samples},
    things::Things,
};

/// POSTs that make nothing, or that say the same when they come again; all others take an `Idempotency-Key`.
const NEED_NO_KEY: &[&str] = &[
    // it takes a zip, and a test of its own in export.rs
    "POST /apps/import",
    // they only read
    "POST /apps/{app}/forms/{form}/records/query",
    "POST /apps/{app}/forms/{form}/records/evaluate",
    "POST /apps/{app}/forms/{form}/records/{record}/prints/{print}",
    "POST /apps/{app}/forms/{form}/workflow/preview",
    "POST /apps/{app}/pivot",
    "POST /apps/{app}/reports/{report}/drill",
    "POST /apps/{app}/reports/{report}/run",
    // what they bring about is there after the first time, and stays
    "POST /apps/{app}/forms/{form}/publish",
    "POST /apps/{app}/forms/{form}/records/{record}/restore",
    "POST /apps/{app}/forms/{form}/workflow/publish",
    "POST /auth/login",
    "POST /auth/logout",
    "POST /demo/clock",
    "POST /demo/reset",
    "POST /jobs/{job}/cancel",
    "POST /notifications/read",
    "POST /users/{user}/disable",
    "POST /users/{user}/enable",
    "POST /users/{user}/password",
    // its body is a file: `files.rs` sends it twice
    "POST /files",
];

#[actix_web::test]
async fn a_post_with_a_key_has_one_effect_and_one_answer() {
    in_each_database(async |app| {
        let makes =
            |sample: &Sample| sample.operation.method == "POST" && !NEED_NO_KEY.contains(&sample.name().as_str());
        for sample in samples().into_iter().filter(makes) {
            let things = Things::make(app, sample.need).await;
            let client = app.as_user(sample.by).await;
            let body = sample.body(&things).unwrap_or_else(|| json!({}));
            // A key is one of all that this person does: each route has its own here.
            let first =
                sample.call_with(&client, &things, &body).header("Idempotency-Key", &sample.name()).send().await;
            assert!(first.status.is_success(), "{}\n{}", first.asked, first.text());
            assert_eq!(first.header("Idempotency-Replayed"), "", "{}", first.asked);
            let before = app.dump().await;
            let again =
                sample.call_with(&client, &things, &body).header("Idempotency-Key", &sample.name()).send().await;
            assert_eq!(again.status, first.status, "{}\n{}", again.asked, again.text());
            assert_eq!(again.header("Idempotency-Replayed"), "true", "{}", again.asked);
            assert_eq!(again.json(), first.json(), "{}", again.asked);
            let mut other = body.clone();
            other.as_object_mut().expect("an object").extend([another(&sample)]);
            let mismatch =
                sample.call_with(&client, &things, &other).header("Idempotency-Key", &sample.name()).send().await;
            mismatch.problem(422);
            assert_eq!(mismatch.issues(), ["idempotency_other_body at "], "{}", mismatch.asked);
            assert_eq!(before.differing(&app.dump().await), Vec::<&str>::new(), "{}", sample.name());
        }
    })
    .await;
}

/// A member that makes the body another one, and still a good one.
fn another(sample: &Sample) -> (String, Json) {
    let (name, value) = match sample.name().as_str() {
        "POST /users" => ("email", json!("new@example.com")),
        "POST /departments" => ("parent", Json::Null),
        "POST /apps" => ("icon", json!("star")),
        "POST /apps/{app}/forms/{form}/records" => ("submit", json!(true)),
        "POST /apps/{app}/forms/{form}/records/import" => {
            ("$parts", json!({"file": "title,year\nAnother film,2026\n", "dry_run": "true"}))
        }
        "POST /apps/{app}/forms/{form}/records/{record}/submit" => ("picks", json!({})),
        "POST /apps/{app}/forms/{form}/records/{record}/actions/{button}" => ("confirm", json!(["sure"])),
        "POST /apps/{app}/forms/{form}/records/{record}/comments" => ("text", json!("别的话")),
        "POST /apps/{app}/forms/{form}/records/export" => ("format", json!("xlsx")),
        "POST /apps/{app}/forms/{form}/records/batch" | "POST /changes/{change_set}/undo" => {
            ("reason", json!("再来一次"))
        }
        "POST /templates/{template}/install" => ("with_demo_data", json!(true)),
        "POST /tasks/batch" => ("action", json!("reject")),
        "POST /tasks/{task}/actions/{action}" | "POST /instances/{instance}/actions/{action}" => {
            ("comment", json!("别的话"))
        }
        other => panic!("say in tests/it/routes/idempotency.rs what may be otherwise in the body of {other}"),
    };
    (name.to_owned(), value)
}
