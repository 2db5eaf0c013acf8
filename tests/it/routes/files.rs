//! Files: what is taken, who reads them, and what records keep of them.

use mortise_tests::{Answer, Client, TestApp, in_each_database};
use serde_json::{Value as Json, json};

use crate::things::{Need, PNG, Things};

async fn upload(client: &Client<'_>, name: &str, content: &[u8]) -> Answer {
    client.call("POST", "/files").file("file", name, content).send().await
}

async fn uploaded(client: &Client<'_>) -> String {
    let made = upload(client, "海报.png", PNG).await.must(201);
    made["id"].as_str().expect("an id").to_owned()
}

/// The status with which somebody reads a file.
async fn reads(app: &TestApp, user: &str, file: &str) -> u16 {
    app.as_user(user).await.get(&format!("/files/{file}")).await.status.as_u16()
}

/// A contract of `zhou.prod` whose fee, and with it its files, not everybody sees.
async fn contract(app: &TestApp, files: Json) -> Answer {
    let things = Things::make(app, Need::Contract).await;
    let body = json!({"version": 1, "values": {"main_file": files}});
    app.as_user("zhou.prod").await.patch(&things.record_path(), body).await
}

#[actix_web::test]
async fn a_file_is_what_its_content_shows_and_comes_back_as_it_went() {
    in_each_database(async |app| {
        let zhou = app.as_user("zhou.prod").await;
        let made = upload(&zhou, "../../et\u{202e}c/海报 (终稿).png", PNG).await.must(201);
        assert_eq!((&made["name"], &made["mime"]), (&json!("海报 (终稿).png"), &json!("image/png")));
        assert_eq!(made["size"], PNG.len());
        let got = zhou.get(&format!("/files/{}", made["id"].as_str().unwrap())).await;
        got.must(200);
        assert_eq!(got.bytes, PNG);
        assert_eq!(got.header("Content-Type"), "image/png");
        assert!(got.header("Content-Disposition").starts_with("inline;"), "{}", got.header("Content-Disposition"));
        assert!(got.header("Content-Security-Policy").contains("sandbox"));
        assert_eq!(got.header("Cache-Control"), "private, no-store");
        let small = zhou.get(&format!("/files/{}/preview", made["id"].as_str().unwrap())).await;
        small.must(200);
        assert_eq!(small.header("Content-Type"), "image/jpeg");
    })
    .await;
}

#[actix_web::test]
async fn what_a_browser_could_run_is_only_saved_and_has_no_preview() {
    in_each_database(async |app| {
        let zhou = app.as_user("zhou.prod").await;
        for (name, content) in [
            ("a.html", "<html><script>alert(1)</script></html>"),
            ("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
            ("a.xml", "<?xml version=\"1.0\"?><a/>"),
        ] {
            let made = upload(&zhou, name, content.as_bytes()).await.must(201);
            let path = format!("/files/{}", made["id"].as_str().unwrap());
            let got = zhou.get(&path).await;
            got.must(200);
            assert!(got.header("Content-Disposition").starts_with("attachment;"), "{name}");
            zhou.get(&format!("{path}/preview")).await.problem(404);
        }
    })
    .await;
}

#[actix_web::test]
async fn a_bad_upload_is_refused_and_leaves_nothing() {
    in_each_database(async |app| {
        let zhou = app.as_user("zhou.prod").await;
        let before = app.dump().await;
        for (name, content) in [("a.png", &b"MZ\x90\0\x03"[..]), ("a.pdf", PNG), ("a.docx", b"MZ\x90\0\x03")] {
            let refused = upload(&zhou, name, content).await;
            refused.problem(422);
            assert_eq!(refused.issues(), ["file_disguised at /file"], "{name}");
        }
        let refused = upload(&zhou, "a.txt", b"").await;
        assert_eq!((refused.status.as_u16(), refused.issues()), (422, vec!["file_empty at /file".to_owned()]));
        let refused = zhou.call("POST", "/files").file("picture", "a.png", PNG).send().await;
        assert_eq!((refused.status.as_u16(), refused.issues()), (400, vec!["unexpected_part at /picture".to_owned()]));
        zhou.post("/files", json!({})).await.problem(415);
        let refused =
            zhou.call("POST", "/files").header("Content-Type", "multipart/form-data; boundary=x").body("--x--\r\n");
        let refused = refused.send().await;
        assert_eq!((refused.status.as_u16(), refused.issues()), (400, vec!["missing_file at /file".to_owned()]));
        let broken =
            zhou.call("POST", "/files").header("Content-Type", "multipart/form-data; boundary=x").body("--x\r\nCont");
        broken.send().await.problem(400);
        let limit = zhou.get("/limits").await.must(200)["file_bytes"].as_u64().expect("a limit");
        let large = vec![1; usize::try_from(limit).unwrap() + 1];
        upload(&zhou, "a.bin", &large).await.problem(413);
        assert_eq!(app.dump().await.differing(&before), Vec::<&str>::new());
    })
    .await;
}

#[actix_web::test]
async fn a_repeated_upload_with_one_key_is_one_file() {
    in_each_database(async |app| {
        let zhou = app.as_user("zhou.prod").await;
        let once = |content: &'static [u8]| {
            zhou.call("POST", "/files").header("Idempotency-Key", "up-1").file("file", "a.txt", content).send()
        };
        let (first, again) = (once(b"abc").await, once(b"abc").await);
        assert_eq!(first.must(201)["id"], again.must(201)["id"]);
        assert_eq!(again.header("Idempotency-Replayed"), "true");
        assert_eq!(once(b"other").await.issues(), ["idempotency_other_body at "]);
        let other = upload(&zhou, "b.txt", b"abc").await.must(201);
        assert!(other["sha256"] == first.json()["sha256"] && other["id"] != first.json()["id"]);
    })
    .await;
}

