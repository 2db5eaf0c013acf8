use mortise_bundles::{ArchiveLimits, read_files, unpack};
use mortise_model::Key;
use mortise_service::{
    Error, apps,
    records::{self, RecordPage},
    views::{self, SavedView},
};
use serde_json::{Value as Json, json};

use crate::stage::{Stage, codes, key, on_each_backend};

fn place() -> (Key, Key) {
    (key("desk"), key("ticket"))
}

/// A view of tickets, as it is saved.
fn table(name: &str, settings: Json, more: Json) -> Json {
    let mut spec = json!({"key": name, "name": {"en": name}, "show": {"kind": "table", "settings": settings}});
    for (name, value) in more.as_object().into_iter().flatten() {
        spec[name] = value.clone();
    }
    json!({"spec": spec})
}

fn with(mut body: Json, name: &str, value: impl Into<Json>) -> Json {
    body[name] = value.into();
    body
}

impl Stage {
    async fn save_view(&self, who: &str, name: &str, body: Json) -> Result<SavedView, Error> {
        let params = mortise_model::read_document(&body).map_err(Error::BadRequest)?;
        let (app, form) = place();
        views::save(&self.platform, &self.person(who).await, (&app, &form), &key(name), params).await
    }

    async fn delete_view(&self, who: &str, name: &str, version: Option<i64>) -> Result<(), Error> {
        let (app, form) = place();
        views::delete(&self.platform, &self.person(who).await, (&app, &form), &key(name), version).await
    }

    async fn view(&self, who: &str, name: &str) -> Result<SavedView, Error> {
        let (app, form) = place();
        views::view(&self.platform, &self.person(who).await, (&app, &form), &key(name)).await
    }

    async fn view_keys(&self, who: &str) -> Vec<String> {
        let (app, form) = place();
        let found = views::views(&self.platform, &self.person(who).await, (&app, &form)).await.unwrap();
        found.items.into_iter().map(|view| view.key.to_string()).collect()
    }

    async fn query(&self, who: &str, body: Json) -> Result<RecordPage, Error> {
        let (app, form) = place();
        let params = serde_json::from_value(body).unwrap();
        records::query(&self.platform, &self.person(who).await, (&app, &form), params).await
    }

