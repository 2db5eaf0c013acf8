use mortise_tests::in_each_database;

#[actix_web::test]
async fn me() {
    in_each_database(async |app| {
        let t = std::time::Instant::now();
        let zhou = app.as_user("zhou.prod").await;
        println!("{}", zhou.get("/me").await.must(200));
        println!("{:?}", t.elapsed());
        let d = app.dump().await;
        println!("{:?}", t.elapsed());
        assert_eq!(d, app.dump().await);
        println!("{:?}", t.elapsed());
    }).await;
}
