use std::collections::BTreeSet;

use mortise_model::{Actor, Id};
use mortise_store::{
    ConnectionTrait,
    repos::{
        Page,
        idempotency::{KeyClaim, claim_key, forget_old_keys, keep_answer, release_key},
        jobs::{
            Job, JobEnd, JobFilter, JobLease, JobState, cancel_about, cancel_job, cancel_once, end_job,
            forget_ended_jobs, insert_job, job_by_id, jobs, lease_jobs, next_job_due, reap_jobs, renew_job,
            report_progress, revive_job,
        },
        outbox::{
            OutboxEvent, dead_outbox, enqueue_outbox, forget_told, lease_outbox, next_outbox_due, outbox_done,
            outbox_failed, revive_outbox,
        },
    },
};
use serde_json::json;

use crate::backends::{after, id, now, on_each_backend};

fn job(number: i64, due: i64) -> Job {
    Job {
        id: id(number),
        kind: "export".to_owned(),
        subject: None,
        dedupe_key: None,
        payload: json!({"version": 1}),
        actor: None,
        state: JobState::Waiting,
        due_at: after(due),
        attempts: 0,
        max_attempts: 4,
        crashes: 0,
        lease: None,
        leased_until: None,
        done: 0,
        total: None,
        message: None,
        result: None,
        error: None,
        cancel: false,
        created_at: now(),
        started_at: None,
        ended_at: None,
    }
}

fn turn(lease: i64, now: i64, limit: u64) -> JobLease<'static> {
    JobLease { lease: id(lease), kinds: &["export", "print"], now: after(now), until: after(1_000), limit }
}

async fn taken(db: &impl ConnectionTrait, lease: i64, now: i64, limit: u64) -> Vec<i64> {
    lease_jobs(db, &turn(lease, now, limit)).await.unwrap().iter().map(|job| job.id.raw()).collect()
}

async fn state(db: &impl ConnectionTrait, number: i64) -> JobState {
    job_by_id(db, id(number)).await.unwrap().unwrap().state
}

#[tokio::test]
async fn due_jobs_of_known_kinds_are_taken_the_longest_due_first() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        for (number, due) in [(1, 30), (2, 10), (3, 10), (4, 99)] {
            assert!(insert_job(&tx, &job(number, due)).await.unwrap());
        }
        insert_job(&tx, &Job { kind: "unheard_of".to_owned(), ..job(5, 0) }).await.unwrap();
        assert_eq!(next_job_due(&tx, &["export"]).await.unwrap(), Some(after(10)));
        assert_eq!(taken(&tx, 70, 9, 9).await, [0_i64; 0]);
        assert_eq!(taken(&tx, 71, 30, 2).await, [2, 3]);
        assert_eq!(taken(&tx, 72, 30, 2).await, [1]);
        assert_eq!(next_job_due(&tx, &["export"]).await.unwrap(), Some(after(99)));
        let held = job_by_id(&tx, id(2)).await.unwrap().unwrap();
        assert_eq!((held.state, held.attempts, held.lease), (JobState::Running, 1, Some(id(71))));
        assert_eq!((held.leased_until, held.started_at), (Some(after(1_000)), Some(after(30))));
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn no_job_is_given_to_two_workers() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        for number in 1..=40 {
            insert_job(&tx, &job(number, 0)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let workers = (100..108).map(|lease| {
            let tenant = tenant.clone();
            tokio::spawn(async move {
                let tx = tenant.write().await.unwrap();
                let got = taken(&tx, lease, 1, 5).await;
                tx.commit().await.unwrap();
                got
            })
        });
        let mut all = Vec::new();
        for worker in workers.collect::<Vec<_>>() {
            all.extend(worker.await.unwrap());
        }
        let distinct: BTreeSet<_> = all.iter().copied().collect();
        assert_eq!((all.len(), distinct.len()), (40, 40));
    })
    .await;
}

