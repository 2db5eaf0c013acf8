//! The typical answer of every route: a changed shape is seen here.

use std::collections::BTreeMap;

use mortise_tests::{Answer, in_each_database, redacted, shortened};
use serde_json::{Map, Value as Json, json};

use crate::{
    samples::{ENDS_ALL, samples},
    things::{Need, Things},
};

#[actix_web::test]
async fn every_route_answers_in_the_shape_that_is_written_down() {
    in_each_database(async |app| {
        let mut by_resource: BTreeMap<String, Map<String, Json>> = BTreeMap::new();
        for sample in samples().into_iter().filter(|sample| !ENDS_ALL.contains(&sample.name().as_str())) {
            let things = Things::make(app, sample.need).await;
            let client = match sample.need {
                Need::FreshLogIn => app.anew(sample.by).await,
                _ => app.as_user(sample.by).await,
            };
            let answer = sample.ask(&client, &things).await;
            assert!(answer.status.is_success(), "as {}: {}\n{} {}", sample.by, answer.asked, answer.status, answer.text());
            by_resource.entry(resource(&sample.operation.path)).or_default().insert(sample.name(), told(&answer));
        }
        for (resource, answers) in by_resource {
            insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/answers"}, {
                insta::assert_json_snapshot!(resource, answers);
            });
        }
    })
    .await;
}

fn told(answer: &Answer) -> Json {
    let kind = answer.header("Content-Type");
    let body = match kind {
        "application/json" => redacted(&shortened(&without_documents(&answer.json()))),
        _ => Json::Null,
    };
    json!({"status": answer.status.as_u16(), "type": kind, "body": body})
}

/// The JSON without the documents in it, whose shape `schemas/` tells, and which change with the app.
fn without_documents(json: &Json) -> Json {
    match json {
        Json::Object(members) if members.contains_key("version") && members.contains_key("$schema") => {
            json!("[document]")
        }
        Json::Object(members) => {
            let document =
                |name: &str, value: &Json| ["spec", "report", "read_kinds"].contains(&name) && value.is_object();
            let told = |(name, value): (&String, &Json)| {
                let value = if document(name, value) { json!("[document]") } else { without_documents(value) };
                (name.clone(), value)
            };
            members.iter().map(told).collect()
        }
        Json::Array(items) => items.iter().map(without_documents).collect(),
        other => other.clone(),
    }
}

/// The last collection that the path names.
fn resource(path: &str) -> String {
    let parts: Vec<&str> =
        path.trim_start_matches("/api/v1/").split('/').filter(|part| !part.starts_with('{')).collect();
    let known = ["records", "workflow", "reports", "prints", "forms"];
    let last = known.iter().find(|name| parts.contains(name));
    (*last.unwrap_or(&parts[0])).to_owned()
}
