use mortise_model::Id;
use mortise_service::{
    Error,
    idempotency::{Answered, Once},
    records::{self, PressButton, Pressed},
};
use mortise_store::repos::{
    Page,
    rule_runs::{RunFilter, runs_of},
};
use serde_json::{Value as Json, json};

use crate::stage::{Stage, codes, key, on_each_backend};

async fn press(stage: &Stage, who: &str, id: Id, button: &str, body: Json) -> Result<Answered<Pressed>, Error> {
    let once = Once::new(body["once"].as_str().map(str::to_owned), body.to_string().as_bytes());
    let mut body = body;
    body.as_object_mut().unwrap().remove("once");
    if body.get("version").is_none() {
        body["version"] = json!(stage.get("ann", "ticket", id).await?.version);
    }
    let params: PressButton = serde_json::from_value(body).unwrap();
    let place = (&key("desk"), &key("ticket"));
    records::press(&stage.platform, &stage.person(who).await, place, (id, &key(button)), params, &once).await
}

fn now(done: Result<Answered<Pressed>, Error>) -> Pressed {
    match done.unwrap() {
        Answered::Now(pressed) => pressed,
        Answered::Before { .. } => panic!("it was done now"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_asks_and_sets_off_its_rules() {
    on_each_backend(async |stage| {
        let ticket = stage.create("ann", "ticket", json!({"title": "t"})).await.unwrap();
        let refused = press(stage, "ann", ticket.id, "finish", json!({})).await;
        assert_eq!(codes(refused), ["button_not_available"], "it is not under way yet");
        let doing = stage.update("ann", "ticket", ticket.id, json!({"values": {"status": "doing"}})).await.unwrap();
        assert_eq!(codes(press(stage, "ann", ticket.id, "finish", json!({"version": 1})).await), ["stale_version"]);
        let other = json!({"values": {"title": "other"}});
        assert_eq!(codes(press(stage, "ann", ticket.id, "finish", other).await), ["/values/title not_asked"]);
        let body = json!({"version": doing.version, "values": {"note": "ready"}, "once": "one"});
        let done = now(press(stage, "ann", ticket.id, "finish", body.clone()).await);
        assert_eq!(done.rules, [key("h_finish")]);
        let record = done.record.unwrap();
        // A clerk could not make this change alone: the rule does it by the product's right.
        assert_eq!((&record.values["status"], &record.values["note"]), (&json!("done"), &json!("ready")));
        let again = press(stage, "ann", ticket.id, "finish", body).await.unwrap();
        assert!(matches!(again, Answered::Before { status: 200, .. }), "the same key, the same answer");
        let history =
            records::history(&stage.platform, &stage.person("ann").await, (&key("desk"), &key("ticket")), ticket.id)
                .await
                .unwrap();
        let newest: Vec<&str> = history[0].changes.iter().map(|change| change.field.as_str()).collect();
        assert_eq!((history[0].act.as_str(), newest), ("press_button", vec!["note", "status"]), "one act, one entry");
        let tenant = stage.database().await;
        let runs =
            runs_of(tenant.reader(), &key("desk"), &RunFilter::of(&key("h_finish")), Page::first(5)).await.unwrap();
        assert_eq!(runs.iter().map(|run| run.trigger.as_str()).collect::<Vec<_>>(), ["button"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_is_for_the_roles_that_have_it() {
    on_each_backend(async |stage| {
        let ticket = stage.create("ann", "ticket", json!({"title": "t"})).await.unwrap();
        stage.update("ann", "ticket", ticket.id, json!({"values": {"status": "doing"}})).await.unwrap();
        assert_eq!(codes(press(stage, "bob", ticket.id, "finish", json!({})).await), ["button_not_allowed"]);
        assert_eq!(codes(press(stage, "eve", ticket.id, "finish", json!({})).await), ["form"]);
        assert_eq!(codes(press(stage, "ann", ticket.id, "no_such", json!({})).await), ["button"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_stops_undoes_the_whole_press() {
    on_each_backend(async |stage| {
        let ticket = stage.create("ann", "ticket", json!({"title": "t"})).await.unwrap();
        let refused = press(stage, "ann", ticket.id, "lock", json!({"once": "one"})).await;
        assert_eq!(codes(refused), ["/values locked_already"]);
        assert_eq!(stage.get("ann", "ticket", ticket.id).await.unwrap().version, ticket.version);
        let quiet = stage.create("ann", "ticket", json!({"title": "quiet"})).await.unwrap();
        assert!(now(press(stage, "ann", quiet.id, "lock", json!({})).await).rules.is_empty());
    })
    .await;
}
