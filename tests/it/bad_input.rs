//! Every route, asked wrongly in every way: a typed refusal that names the place, and nothing changed.

use mortise_tests::{Answer, Client, TestApp, in_each_database, resolve};
use serde_json::{Map, Value as Json, json};

use crate::{
    samples::{Sample, samples},
    things::{Need, Things},
};

/// More than any JSON body may have.
const TOO_LARGE: usize = 3 * 1024 * 1024;
/// What cannot be the key or the id of anything.
const HOSTILE: [&str; 20] = [
    "a'b",
    "a\"--",
    "..",
    ".",
    "a b",
    "\0",
    "__proto__",
    "rowid",
    "ctid",
    "%",
    "%25",
    "a;drop table x",
    "ＡＢＣ",
    "🎬",
    "-1",
    "zzzzzzzzzzzzz",
    "0000000000000",
    "no_such_thing",
    "0qj4505ym9999",
    "x' or '1'='1",
];

#[actix_web::test]
async fn a_body_that_is_no_json_is_refused() {
    each(async |app, sample, things| {
        let client = who(app, sample).await;
        let deep = "[".repeat(100_000);
        let bodies: [(&[u8], u16, &str); 6] = [
            (b"{\"a\": ", 400, "json_syntax"),
            (b"\xff\xfe{}", 400, "json_syntax"),
            (deep.as_bytes(), 400, "json_syntax"),
            (b"{\"a\": 1e999}", 400, "json_syntax"),
            (b"[]", 400, ""),
            (b"\"text\"", 400, ""),
        ];
        for (body, status, code) in bodies {
            let call = client.call(&sample.operation.method, &sample.path(things));
            let answer = call.header("Content-Type", "application/json").body(body).send().await;
            let allowed = if code.is_empty() { vec![status, 422] } else { vec![status] };
            require(&answer, &allowed);
            assert!(answer.issues().iter().any(|issue| issue.starts_with(code)), "{}\n{}", answer.asked, answer.text());
        }
        let good = sample.body(things).unwrap_or_default().to_string();
        let call = client.call(&sample.operation.method, &sample.path(things));
        require(&call.header("Content-Type", "text/plain").body(good.clone()).send().await, &[415]);
        let call = client.call(&sample.operation.method, &sample.path(things));
        let padded = good + " ".repeat(TOO_LARGE).as_str();
        require(&call.header("Content-Type", "application/json").body(padded).send().await, &[413]);
    })
    .await;
}

#[actix_web::test]
async fn every_wrong_member_is_named_with_its_pointer() {
    each(async |app, sample, things| {
        let client = who(app, sample).await;
        let Some(Json::Object(good)) = sample.body(things) else { return };
        let answer = with(&client, sample, things, &good, "no_such_member", json!(1)).await;
        names(&answer, "/no_such_member");
        let mut both = good.clone();
        both.extend([("no_such_member".to_owned(), json!(1)), ("another_member".to_owned(), json!({}))]);
        let answer = client.call(&sample.operation.method, &sample.path(things)).json(&Json::Object(both)).send().await;
        names(&answer, "/no_such_member");
        names(&answer, "/another_member");
        for (name, wrong) in wrong_values(sample, &good) {
            names(&with(&client, sample, things, &good, &name, wrong).await, &format!("/{name}"));
        }
        for (name, value) in &good {
            if let Json::String(text) = value {
                names(
                    &with(&client, sample, things, &good, name, json!(format!("{text}\0"))).await,
                    &format!("/{name}"),
                );
            }
        }
        for name in required(sample) {
            let mut without = good.clone();
            without.shift_remove(&name);
            let answer =
                client.call(&sample.operation.method, &sample.path(things)).json(&Json::Object(without)).send().await;
            names(&answer, &format!("/{name}"));
        }
    })
    .await;
}