#[actix_web::test]
async fn who_reads_the_field_reads_the_file_and_nobody_else() {
    in_each_database(async |app| {
        let file = uploaded(&app.as_user("zhou.prod").await).await;
        assert_eq!(reads(app, "zhou.prod", &file).await, 200, "still only the uploader's");
        for other in ["qin.legal", "lin.ceo", "admin", "han.line"] {
            assert_eq!(reads(app, other, &file).await, 404, "{other}");
        }
        let made =
            contract(app, json!([{"id": file, "name": "x.exe", "size": 1, "mime": "text/html"}])).await.must(200);
        let whole = json!([{"id": file, "name": "海报.png", "size": PNG.len(), "mime": "image/png"}]);
        assert_eq!(made["values"]["main_file"], whole, "what was sent besides the id is not believed");
        for (user, status) in
            [("zhou.prod", 200), ("qin.legal", 200), ("lin.ceo", 200), ("luo.sales", 404), ("admin", 404)]
        {
            assert_eq!(reads(app, user, &file).await, status, "{user}");
        }
        // The line producer sees the record, but not the fields of the fee.
        let record = format!("/apps/film_crm/forms/contract/records/{}", made["id"].as_str().unwrap());
        let seen = app.as_user("han.line").await.get(&record).await.must(200);
        assert_eq!(seen["values"]["main_file"], Json::Null);
        assert_eq!(reads(app, "han.line", &file).await, 404);
        app.as_user("han.line").await.get(&format!("/files/{file}/preview")).await.problem(404);
        assert_eq!(app.as_rival().await.get(&format!("/files/{file}")).await.status.as_u16(), 404);
    })
    .await;
}

#[actix_web::test]
async fn a_file_that_the_record_let_go_is_read_by_nobody_and_can_be_put_back() {
    in_each_database(async |app| {
        let zhou = app.as_user("zhou.prod").await;
        let file = uploaded(&zhou).await;
        let made = contract(app, json!([{"id": file}])).await.must(200);
        let record = format!("/apps/film_crm/forms/contract/records/{}", made["id"].as_str().unwrap());
        let body = |version: &Json, files: Json| json!({"version": version, "values": {"main_file": files}});
        let without = zhou.patch(&record, body(&made["version"], Json::Null)).await.must(200);
        assert_eq!(reads(app, "zhou.prod", &file).await, 404);
        // Two days later the sweep has passed; the history still needs the file.
        for _ in 0..2 {
            zhou.post("/demo/clock", json!({"advance": "P1D"})).await.must(200);
        }
        zhou.patch(&record, body(&without["version"], json!([{"id": file}]))).await.must(200);
        let qin = app.anew("qin.legal").await;
        assert_eq!(qin.get(&format!("/files/{file}")).await.status.as_u16(), 200);
    })
    .await;
}

#[actix_web::test]
async fn an_unknown_or_foreign_file_is_an_issue_at_its_place() {
    in_each_database(async |app| {
        let (zhou, luo) = (app.as_user("zhou.prod").await, app.as_user("luo.sales").await);
        let (mine, foreign) = (uploaded(&zhou).await, uploaded(&luo).await);
        let refused = contract(app, json!([{"id": mine}, {"id": foreign}, "0000000000001"])).await;
        refused.problem(422);
        let places = ["unknown_file at /values/main_file/1", "unknown_file at /values/main_file/2"];
        assert_eq!(refused.issues(), places);
        assert_eq!(reads(app, "qin.legal", &mine).await, 404, "a refused write attaches nothing");
        // A picture field takes pictures, whatever the name that is sent with the id.
        let text = upload(&luo, "a.txt", b"abc").await.must(201);
        let values = json!({"name": "北辰影业", "logo": {"id": text["id"], "name": "a.png", "mime": "image/png"}});
        let refused = luo.post("/apps/film_crm/forms/org/records", json!({"values": values})).await;
        refused.problem(422);
        assert!(refused.issues().contains(&"file_type at /values/logo".to_owned()), "{:?}", refused.issues());
    })
    .await;
}

#[actix_web::test]
async fn a_file_that_no_record_holds_is_cleared_away_after_a_day() {
    in_each_database(async |app| {
        let zhou = app.as_user("zhou.prod").await;
        let (loose, held) = (uploaded(&zhou).await, uploaded(&zhou).await);
        contract(app, json!([{"id": held}])).await.must(200);
        zhou.post("/demo/clock", json!({"advance": "PT23H"})).await.must(200);
        let young = uploaded(&zhou).await;
        zhou.post("/demo/clock", json!({"advance": "PT2H"})).await.must(200);
        assert_eq!(reads(app, "zhou.prod", &loose).await, 404);
        assert_eq!(reads(app, "zhou.prod", &held).await, 200);
        assert_eq!(reads(app, "zhou.prod", &young).await, 200);
        zhou.post("/demo/clock", json!({"advance": "P1D"})).await.must(200);
        assert_eq!(reads(app, "zhou.prod", &young).await, 404, "each sweep enters the next");
        assert_eq!(reads(app, "zhou.prod", &held).await, 200);
    })
    .await;
}
