//! Looking for words in everything.

use mortise_tests::{Client, in_each_database};
use serde_json::{Value as Json, json};

fn quoted(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn found(client: &Client<'_>, search: &str, more: &str) -> Json {
    client.get(&format!("/search?q={}{more}", quoted(search))).await.must(200)["items"].clone()
}

fn forms(items: &Json) -> Vec<&str> {
    items.as_array().into_iter().flatten().filter_map(|item| item["form"].as_str()).collect()
}

#[actix_web::test]
async fn words_and_initials_are_found_and_marked_in_each_form() {
    in_each_database(async |app| {
        let producer = app.as_user("zhou.prod").await;
        let items = found(&producer, "长夜星河", "&limit=2").await;
        assert_eq!(forms(&items), ["contract", "project"]);
        assert_eq!(items[0]["records"].as_array().map(Vec::len), Some(2));
        assert_eq!([&items[0]["more"], &items[1]["more"]], [true, false]);
        let marked = json!({"text": "长夜星河", "found": true});
        for search in ["长夜星河", "cyxh", "ZYXH", "长夜 星河"] {
            let items = found(&producer, search, "&limit=1").await;
            let project = items.as_array().unwrap().iter().find(|item| item["form"] == "project").unwrap();
            let title = &project["records"][0]["title"];
            if search.contains(' ') {
                assert_eq!(title.as_array().unwrap().iter().filter(|piece| piece["found"] == true).count(), 1);
            }
            assert!(title.as_array().unwrap().contains(&marked), "{search}: {title}");
        }
        assert_eq!(found(&producer, "长夜星河", "&app=film_crm").await, found(&producer, "长夜星河", "").await);
        assert_eq!(found(&producer, "长夜星河", "&app=nowhere").await, json!([]));
        assert_eq!(found(&producer, " 　", "").await, json!([]));
        // The owner of the tenant has no right on records.
        assert_eq!(found(&app.as_user("admin").await, "长夜星河", "").await, json!([]));
    })
    .await;
}

#[actix_web::test]
async fn what_is_written_is_found_at_once_and_what_was_there_before_no_more() {
    in_each_database(async |app| {
        let producer = app.as_user("zhou.prod").await;
        let items = found(&producer, "长夜星河", "&limit=1").await;
        let id = items.as_array().unwrap().iter().find(|item| item["form"] == "project").unwrap()["records"][0]["id"]
            .clone();
        let path = format!("/apps/film_crm/forms/project/records/{}", id.as_str().unwrap());
        let version = producer.get(&path).await.must(200)["version"].clone();
        let renamed = json!({"version": version, "values": {"title": "鲲鹏万里"}});
        producer.patch(&path, renamed).await.must(200);
        assert_eq!(forms(&found(&producer, "kpwl", "").await), ["project"]);
        assert!(!forms(&found(&producer, "cyxh", "").await).contains(&"project"));
    })
    .await;
}

#[actix_web::test]
async fn a_search_that_cannot_be_is_told_where() {
    in_each_database(async |app| {
        let producer = app.as_user("zhou.prod").await;
        let long = producer.get(&format!("/search?q={}", "a".repeat(201))).await;
        let problem = long.problem(400);
        assert_eq!([&problem["issues"][0]["pointer"], &problem["issues"][0]["code"]], ["/q", "too_long"]);
        for query in ["?q=a&limit=-1", "?q=a&limit=x", "?q=a&app=A%20b", "?query=a"] {
            producer.get(&format!("/search{query}")).await.problem(400);
        }
    })
    .await;
}
