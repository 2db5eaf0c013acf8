use mortise_service::forms::{self, PublishForm};
use serde_json::{Value as Json, json};

use crate::stage::{Stage, codes, key, on_each_backend};

async fn publish(stage: &Stage, fields: &[&str]) -> Result<(), mortise_service::Error> {
    let fields: Vec<Json> = fields
        .iter()
        .map(|name| json!({"key": name, "label": {"en": name}, "type": {"kind": "text", "settings": {}}}))
        .collect();
    let spec = json!({"version": 1, "key": "note", "name": {"en": "Note"}, "fields": fields});
    let (session, place) = (stage.person("owner").await, (&key("desk"), &key("note")));
    forms::save_draft(&stage.platform, &session, place, spec, None).await.unwrap();
    let params = PublishForm { accept_loss: true };
    forms::publish(&stage.platform, &session, place.0, place.1, params).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_taken_away_is_never_used_again() {
    on_each_backend(async |stage| {
        publish(stage, &["text", "old"]).await.unwrap();
        publish(stage, &["text"]).await.unwrap();
        // Later versions still know of it, whether the draft says so or not.
        publish(stage, &["text", "more"]).await.unwrap();
        assert_eq!(codes(publish(stage, &["text", "more", "old"]).await), ["/fields/2/key retired_key"]);
        publish(stage, &["text", "more"]).await.unwrap();
    })
    .await;
}