    async fn titles(&self, who: &str, body: Json) -> Vec<String> {
        let page = self.query(who, body).await.unwrap();
        page.records.into_iter().map(|record| record.title).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_the_shared_views_and_their_own() {
    on_each_backend(async |stage| {
        assert_eq!(stage.view_keys("ann").await, ["all", "board"]);
        let mine = stage.save_view("ann", "mine", table("mine", json!({}), json!({}))).await.unwrap();
        assert_eq!((mine.shared, mine.version, mine.may_change), (false, Some(1), true));
        let shared = with(table("team", json!({}), json!({})), "shared", true);
        assert_eq!(codes(stage.save_view("ann", "team", shared.clone()).await), ["share_view"]);
        // A role may be given the right; designers have it anyway.
        stage.save_view("bob", "team", shared.clone()).await.unwrap();
        assert_eq!(stage.view_keys("ann").await, ["all", "board", "team", "mine"]);
        assert_eq!(stage.view_keys("dan").await, ["all", "board", "team"]);
        assert!(!stage.view("ann", "team").await.unwrap().may_change);
        // Another person's own view is not there, by whatever way.
        assert_eq!(codes(stage.view("bob", "mine").await), ["view"]);
        assert_eq!(codes(stage.delete_view("bob", "mine", Some(1)).await), ["view"]);
        assert_eq!(codes(stage.query("bob", json!({"view": "mine"})).await), ["view"]);
        let anothers = stage.save_view("bob", "mine", table("mine", json!({"columns": ["note"]}), json!({}))).await;
        assert_eq!(anothers.unwrap().version, Some(1));
        assert_eq!(stage.view("ann", "mine").await.unwrap().spec, mine.spec);
        // Whoever may not read the form has none of it.
        assert_eq!(codes(stage.view("eve", "all").await), ["form"]);
        assert_eq!(codes(stage.save_view("eve", "own", table("own", json!({}), json!({}))).await), ["form"]);
        assert_eq!(codes(stage.delete_view("eve", "all", Some(1)).await), ["form"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_changed_over_the_version_that_was_seen() {
    on_each_backend(async |stage| {
        let body = table("mine", json!({}), json!({}));
        stage.save_view("ann", "mine", body.clone()).await.unwrap();
        let unseen = stage.save_view("ann", "mine", body.clone()).await;
        assert!(matches!(unseen, Err(Error::VersionMissing)), "{unseen:?}");
        assert_eq!(codes(stage.save_view("ann", "mine", with(body.clone(), "version", 7)).await), ["stale_version"]);
        let changed = with(with(body.clone(), "version", 1), "position", 5);
        let saved = stage.save_view("ann", "mine", changed).await.unwrap();
        assert_eq!((saved.version, saved.position), (Some(2), 5));
        assert!(matches!(stage.delete_view("ann", "mine", None).await, Err(Error::VersionMissing)));
        assert_eq!(codes(stage.delete_view("ann", "mine", Some(1)).await), ["stale_version"]);
        stage.delete_view("ann", "mine", Some(2)).await.unwrap();
        assert_eq!(stage.view_keys("ann").await, ["all", "board"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_share_changes_the_views_of_the_form_and_they_come_back() {
    on_each_backend(async |stage| {
        let body = table("all", json!({"columns": ["title", "due"]}), json!({}));
        assert_eq!(codes(stage.save_view("ann", "all", body.clone()).await), ["share_view"]);
        assert_eq!(codes(stage.delete_view("ann", "all", Some(1)).await), ["view_of_form"]);
        let saved = stage.save_view("cat", "all", body.clone()).await.unwrap();
        assert_eq!((saved.shared, saved.of_form, saved.version), (true, true, Some(1)));
        assert_eq!(stage.view_keys("ann").await, ["all", "board"]);
        assert_eq!(stage.view("ann", "all").await.unwrap().spec, saved.spec);
        // It cannot become somebody's own, since that of the form would stand under the same key.
        let own = with(with(body, "version", 1), "shared", false);
        assert_eq!(codes(stage.save_view("cat", "all", own).await), ["view_key_taken"]);
        // An export carries what is in force, in its order.
        let last = with(with(table("all", json!({"columns": ["due"]}), json!({})), "version", 1), "position", 9000);
        stage.save_view("cat", "all", last).await.unwrap();
        let zip = apps::export(&stage.platform, &stage.person("cat").await, &key("desk")).await.unwrap();
        let bundle = read_files(&unpack(&zip.bytes, ArchiveLimits::default()).unwrap()).unwrap();
        let views = &bundle.forms["ticket"].views;
        assert_eq!(views.iter().map(|view| view.key.as_str()).collect::<Vec<_>>(), ["board", "all"]);
        assert_eq!(json!(views[1].show)["settings"]["columns"], json!(["due"]));
        assert_eq!(codes(stage.delete_view("ann", "all", Some(2)).await), ["share_view"]);
        stage.delete_view("cat", "all", Some(2)).await.unwrap();
        assert_eq!(stage.view("ann", "all").await.unwrap().version, None);
        assert_eq!(stage.view_keys("ann").await, ["all", "board"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_own_view_can_be_shared_and_taken_back() {
    on_each_backend(async |stage| {
        let body = table("late", json!({}), json!({}));
        stage.save_view("bob", "late", body.clone()).await.unwrap();
        let shared = with(with(body.clone(), "version", 1), "shared", true);
        assert!(stage.save_view("bob", "late", shared).await.unwrap().shared);
        assert_eq!(stage.view_keys("ann").await, ["all", "board", "late"]);
        let back = with(with(body, "version", 2), "shared", false);
        assert!(!stage.save_view("cat", "late", back).await.unwrap().shared);
        assert_eq!(stage.view_keys("ann").await, ["all", "board"]);
        assert_eq!(stage.view_keys("cat").await, ["all", "board", "late"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_for_roles_is_there_for_them_only() {
    on_each_backend(async |stage| {
        let body = with(table("heads", json!({}), json!({"roles": ["head", "nobody"]})), "shared", true);
        assert_eq!(codes(stage.save_view("bob", "heads", body.clone()).await), ["/spec/roles/1 unknown_role"]);
        let body = with(table("heads", json!({}), json!({"roles": ["head"]})), "shared", true);
        stage.save_view("bob", "heads", body.clone()).await.unwrap();
        assert_eq!(stage.view_keys("bob").await, ["all", "board", "heads"]);
        assert_eq!(stage.view_keys("ann").await, ["all", "board"]);
        assert_eq!(codes(stage.query("ann", json!({"view": "heads"})).await), ["view"]);
        assert_eq!(codes(stage.delete_view("ann", "heads", Some(1)).await), ["view"]);
        // Its key tells nobody that it is there.
        assert_eq!(
            stage.save_view("ann", "heads", table("heads", json!({}), json!({}))).await.unwrap().version,
            Some(1)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_settings_are_told_with_their_places_and_change_nothing() {
    on_each_backend(async |stage| {
        let cases = [
            (table("mine", json!({"colums": []}), json!({})), vec!["/spec/show/settings/colums unknown_property"]),
            (table("mine", json!({"row_height": "huge"}), json!({})), vec!["/spec/show/settings/row_height unknown_option"]),
            (
                table("mine", json!({"columns": ["title", "gone", "client.nope"]}), json!({"sort": [{"field": "x"}]})),
                vec![
                    "/spec/show/settings/columns/1 unknown_field",
                    "/spec/show/settings/columns/2 unknown_field",
                    "/spec/sort/0/field unknown_field",
                ],
            ),
            // A field that is hidden from the person is answered like one that does not exist.
            (
                table("mine", json!({"columns": ["secret"]}), json!({"filter": {"field": "secret", "op": "eq", "value": "a"}})),
                vec!["/spec/filter/field unknown_field", "/spec/show/settings/columns/0 unknown_field"],
            ),
            (table("other", json!({}), json!({"name": {}})), vec!["/spec/name name_missing", "/spec/key view_key_differs"]),
            (
                json!({"spec": {"key": "mine", "name": {"en": "m"}, "show": {"kind": "kanban", "settings": {"by": "title"}}}}),
                vec!["/spec/show/settings/by wrong_kind"],
            ),
            (
                json!({"spec": {"key": "mine", "name": {"en": "m"}, "show": {"kind": "calendar", "settings": {"date": "fee"}}}}),
                vec!["/spec/show/settings/date wrong_kind"],
            ),
        ];
        for (body, expected) in cases {
            assert_eq!(codes(stage.save_view("ann", "mine", body.clone()).await), expected, "{body}");
        }
        assert_eq!(stage.view_keys("ann").await, ["all", "board"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_narrows_and_orders_a_list_page_by_page() {
    on_each_backend(async |stage| {
        for (title, amount) in [("a", "5"), ("b", "50"), ("c", "70"), ("d", "60"), ("e", "8")] {
            stage.create("ann", "ticket", json!({"title": title, "amount": amount})).await.unwrap();
        }
        let filter = json!({"field": "amount", "op": "gt", "value": "7"});
        let more = json!({"filter": filter, "sort": [{"field": "amount", "desc": true}]});
        stage.save_view("ann", "large", table("large", json!({}), more)).await.unwrap();
        assert_eq!(stage.titles("ann", json!({"view": "large"})).await, ["c", "d", "b", "e"]);
        let asked = json!({"view": "large", "filter": {"field": "amount", "op": "lt", "value": "65"},
            "sort": [{"field": "title"}]});
        assert_eq!(stage.titles("ann", asked).await, ["b", "d", "e"]);
        let mut all = Vec::new();
        let mut cursor = Json::Null;
        loop {
            let page = stage.query("ann", json!({"view": "large", "limit": 3, "cursor": cursor})).await.unwrap();
            all.extend(page.records.into_iter().map(|record| record.title));
            let Some(next) = page.next_cursor else { break };
            cursor = json!(next);
        }
        assert_eq!(all, ["c", "d", "b", "e"]);
        assert_eq!(codes(stage.query("ann", json!({"view": "gone"})).await), ["view"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_fields_vanish_from_a_shared_view() {
    on_each_backend(async |stage| {
        for (title, secret, amount) in [("a", "x", "1"), ("b", "y", "2"), ("c", "x", "3")] {
            stage.create("cat", "ticket", json!({"title": title, "secret": secret, "amount": amount})).await.unwrap();
        }
        let filter = json!({"and": [{"field": "secret", "op": "eq", "value": "x"},
            {"field": "amount", "op": "gt", "value": "1"}]});
        let settings = json!({"columns": ["title", "secret"],
            "colours": [{"when": {"field": "secret", "op": "eq", "value": "x"}, "colour": "red"},
                {"when": {"field": "amount", "op": "gt", "value": "2"}, "colour": "green"}]});
        let more = json!({"filter": filter, "sort": [{"field": "secret"}, {"field": "title"}]});
        let body = with(table("deep", settings, more), "shared", true);
        stage.save_view("bob", "deep", body.clone()).await.unwrap();
        assert_eq!(stage.titles("bob", json!({"view": "deep"})).await, ["c"]);
        let seen = stage.view("dan", "deep").await.unwrap();
        assert_eq!((seen.held_back, seen.may_change), (4, false));
        assert!(!json!(seen).to_string().contains("secret"));
        // What cannot be known narrows nothing and orders nothing.
        assert_eq!(stage.titles("dan", json!({"view": "deep"})).await, ["b", "c"]);
        let colours = |page: RecordPage| page.colours.values().map(|colour| json!(colour)).collect::<Vec<_>>();
        assert_eq!(colours(stage.query("bob", json!({"view": "deep"})).await.unwrap()), [json!("red")]);
        assert_eq!(colours(stage.query("dan", json!({"view": "deep"})).await.unwrap()), [json!("green")]);
        // Who sees only a part would lose the rest for everybody.
        let part = with(with(table("deep", json!({}), json!({})), "shared", true), "version", 1);
        assert_eq!(codes(stage.save_view("dan", "deep", part).await), ["share_view"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_shared_view_cannot_be_saved_over_the_whole() {
    on_each_backend(async |stage| {
        let body = with(table("deep", json!({"columns": ["title", "secret"]}), json!({})), "shared", true);
        stage.save_view("bob", "deep", body).await.unwrap();
        let part = with(with(table("deep", json!({}), json!({})), "shared", true), "version", 1);
        // `fay` may share views and does not see the secret.
        assert_eq!(codes(stage.save_view("fay", "deep", part).await), ["view_held_back"]);
        assert_eq!(json!(stage.view("bob", "deep").await.unwrap().spec.show)["settings"]["columns"][1], "secret");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_has_more_views_than_a_list_can_show() {
    on_each_backend(async |stage| {
        for number in 0..60 {
            let name = format!("v{number}");
            stage.save_view("ann", &name, table(&name, json!({}), json!({}))).await.unwrap();
        }
        let one_more = stage.save_view("ann", "v60", table("v60", json!({}), json!({}))).await;
        assert_eq!(codes(one_more), ["too_many_views"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_called_the_same_whatever_fields_are_asked_for() {
    on_each_backend(async |stage| {
        stage.create("ann", "ticket", json!({"title": "Printer"})).await.unwrap();
        for body in [json!({}), json!({"fields": []}), json!({"fields": ["note"]}), json!({"fields": ["title"]})] {
            assert_eq!(stage.titles("ann", body.clone()).await, ["Printer"], "{body}");
        }
    })
    .await;
}
