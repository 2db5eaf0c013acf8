use mortise_service::Error;
use serde_json::json;

use crate::stage::{codes, on_each_backend};

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_others_hold_on_to_stays() {
    on_each_backend(async |stage| {
        let client = stage.create("ann", "client", json!({"name": "Acme"})).await.unwrap();
        let ticket = stage.create("ann", "ticket", json!({"title": "t", "client": client.id})).await.unwrap();
        let refused = stage.delete("ann", "client", client.id).await;
        let Err(Error::Conflict { code, params }) = refused else { panic!("{refused:?}") };
        assert_eq!((code.as_str(), &params["records"]), ("still_referenced", &json!("ticket (1)")));
        assert!(stage.get("ann", "client", client.id).await.is_ok());
        stage.update("ann", "ticket", ticket.id, json!({"values": {"client": null}})).await.unwrap();
        stage.delete("ann", "client", client.id).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_along_goes_and_what_lets_go_stays() {
    on_each_backend(async |stage| {
        let ticket = stage.create("ann", "ticket", json!({"title": "t"})).await.unwrap();
        let other = stage.create("ann", "ticket", json!({"title": "other"})).await.unwrap();
        let step = stage.create("ann", "step", json!({"ticket": ticket.id, "text": "s"})).await.unwrap();
        let stays = stage.create("ann", "step", json!({"ticket": other.id, "text": "stays"})).await.unwrap();
        let remark = stage.create("ann", "remark", json!({"ticket": ticket.id, "text": "r"})).await.unwrap();
        stage.delete("ann", "ticket", ticket.id).await.unwrap();
        assert_eq!(codes(stage.get("ann", "step", step.id).await), ["record"]);
        assert!(stage.get("ann", "step", stays.id).await.is_ok());
        assert_eq!(stage.get("ann", "remark", remark.id).await.unwrap().values["ticket"], json!(null));
    })
    .await;
}