#[tokio::test]
async fn only_who_holds_a_job_can_end_it() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_job(&tx, &job(1, 0)).await.unwrap();
        taken(&tx, 70, 1, 1).await;
        let done = JobEnd::Done(json!({"rows": 3}));
        assert!(!end_job(&tx, (id(1), id(71)), &done, after(2)).await.unwrap());
        assert_eq!(renew_job(&tx, (id(1), id(71)), after(9)).await.unwrap(), None);
        assert_eq!(renew_job(&tx, (id(1), id(70)), after(9)).await.unwrap(), Some(false));
        assert_eq!(report_progress(&tx, (id(1), id(70)), 3, Some(9), Some("rows")).await.unwrap(), Some(false));
        assert!(end_job(&tx, (id(1), id(70)), &done, after(2)).await.unwrap());
        assert!(!end_job(&tx, (id(1), id(70)), &done, after(2)).await.unwrap());
        let ended = job_by_id(&tx, id(1)).await.unwrap().unwrap();
        assert_eq!(
            (ended.state, ended.result, ended.ended_at),
            (JobState::Done, Some(json!({"rows": 3})), Some(after(2)))
        );
        assert_eq!((ended.done, ended.total, ended.message.as_deref()), (3, Some(9), Some("rows")));
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_job_that_fails_waits_and_in_the_end_lies_visible() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_job(&tx, &job(1, 0)).await.unwrap();
        taken(&tx, 70, 1, 1).await;
        end_job(&tx, (id(1), id(70)), &JobEnd::Again(after(11), "no route".to_owned()), after(1)).await.unwrap();
        assert_eq!(taken(&tx, 71, 10, 1).await, [0_i64; 0]);
        assert_eq!(taken(&tx, 71, 11, 1).await, [1]);
        end_job(&tx, (id(1), id(71)), &JobEnd::Failed("no route".to_owned()), after(12)).await.unwrap();
        let dead = JobFilter { state: Some(JobState::Failed), ..Default::default() };
        let dead = jobs(&tx, &dead, Page::first(9)).await.unwrap();
        assert_eq!(
            dead.iter().map(|job| (job.attempts, job.error.as_deref())).collect::<Vec<_>>(),
            [(2, Some("no route"))]
        );
        assert!(revive_job(&tx, id(1), after(20)).await.unwrap());
        assert!(!revive_job(&tx, id(1), after(20)).await.unwrap());
        assert_eq!(taken(&tx, 72, 20, 1).await, [1]);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_dead_worker_loses_its_jobs_and_poison_is_set_aside() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_job(&tx, &job(1, 0)).await.unwrap();
        for (crash, lease) in [(1, 70), (2, 71), (3, 72)] {
            assert_eq!(taken(&tx, lease, 1, 1).await, [1], "crash {crash}");
            assert_eq!(reap_jobs(&tx, after(999), after(1)).await.unwrap(), 0, "the lease still runs");
            assert_eq!(reap_jobs(&tx, after(1_000), after(1)).await.unwrap(), 1);
            assert!(!end_job(&tx, (id(1), id(lease)), &JobEnd::Cancelled, after(2)).await.unwrap());
        }
        let poison = job_by_id(&tx, id(1)).await.unwrap().unwrap();
        assert_eq!((poison.state, poison.crashes), (JobState::Failed, 3));
        assert_eq!(poison.error.as_deref(), Some("worker_died"));
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_dedupe_key_holds_until_its_job_has_ended() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let once =
            |number| Job { dedupe_key: Some("timer:9".to_owned()), subject: Some("i9".to_owned()), ..job(number, 0) };
        assert!(insert_job(&tx, &once(1)).await.unwrap());
        assert!(!insert_job(&tx, &once(2)).await.unwrap());
        taken(&tx, 70, 1, 1).await;
        assert!(!insert_job(&tx, &once(3)).await.unwrap());
        end_job(&tx, (id(1), id(70)), &JobEnd::Done(json!(null)), after(2)).await.unwrap();
        assert!(insert_job(&tx, &once(4)).await.unwrap());
        assert!(cancel_once(&tx, "timer:9", after(3)).await.unwrap());
        assert!(insert_job(&tx, &once(5)).await.unwrap());
        insert_job(&tx, &Job { subject: Some("i9".to_owned()), ..job(6, 0) }).await.unwrap();
        assert_eq!(cancel_about(&tx, "i9", after(4)).await.unwrap(), 2);
        assert_eq!((state(&tx, 1).await, state(&tx, 5).await), (JobState::Done, JobState::Cancelled));
        assert_eq!(forget_ended_jobs(&tx, after(4)).await.unwrap(), 2, "what ended later stays");
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_waiting_job_is_cancelled_at_once_and_a_running_one_is_asked() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_job(&tx, &job(1, 0)).await.unwrap();
        insert_job(&tx, &job(2, 50)).await.unwrap();
        taken(&tx, 70, 1, 1).await;
        assert!(cancel_job(&tx, id(2), after(1)).await.unwrap());
        assert!(!cancel_job(&tx, id(2), after(1)).await.unwrap());
        assert!(cancel_job(&tx, id(1), after(1)).await.unwrap());
        assert_eq!((state(&tx, 1).await, state(&tx, 2).await), (JobState::Running, JobState::Cancelled));
        assert_eq!(renew_job(&tx, (id(1), id(70)), after(9)).await.unwrap(), Some(true));
        tx.commit().await.unwrap();
    })
    .await;
}

