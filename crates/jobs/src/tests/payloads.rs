use super::*;

/// What `say` was once: the text alone.
#[derive(Serialize, Deserialize)]
struct OldSay(String);

impl JobKind for OldSay {
    const NAME: &'static str = "say";
    type Host = Product;

    async fn run(self, _host: Product, _turn: Turn) -> Result<Json, Failure> {
        Ok(Json::Null)
    }
}

/// What `say` is now.
#[derive(Serialize, Deserialize)]
struct NewSay {
    text: String,
}

impl JobKind for NewSay {
    const NAME: &'static str = "say";
    const VERSION: u32 = 2;
    type Host = Product;

    async fn run(self, host: Product, _turn: Turn) -> Result<Json, Failure> {
        host.say(self.text);
        Ok(Json::Null)
    }

    fn upgrade(version: u32, payload: Json) -> Option<Json> {
        (version == 1).then(|| json!({"text": payload}))
    }
}

#[tokio::test]
async fn a_job_of_an_older_release_is_brought_up_and_one_of_a_newer_is_shown() {
    on_each_backend(async |product| {
        product.enter(&OldSay("old".to_owned()), product.how(0)).await.unwrap();
        let new = Queue::new(Kinds::new().with::<NewSay>(), Arc::clone(&product.0.ids));
        product.move_clock(&new, 0, 0).await;
        assert_eq!(product.log(), ["old"]);

        let id = product.enter(&NewSay { text: "new".to_owned() }, product.how(0)).await.unwrap();
        let old = Queue::new(Kinds::new().with::<OldSay>(), Arc::clone(&product.0.ids));
        product.move_clock(&old, 0, 0).await;
        let failed = product.job(id).await;
        assert_eq!((failed.state, failed.error.as_deref()), (JobState::Failed, Some("payload_version_unknown")));
    })
    .await;
}

#[tokio::test]
async fn a_payload_that_cannot_be_read_is_shown_and_not_tried_again() {
    on_each_backend(async |product| {
        let id = product.enter(&OldSay("text".to_owned()), product.how(0)).await.unwrap();
        let other = Queue::new(Kinds::new().with::<Say>(), Arc::clone(&product.0.ids));
        product.move_clock(&other, 0, 0).await;
        let failed = product.job(id).await;
        assert_eq!((failed.state, failed.attempts), (JobState::Failed, 1));
        assert!(failed.error.unwrap().starts_with("the payload cannot be read"), "the reason is shown");
    })
    .await;
}
