use mortise_service::records;
use serde_json::json;

use crate::stage::{codes, key, on_each_backend};

#[tokio::test(flavor = "multi_thread")]
async fn options_change_only_as_the_form_names_it_for_the_role() {
    on_each_backend(async |stage| {
        assert_eq!(
            codes(stage.create("ann", "ticket", json!({"title": "t", "status": "done"})).await),
            ["/values/status transition_not_allowed"]
        );
        let ticket = stage.create("ann", "ticket", json!({"title": "t"})).await.unwrap();
        assert_eq!(ticket.values["status"], json!("open"));
        let to = |status: &str| json!({"values": {"status": status}});
        assert_eq!(
            codes(stage.update("ann", "ticket", ticket.id, to("done")).await),
            ["/values/status transition_not_allowed"]
        );
        stage.update("ann", "ticket", ticket.id, to("doing")).await.unwrap();
        assert_eq!(
            codes(stage.update("ann", "ticket", ticket.id, to("done")).await),
            ["/values/status transition_not_allowed"],
            "the way is there, but not for this role"
        );
        assert_eq!(stage.get("ann", "ticket", ticket.id).await.unwrap().values["status"], json!("doing"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gate_and_a_reason_are_asked_for_at_once_and_the_reason_is_kept() {
    on_each_backend(async |stage| {
        let ticket = stage.create("ann", "ticket", json!({"title": "t"})).await.unwrap();
        stage.update("ann", "ticket", ticket.id, json!({"values": {"status": "doing"}})).await.unwrap();
        assert_eq!(
            codes(stage.update("bob", "ticket", ticket.id, json!({"values": {"status": "done"}})).await),
            ["/values/status reason_required", "/values/note required"]
        );
        let full = json!({"values": {"status": "done", "note": "n"}, "reason": "it works"});
        stage.update("bob", "ticket", ticket.id, full).await.unwrap();
        let session = stage.person("bob").await;
        let place = (&key("desk"), &key("ticket"));
        let history = records::history(&stage.platform, &session, place, ticket.id).await.unwrap();
        assert_eq!(history[0].note.as_deref(), Some("it works"));
    })
    .await;
}
