use super::*;

fn outcomes(fired: &[Fired]) -> Vec<Outcome> {
    fired.iter().map(|one| one.outcome.clone()).collect()
}

#[tokio::test]
async fn moving_the_clock_does_what_falls_due_in_order_and_at_its_time() {
    on_each_backend(async |product| {
        for (text, due) in [("c", 300), ("a", -50), ("d", 301), ("b", 60)] {
            product.enter(&say(text), product.how(due)).await.unwrap();
        }
        let queue = product.queue();
        let mut ticks = Vec::new();
        let advance = Advance { since: now(), until: after(300) };
        let fired = queue.run_due(&product.0.tenant, &product, advance, |at| ticks.push((at - now()).num_seconds()));
        let fired = fired.await.unwrap();
        assert_eq!(product.log(), ["a@0", "b@60", "c@300"], "what was overdue is done at once");
        assert_eq!(ticks, [0, 60, 300, 300]);
        assert_eq!(fired.iter().map(|one| one.at).collect::<Vec<_>>(), [now(), after(60), after(300)]);
        assert_eq!(product.move_clock(&queue, 300, 300).await, []);
        assert_eq!(product.move_clock(&queue, 300, 400).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_enters_its_successor_repeats_within_one_move() {
    on_each_backend(async |product| {
        let first = product.enter(&Chain { left: 3, every: 86_400 }, product.how(0).once("chain")).await.unwrap();
        let queue = product.queue();
        product.move_clock(&queue, 0, 7 * 86_400).await;
        assert_eq!(product.log(), ["chain@0", "chain@86400", "chain@172800", "chain@259200"]);
        let ended = product.job(first).await;
        assert_eq!((ended.state, ended.result), (JobState::Done, Some(json!(3))));
    })
    .await;
}

#[tokio::test]
async fn what_waits_in_the_outbox_becomes_jobs_at_its_time() {
    on_each_backend(async |product| {
        *product.0.outbox.lock() = vec![(120, "told".to_owned()), (900, "not yet".to_owned())];
        product.enter(&say("before"), product.how(60)).await.unwrap();
        product.enter(&say("behind"), product.how(180)).await.unwrap();
        product.move_clock(&product.queue(), 0, 600).await;
        assert_eq!(product.log(), ["before@60", "told@120", "behind@180"]);
        assert_eq!(product.0.outbox.lock().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_failing_job_is_tried_after_10_seconds_1_minute_and_10_minutes_then_lies_visible() {
    on_each_backend(async |product| {
        let id = product.enter(&Trouble::Again, product.how(0)).await.unwrap();
        let queue = product.queue();
        let fired = product.move_clock(&queue, 0, 10_000).await;
        assert_eq!(product.log(), ["try 1@0", "try 2@10", "try 3@70", "try 4@670"]);
        assert_eq!(
            outcomes(&fired),
            [Outcome::Again(after(10)), Outcome::Again(after(70)), Outcome::Again(after(670)), Outcome::Failed]
        );
        let dead = product.job(id).await;
        assert_eq!((dead.state, dead.error.as_deref()), (JobState::Failed, Some("no route")));
        assert_eq!(dead.ended_at, Some(after(670)));
    })
    .await;
}

#[tokio::test]
async fn each_trouble_ends_as_it_should() {
    let cases = [
        (Trouble::Never, Outcome::Failed, JobState::Failed, Some("bad address"), None),
        (Trouble::Panic, Outcome::Again(after(10)), JobState::Waiting, Some("the job panicked"), None),
        (Trouble::FailsAfterItsEnd, Outcome::Done, JobState::Done, None, Some(json!("kept"))),
        (Trouble::RollsItsEndBack, Outcome::Again(after(10)), JobState::Waiting, Some("rolled back"), None),
        (Trouble::CancelledAfter(4), Outcome::Cancelled, JobState::Cancelled, None, None),
    ];
    on_each_backend(async |product| {
        let queue = product.queue();
        for (trouble, outcome, state, error, result) in &cases {
            let id = product.enter(trouble, product.how(0)).await.unwrap();
            let fired = product.move_clock(&queue, 0, 0).await;
            assert_eq!(outcomes(&fired), std::slice::from_ref(outcome));
            let job = product.job(id).await;
            assert_eq!((job.state, job.error.as_deref(), &job.result), (*state, *error, result));
            if *state == JobState::Cancelled {
                assert_eq!((job.done, job.total, job.message.as_deref()), (4, Some(9), Some("rows")));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_has_lost_a_job_changes_nothing_of_it() {
    on_each_backend(async |product| {
        let id = product.enter(&Trouble::Robbed, product.how(0)).await.unwrap();
        let queue = product.queue();
        let (job, lease) = queue.lease(&product.0.tenant, now(), 1).await.unwrap().remove(0);
        let turn = Turn::new(&product.0.tenant, job, lease, now());
        let fired = queue.attend(&product, turn, now).await.unwrap();
        assert_eq!(fired.outcome, Outcome::Lost);
        let job = product.job(id).await;
        assert_eq!((job.state, job.result, job.done, job.attempts), (JobState::Waiting, None, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_job_that_is_taken_back_does_not_happen() {
    on_each_backend(async |product| {
        let how = |due| Enqueue { subject: Some("instance:9".to_owned()), ..product.how(due) };
        product.enter(&say("timer"), how(10)).await.unwrap();
        let tx = product.0.tenant.write().await.unwrap();
        assert_eq!(cancel_about(&tx, "instance:9", now()).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(product.move_clock(&product.queue(), 0, 100).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_job_whose_transaction_is_rolled_back_never_was() {
    on_each_backend(async |product| {
        let tx = product.0.tenant.write().await.unwrap();
        enqueue(&tx, &say("ghost"), product.how(0)).await.unwrap().unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(product.move_clock(&product.queue(), 0, 100).await, []);
    })
    .await;
}

#[tokio::test]
async fn jobs_of_unknown_kinds_wait_for_a_program_that_knows_them() {
    on_each_backend(async |product| {
        let id = product.enter(&say("later"), product.how(0)).await.unwrap();
        let other = Queue::new(Kinds::new().with::<Trouble>(), Arc::clone(&product.0.ids));
        assert_eq!(product.move_clock(&other, 0, 100).await, []);
        assert_eq!(product.job(id).await.state, JobState::Waiting);
    })
    .await;
}

#[tokio::test]
async fn only_one_job_with_a_key_waits() {
    on_each_backend(async |product| {
        assert!(product.enter(&say("one"), product.how(0).once("k")).await.is_some());
        assert!(product.enter(&say("two"), product.how(0).once("k")).await.is_none());
        let queue = product.queue();
        product.move_clock(&queue, 0, 0).await;
        assert!(product.enter(&say("three"), product.how(0).once("k")).await.is_some());
        product.move_clock(&queue, 0, 0).await;
        assert_eq!(product.log(), ["one@0", "three@0"]);
    })
    .await;
}