async fn happened(db: &impl ConnectionTrait, events: &[(i64, &str)]) {
    let events = events
        .iter()
        .map(|(number, about)| (id(*number), "record_submitted".to_owned(), (*about).to_owned(), json!({"n": number})));
    enqueue_outbox(db, events, now()).await.unwrap();
}

fn told(events: &[OutboxEvent]) -> Vec<i64> {
    events.iter().map(|event| event.id.raw()).collect()
}

#[tokio::test]
async fn events_of_the_same_aggregate_are_told_in_order() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        happened(&tx, &[(1, "a"), (2, "a"), (3, "b")]).await;
        assert_eq!(next_outbox_due(&tx).await.unwrap(), Some(now()));
        let lease = async |lease, at| lease_outbox(&tx, id(lease), after(at), after(at + 60), 9).await.unwrap();
        let first = lease(70, 0).await;
        assert_eq!((told(&first), first[0].payload.clone(), first[0].attempts), (vec![1, 3], json!({"n": 1}), 1));
        assert_eq!(told(&lease(71, 1).await), [0_i64; 0], "2 waits for 1");
        assert!(outbox_failed(&tx, id(1), id(70), "refused", Some(after(10))).await.unwrap());
        assert_eq!(told(&lease(72, 9).await), [0_i64; 0], "2 still waits for 1");
        assert_eq!(told(&lease(73, 10).await), [1]);
        assert!(!outbox_done(&tx, id(1), id(70), after(11)).await.unwrap(), "that lease is over");
        assert!(outbox_done(&tx, id(1), id(73), after(11)).await.unwrap());
        assert_eq!(told(&lease(74, 12).await), [2]);
        assert_eq!(told(&lease(75, 60).await), [3], "its lease ran out");
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_event_that_is_given_up_lets_the_others_pass_and_can_be_revived() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        happened(&tx, &[(1, "a"), (2, "a")]).await;
        lease_outbox(&tx, id(70), now(), after(60), 9).await.unwrap();
        assert!(outbox_failed(&tx, id(1), id(70), "gone", None).await.unwrap());
        let dead = dead_outbox(&tx, Page::first(9)).await.unwrap();
        assert_eq!((told(&dead), dead[0].last_error.as_deref()), (vec![1], Some("gone")));
        assert_eq!(told(&lease_outbox(&tx, id(71), now(), after(60), 9).await.unwrap()), [2]);
        outbox_done(&tx, id(2), id(71), after(1)).await.unwrap();
        assert!(revive_outbox(&tx, id(1), after(2)).await.unwrap());
        assert!(!revive_outbox(&tx, id(1), after(2)).await.unwrap());
        assert_eq!(told(&lease_outbox(&tx, id(72), after(2), after(60), 9).await.unwrap()), [1]);
        assert_eq!(forget_told(&tx, after(2)).await.unwrap(), 1);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn no_event_is_given_to_two_tellers() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let names: Vec<String> = (0..30).map(|number| format!("a{}", number % 15)).collect();
        let events: Vec<(i64, &str)> = (1..).zip(names.iter().map(String::as_str)).collect();
        happened(&tx, &events).await;
        tx.commit().await.unwrap();
        let tellers = (100..106).map(|lease| {
            let tenant = tenant.clone();
            tokio::spawn(async move {
                let tx = tenant.write().await.unwrap();
                let got = lease_outbox(&tx, id(lease), now(), after(60), 5).await.unwrap();
                tx.commit().await.unwrap();
                told(&got)
            })
        });
        let mut all = Vec::new();
        for teller in tellers.collect::<Vec<_>>() {
            all.extend(teller.await.unwrap());
        }
        let distinct: BTreeSet<_> = all.iter().copied().collect();
        assert_eq!(all.len(), distinct.len());
        assert!(distinct.iter().all(|number| *number <= 15), "{distinct:?}: only the oldest of each");
    })
    .await;
}

