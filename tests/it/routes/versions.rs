//! Who changes or decides says what was seen.

use mortise_tests::in_each_database;
use serde_json::{Value as Json, json};

use crate::{
    samples::{Sample, samples},
    things::Things,
};

/// The member of a body that names the version that was seen.
fn version_member(sample: &Sample, body: &Json) -> Option<&'static str> {
    let named = ["version", "record_version"].into_iter().find(|name| body.get(*name).is_some());
    named.filter(|_| sample.operation.method != "PUT")
}

#[actix_web::test]
async fn a_missing_version_is_428_and_a_stale_one_409() {
    in_each_database(async |app| {
        let mut n_seen = 0;
        for sample in samples() {
            let things = Things::make(app, sample.need).await;
            let Some(Json::Object(good)) = sample.body(&things) else { continue };
            let Some(member) = version_member(&sample, &Json::Object(good.clone())) else { continue };
            n_seen += 1;
            let client = app.as_user(sample.by).await;
            let before = app.dump().await;
            let mut body = good.clone();
            body.insert(member.to_owned(), json!(good[member].as_i64().unwrap_or(1) + 100));
            let stale = client.call(&sample.operation.method, &sample.path(&things)).json(&json!(body)).send().await;
            assert_eq!(stale.problem(409)["type"], "stale_version", "{}", stale.asked);
            assert!(stale.json()["params"]["version"].is_i64(), "{}\n{}", stale.asked, stale.text());
            // Who submits may leave it out: what is submitted is what is there.
            if !sample.name().ends_with("/submit") {
                body.shift_remove(member);
                client
                    .call(&sample.operation.method, &sample.path(&things))
                    .json(&json!(body))
                    .send()
                    .await
                    .problem(428);
            }
            assert_eq!(before.differing(&app.dump().await), Vec::<&str>::new(), "{}", sample.name());
        }
        assert!(n_seen >= 6, "only {n_seen} routes take a version");
    })
    .await;
}

#[actix_web::test]
async fn a_draft_is_saved_only_over_the_version_that_was_seen() {
    in_each_database(async |app| {
        let ada = app.as_user("ada.admin").await;
        for (path, file) in [
            ("/apps/film_crm/forms/contract", "forms/contract.form.json"),
            ("/apps/film_crm/forms/contract/workflow", "workflows/f_ct.workflow.json"),
        ] {
            let document = crate::things::document(file);
            let before = app.dump().await;
            let save = |seen: &str| ada.call("PUT", path).json(&document).header("If-Match", seen).send();
            assert_eq!(save("\"999\"").await.problem(409)["type"], "stale_version");
            save("\"what\"").await.problem(400);
            assert_eq!(before.differing(&app.dump().await), Vec::<&str>::new());
            save("\"1\"").await.must(200);
        }
    })
    .await;
}