#[actix_web::test]
async fn a_hostile_name_in_a_path_or_a_query_finds_nothing() {
    in_each_database(async |app| {
        let samples: Vec<Sample> = samples()
            .into_iter()
            .filter(|sample| sample.need != Need::FreshLogIn && !sample.parameters().is_empty())
            .collect();
        for sample in samples.iter().filter(|sample| !sample.writes()) {
            let things = Things::make(app, sample.need).await;
            let client = app.as_user(sample.by).await;
            for query in ["?search=%00", "?cursor='", "?limit=-1", "?box=%FF", "?q=%F0%9F&search=%25_", "?box=none"] {
                let path = sample.path(&things);
                let path = format!("{}{query}", path.split('?').next().unwrap_or_default());
                let answer = client.get(&path).await;
                assert!(answer.status.as_u16() < 500, "{}\n{}", answer.asked, answer.text());
            }
        }
        let before = app.dump().await;
        for sample in &samples {
            let things = Things::make(app, Need::Nothing).await;
            let client = app.as_user(sample.by).await;
            for parameter in sample.parameters() {
                for hostile in HOSTILE {
                    let path = sample.operation.path.replace(&format!("{{{parameter}}}"), &encoded(hostile));
                    let path = things.path(&path);
                    let body = sample.body(&things).unwrap_or_else(|| json!({}));
                    let answer = client.call(&sample.operation.method, &path).json(&body).send().await;
                    require(&answer, &[400, 403, 404, 409, 422]);
                }
            }
        }
        let after = app.dump().await;
        assert_eq!(before.differing(&after), Vec::<&str>::new());
    })
    .await;
}

/// A check for each route that takes JSON; afterwards nothing may be changed.
async fn each(check: impl AsyncFn(&TestApp, &Sample, &Things)) {
    in_each_database(async |app| {
        let takes_json =
            |sample: &Sample| sample.operation.body.as_ref().is_some_and(|(kind, _)| kind == "application/json");
        for sample in samples().into_iter().filter(takes_json) {
            let things = Things::make(app, sample.need).await;
            let before = app.dump().await;
            check(app, &sample, &things).await;
            let after = app.dump().await;
            assert_eq!(
                before.differing(&after),
                Vec::<&str>::new(),
                "changed by refused requests to {}",
                sample.name()
            );
        }
    })
    .await;
}

async fn who<'a>(app: &'a TestApp, sample: &Sample) -> Client<'a> {
    app.as_user(sample.by).await
}

async fn with(
    client: &Client<'_>,
    sample: &Sample,
    things: &Things,
    good: &Map<String, Json>,
    name: &str,
    value: Json,
) -> Answer {
    let mut body = good.clone();
    body.insert(name.to_owned(), value);
    client.call(&sample.operation.method, &sample.path(things)).json(&Json::Object(body)).send().await
}

/// Refused with one of these, and whole.
#[track_caller]
fn require(answer: &Answer, allowed: &[u16]) {
    assert!(
        allowed.contains(&answer.status.as_u16()),
        "not {allowed:?}: {}\n{} {}",
        answer.asked,
        answer.status,
        answer.text()
    );
    answer.require_problem();
}

/// Refused, with an issue at this place or within.
#[track_caller]
fn names(answer: &Answer, pointer: &str) {
    require(answer, &[400, 422]);
    let at = |issue: &String| {
        let place = issue.rsplit(" at ").next().unwrap_or_default();
        place == pointer || place.starts_with(&format!("{pointer}/"))
    };
    assert!(answer.issues().iter().any(at), "no issue at {pointer}: {}\n{}", answer.asked, answer.text());
}

/// For each member that the body may have a value of another type.
fn wrong_values(sample: &Sample, good: &Map<String, Json>) -> Vec<(String, Json)> {
    let schema = schema(sample);
    let mut names: Vec<&String> = schema["properties"].as_object().into_iter().flat_map(Map::keys).collect();
    names.extend(good.keys().filter(|name| schema["properties"].get(*name).is_none()));
    names
        .into_iter()
        .map(|name| {
            let types = schema["properties"][name]["type"].to_string() + good.get(name).map_or("", kind_of);
            let numeric = types.contains("integer") || types.contains("number");
            (name.clone(), if numeric { json!("x") } else { json!(7.5) })
        })
        .collect()
}

fn kind_of(json: &Json) -> &'static str {
    if json.is_number() { "number" } else { "" }
}

fn required(sample: &Sample) -> Vec<String> {
    let names = schema(sample)["required"].as_array().cloned().unwrap_or_default();
    names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

fn schema(sample: &Sample) -> Json {
    sample.operation.body.as_ref().map(|(_, schema)| resolve(schema)).unwrap_or_default()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