#[tokio::test]
async fn the_same_request_is_answered_alike_and_another_one_refused() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let (anna, product) = (Actor::User(Id::from_raw(7)), Actor::System);
        let claim = async |actor: &Actor, body: &str, at| {
            claim_key(&tx, actor, "k", body, (after(at), after(at + 100))).await.unwrap()
        };
        assert_eq!(claim(&anna, "b1", 0).await, KeyClaim::Fresh);
        assert_eq!(claim(&anna, "b1", 1).await, KeyClaim::Running);
        keep_answer(&tx, &anna, "k", 201, &json!({"id": "x"})).await.unwrap();
        let answered = KeyClaim::Answered { status: 201, answer: json!({"id": "x"}) };
        assert_eq!(claim(&anna, "b1", 2).await, answered);
        assert_eq!(claim(&anna, "b2", 2).await, KeyClaim::OtherBody);
        assert_eq!(claim(&product, "b2", 2).await, KeyClaim::Fresh, "another actor's key is another key");
        assert_eq!(claim(&anna, "b2", 100).await, KeyClaim::Fresh, "the key was over");
        assert_eq!(claim(&anna, "b2", 101).await, KeyClaim::Running);
        release_key(&tx, &anna, "k").await.unwrap();
        assert_eq!(claim(&anna, "b3", 102).await, KeyClaim::Fresh);
        assert_eq!(forget_old_keys(&tx, after(102)).await.unwrap(), 1);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn one_of_many_equal_requests_has_an_effect() {
    on_each_backend(async |tenant| {
        let requests = (0..20).map(|number| {
            let tenant = tenant.clone();
            tokio::spawn(async move {
                let tx = tenant.write().await.unwrap();
                let actor = Actor::User(Id::from_raw(7));
                let claim = claim_key(&tx, &actor, "k", "b", (now(), after(100))).await.unwrap();
                if claim == KeyClaim::Fresh {
                    keep_answer(&tx, &actor, "k", 201, &json!(number)).await.unwrap();
                }
                tx.commit().await.unwrap();
                claim
            })
        });
        let mut fresh = 0;
        for request in requests.collect::<Vec<_>>() {
            match request.await.unwrap() {
                KeyClaim::Fresh => fresh += 1,
                KeyClaim::Answered { status: 201, .. } => {}
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(fresh, 1);
    })
    .await;
}
