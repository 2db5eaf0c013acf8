//! The demo starts over.

use mortise_tests::{Answer, Client, in_each_database};
use serde_json::json;

use crate::things::{Need, Things};

#[actix_web::test]
async fn the_demo_starts_over_for_those_who_mean_it() {
    in_each_database(async |app| {
        let zhou = app.as_user("zhou.prod").await;
        let began = zhou.get("/me").await.must(200)["now"].clone();
        let things = Things::make(app, Need::Contract).await;
        zhou.post("/demo/clock", json!({"advance": "P30D"})).await.must(200);

        let unsure = zhou.post("/demo/reset", json!({"confirm": "film_crm"})).await;
        assert_eq!(unsure.problem(422)["issues"][0]["code"], "demo_not_confirmed");
        app.as_rival().await.post("/demo/reset", json!({"confirm": "demo"})).await.must(404);
        zhou.get(&things.record_path()).await.must(200);

        zhou.post("/demo/reset", json!({"confirm": "demo"})).await.must(202);
        let busy = zhou.get("/me").await;
        assert_eq!(busy.status.as_u16(), 503, "nobody is logged out meanwhile: {}", busy.text());
        assert!(steps_until_ready(&zhou).await > 0, "it tells how far it is");

        let me = zhou.get("/me").await.must(200);
        assert_eq!(me["user"]["username"], "zhou.prod", "whoever starts it over stays logged in");
        assert!(me["now"].as_str() < began.as_str().map(|_| "2026-06-02"), "the clock is back: {}", me["now"]);
        zhou.get(&things.record_path()).await.must(404);
        let demo = zhou.get("/demo").await.must(200);
        assert!(demo["people"].as_array().is_some_and(|people| people.len() > 10), "everybody is there again");
        let contracts = "/apps/film_crm/forms/contract/records/query";
        let found = zhou.post(contracts, json!({"count": "exact", "limit": 1})).await.must(200);
        assert!(found["total"].as_i64().is_some_and(|total| total > 0), "and so are the records");
        let gone = app.as_user("qin.legal").await.get("/me").await;
        assert_eq!(gone.status.as_u16(), 401, "everybody else logs in again: {}", gone.text());
    })
    .await;
}

/// Asks until the demo is there again; in how many answers it told how far it was.
async fn steps_until_ready(client: &Client<'_>) -> u32 {
    let mut told = 0;
    loop {
        let answer: Answer = client.get("/demo").await;
        let demo = answer.must(200);
        if demo["resetting"].is_null() {
            return told;
        }
        told += 1;
        tokio::task::yield_now().await;
    }
}
