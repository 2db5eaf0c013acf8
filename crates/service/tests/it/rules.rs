use mortise_model::Key;
use mortise_service::{Error, rules as rule_runs};
use mortise_store::{
    Tenant,
    repos::{
        Page,
        outbox::{dead_outbox, next_outbox_due},
        rule_runs::{RuleRun, RunFilter, RunOutcome, runs_of},
    },
};
use serde_json::json;

use crate::stage::{codes, key, on_each_backend};

async fn runs(tenant: &Tenant, rule: &str) -> Vec<RuleRun> {
    let rule: Key = key(rule);
    runs_of(tenant.reader(), &key("desk"), &RunFilter::of(&rule), Page::first(50)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_follows_a_commit_once() {
    on_each_backend(async |stage| {
        let large = stage.create("ann", "ticket", json!({"title": "large", "amount": "500"})).await.unwrap();
        stage.create("ann", "ticket", json!({"title": "small", "amount": "5"})).await.unwrap();
        assert!(stage.column("step", "text").await.is_empty(), "rules run behind the commit");
        stage.settle().await;
        stage.settle().await;
        assert_eq!(stage.column("step", "text").await, [json!("look at it")]);
        assert_eq!(stage.column("step", "ticket").await[0]["id"], json!(large.id));
        let tenant = stage.database().await;
        let runs = runs(&tenant, "a_step").await;
        assert_eq!(runs.len(), 1, "a rule that does not fire leaves no run");
        assert_eq!((runs[0].outcome, runs[0].record), (RunOutcome::Done, Some(large.id)));
        assert!(runs[0].change_set.is_some());
        assert_eq!(next_outbox_due(tenant.reader()).await.unwrap(), None, "nothing waits any more");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_in_the_outbox_outlives_a_restart() {
    on_each_backend(async |stage| {
        stage.create("ann", "ticket", json!({"title": "large", "amount": "500"})).await.unwrap();
        stage.restart().await;
        stage.settle().await;
        assert_eq!(stage.column("step", "text").await, [json!("look at it")]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_fails_is_seen_and_stops_nothing_else() {
    on_each_backend(async |stage| {
        stage.create("ann", "ticket", json!({"title": "broken", "amount": "500"})).await.unwrap();
        stage.create("ann", "ticket", json!({"title": "broken"})).await.unwrap();
        stage.settle().await;
        assert_eq!(stage.column("ticket", "title").await.len(), 2, "what set it off stands");
        assert_eq!(stage.column("step", "text").await.len(), 1, "other rules have run");
        assert!(stage.column("client", "name").await.is_empty());
        let tenant = stage.database().await;
        let failed = runs(&tenant, "b_broken").await;
        assert_eq!(failed.iter().map(|run| run.outcome).collect::<Vec<_>>(), [RunOutcome::Failed, RunOutcome::Failed]);
        assert_eq!(failed[0].detail.as_ref().unwrap()["error"], json!("required at /values/name"));
        assert_eq!(stage.kinds("cat").await, ["rule_failed"], "told once a day");
        assert!(dead_outbox(tenant.reader(), Page::first(5)).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_that_set_each_other_off_end() {
    on_each_backend(async |stage| {
        let ticket = stage.create("ann", "ticket", json!({"title": "round"})).await.unwrap();
        stage.update("ann", "ticket", ticket.id, json!({"values": {"counter": 1}})).await.unwrap();
        stage.settle().await;
        let tenant = stage.database().await;
        let runs = runs(&tenant, "d_loop").await;
        assert_eq!(runs.len(), 9, "{runs:?}");
        assert_eq!(runs[0].outcome, RunOutcome::Failed);
        assert_eq!(runs[0].detail.as_ref().unwrap()["error"], json!("rules_too_deep"));
        assert_eq!(stage.get("ann", "ticket", ticket.id).await.unwrap().values["counter"], json!(9));
        stage.advance("P1D").await;
        assert_eq!(stage.get("ann", "ticket", ticket.id).await.unwrap().values["counter"], json!(9));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_told_only_what_they_may_read() {
    on_each_backend(async |stage| {
        let values = json!({"title": "leak", "secret": "4711"});
        let ticket = stage.create("bob", "ticket", values).await.unwrap();
        stage.settle().await;
        stage.update("ann", "ticket", ticket.id, json!({"values": {"status": "doing"}})).await.unwrap();
        stage.settle().await;
        let told = async |who: &str| stage.news(who).await.into_iter().find(|news| news.kind == "rule");
        let bob = told("bob").await.unwrap();
        assert_eq!((bob.title.en.as_str(), bob.body.unwrap().en.as_str()), ("leak moved", "leak is doing: 4711"));
        assert_eq!(told("dan").await.unwrap().body.unwrap().en, "leak is doing: ", "the field is closed to dan");
        assert!(told("eve").await.is_none(), "the record is out of eve's sight");
        let run = &runs(&stage.database().await, "c_told").await[0];
        assert_eq!(run.detail.as_ref().unwrap()["carried"]["unsighted"], json!(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_other_fields_sets_no_rule_off() {
    on_each_backend(async |stage| {
        let ticket = stage.create("ann", "ticket", json!({"title": "still"})).await.unwrap();
        stage.update("ann", "ticket", ticket.id, json!({"values": {"note": "n"}})).await.unwrap();
        stage.settle().await;
        assert!(runs(&stage.database().await, "c_told").await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_before_a_save_is_sent_with_the_record() {
    on_each_backend(async |stage| {
        stage.create("ann", "ticket", json!({"title": "huge", "amount": "2000"})).await.unwrap();
        assert_eq!(stage.kinds("bob").await, ["rule"]);
        assert_eq!(stage.news("bob").await[0].body.as_ref().unwrap().en, "huge is large");
        assert!(stage.create("ann", "ticket", json!({"amount": "2000"})).await.is_err());
        assert_eq!(stage.kinds("bob").await, ["rule"], "a record that is refused tells nobody");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn flows_set_rules_off_when_they_begin_and_end() {
    on_each_backend(async |stage| {
        let ticket = stage.submit("ann", "ticket", json!({"title": "flows"})).await.unwrap();
        stage.settle().await;
        assert_eq!(stage.column("remark", "text").await, [json!("started")]);
        stage.act("bob", "approve", json!({"values": {"note": "fine"}})).await.unwrap();
        stage.settle().await;
        let seen = stage.get("ann", "ticket", ticket.id).await.unwrap();
        assert_eq!(seen.values["closed"], json!(null), "a node was passed, the flow goes on");
        stage.act("dan", "complete", json!({})).await.unwrap();
        stage.settle().await;
        assert_eq!(stage.get("ann", "ticket", ticket.id).await.unwrap().values["closed"], json!(true));
        assert_eq!(runs(&stage.database().await, "f_flow").await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_record_is_known_as_it_was() {
    on_each_backend(async |stage| {
        let ticket = stage.create("ann", "ticket", json!({"title": "gone"})).await.unwrap();
        stage.settle().await;
        stage.delete("ann", "ticket", ticket.id).await.unwrap();
        stage.settle().await;
        assert_eq!(stage.column("client", "name").await, [json!("was gone")]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_runs_at_its_time_for_each_record_that_fits() {
    on_each_backend(async |stage| {
        for title in ["one", "two"] {
            stage.create("ann", "ticket", json!({"title": title, "note": "daily"})).await.unwrap();
        }
        stage.create("ann", "ticket", json!({"title": "three"})).await.unwrap();
        stage.advance("PT1H29M").await;
        assert!(stage.news("dan").await.is_empty());
        stage.advance("PT2M").await;
        let told: Vec<String> = stage.news("dan").await.into_iter().rev().map(|news| news.body.unwrap().en).collect();
        assert_eq!(told, ["one still waits", "two still waits"]);
        stage.restart().await;
        stage.advance("P3D").await;
        assert_eq!(stage.news("dan").await.len(), 2, "told once for each state");
        let tenant = stage.database().await;
        assert_eq!(runs(&tenant, "k_daily").await.len(), 8, "it ran on each of four days for both");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_rules_are_read_like_those_of_people() {
    on_each_backend(async |stage| {
        let values = json!({"title": "typed", "note": "2026-06-09", "amount": "100"});
        let ticket = stage.create("ann", "ticket", values).await.unwrap();
        assert_eq!(ticket.values["due"], json!("2026-06-09"), "a text that is a day");
        assert_eq!(ticket.values["fee"], json!("33.33"), "rounded to the places of the currency");
        assert_eq!(ticket.values["counter"], json!(33), "the next rule compares a day, and sees the rounded amount");
        for (changed, place) in [(json!({"note": "soon"}), "/values/due"), (json!({"amount": "9000"}), "/values/fee")] {
            let refused = stage.update("ann", "ticket", ticket.id, json!({"values": changed})).await;
            let Err(Error::Invalid(issues)) = &refused else { panic!("{refused:?}") };
            let issue = issues.iter().next().unwrap();
            assert_eq!(issue.params["rule"], json!("l_typed"));
            assert_eq!(codes(refused), [format!("{place} rule_value_refused")]);
            assert_eq!(stage.get("ann", "ticket", ticket.id).await.unwrap().version, 1, "nothing has changed");
        }
        assert_eq!(codes(stage.create("ann", "ticket", json!({"title": "typed", "note": "5"})).await).len(), 1);
        assert_eq!(stage.column("ticket", "title").await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn designers_see_what_came_of_rules() {
    on_each_backend(async |stage| {
        let large = stage.create("ann", "ticket", json!({"title": "large", "amount": "500"})).await.unwrap();
        stage.create("ann", "ticket", json!({"title": "broken"})).await.unwrap();
        stage.settle().await;
        let app = key("desk");
        let seen = async |who: &str, query: serde_json::Value| {
            let query = serde_json::from_value(query).unwrap();
            let found = rule_runs::runs(&stage.platform, &stage.person(who).await, &app, query).await;
            found.map(|page| serde_json::to_value(page).unwrap())
        };
        assert_eq!(codes(seen("ann", json!({})).await), ["admin_only"]);
        let all = seen("cat", json!({})).await.unwrap();
        let rules: Vec<_> = all["items"].as_array().unwrap().iter().map(|run| run["rule"].clone()).collect();
        assert_eq!(rules, ["b_broken", "a_step"], "the newest first");
        let failed = seen("cat", json!({"outcome": "failed"})).await.unwrap();
        assert_eq!(failed["items"].as_array().unwrap().len(), 1);
        assert_eq!(failed["items"][0]["issues"][0]["code"], json!("required"));
        assert_eq!(failed["items"][0]["issues"][0]["pointer"], json!("/values/name"));
        let done = &seen("cat", json!({"rule": "a_step"})).await.unwrap()["items"][0];
        assert_eq!(done["record"], json!({"id": large.id, "title": "large"}));
        assert_eq!(
            (&done["created"], &done["trigger"], &done["outcome"]),
            (&json!(1), &json!("create"), &json!("done"))
        );
        let cursor = all["items"][0]["id"].clone();
        assert_eq!(seen("cat", json!({"cursor": cursor})).await.unwrap()["items"].as_array().unwrap().len(), 1);
        assert_eq!(codes(seen("cat", json!({"rule": "no_such_rule"})).await), ["rule"]);
    })
    .await;
}
