use mortise_service::{
    Error,
    forms::{self, PublishForm, VersionsQuery},
};
use serde_json::{Value as Json, json};

use crate::stage::{Stage, codes, key, on_each_backend};

async fn publish(stage: &Stage, fields: &[&str]) -> Result<(), Error> {
    let fields: Vec<Json> = fields
        .iter()
        .map(|field| field.split_once(' ').unwrap_or((field, "text")))
        .map(|(name, kind)| json!({"key": name, "label": {"en": name}, "type": {"kind": kind, "settings": {}}}))
        .collect();
    let spec = json!({"version": 1, "key": "note", "name": {"en": "Note"}, "fields": fields});
    let (session, place) = (stage.person("owner").await, (&key("desk"), &key("note")));
    forms::save_draft(&stage.platform, &session, place, spec, None).await.unwrap();
    let params = PublishForm { accept_loss: true };
    forms::publish(&stage.platform, &session, place.0, place.1, params).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_taken_away_comes_back_only_as_the_field_it_was_with_its_values() {
    on_each_backend(async |stage| {
        publish(stage, &["text", "old"]).await.unwrap();
        let record = stage.create("owner", "note", json!({"text": "a", "old": "kept"})).await.unwrap().id;
        publish(stage, &["text"]).await.unwrap();
        // Later versions still know of it, whether the draft says so or not.
        publish(stage, &["text", "more"]).await.unwrap();
        let values = stage.get("owner", "note", record).await.unwrap().values;
        assert_eq!(json!(values), json!({"text": "a", "more": null}));
        let other = publish(stage, &["text", "more", "old int"]).await;
        assert_eq!(codes(other), ["/fields/2/key retired_key"]);
        publish(stage, &["text", "old textarea"]).await.unwrap();
        let values = stage.get("owner", "note", record).await.unwrap().values;
        assert_eq!(json!(values), json!({"text": "a", "old": "kept"}));
        assert_eq!(codes(publish(stage, &["text", "more int"]).await), ["/fields/1/key retired_key"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_are_listed_with_what_they_changed_and_can_be_compared_with_the_draft() {
    on_each_backend(async |stage| {
        for _ in 0..20 {
            publish(stage, &["text"]).await.unwrap();
        }
        publish(stage, &["text", "old"]).await.unwrap();
        publish(stage, &["text", "more"]).await.unwrap();
        let (session, place) = (stage.person("owner").await, (&key("desk"), &key("note")));
        let page = forms::versions(&stage.platform, &session, place, VersionsQuery::default()).await.unwrap();
        assert_eq!(page.items.len(), 20);
        let newest = &page.items[0];
        assert_eq!(newest.form_version, 22);
        assert_eq!(newest.published_by.as_ref().map(|by| by.id), Some(session.user_id()));
        let change = |what: &str, name: &str| json!({"change": what, "field": name, "label": {"en": name}});
        assert_eq!(newest.changes, json!([change("field_removed", "old"), change("field_added", "more")]));
        assert_eq!(newest.losses, json!([{"loss": "field", "field": "old", "label": {"en": "old"}}]));
        assert_eq!(page.items[1].changes, json!([change("field_added", "old")]));

        let rest = VersionsQuery { cursor: page.next_cursor };
        let rest = forms::versions(&stage.platform, &session, place, rest).await.unwrap();
        assert_eq!(rest.items.iter().map(|version| version.form_version).collect::<Vec<_>>(), [2, 1]);
        assert_eq!((&rest.items[1].changes, rest.next_cursor), (&json!([]), None), "the first has none before it");

        let first = forms::version(&stage.platform, &session, place, 1).await.unwrap();
        assert_eq!(first.spec.fields.len(), 1);
        assert_eq!(first.changes, json!([change("field_removed", "more")]), "beside the draft");
        assert!(matches!(forms::version(&stage.platform, &session, place, 23).await, Err(Error::NotFound(_))));
        let wrong = VersionsQuery { cursor: Some("x".to_owned()) };
        assert_eq!(codes(forms::versions(&stage.platform, &session, place, wrong).await), ["/cursor unknown_cursor"]);
    })
    .await;
}
