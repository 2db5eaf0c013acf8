use std::time::Duration;

use super::*;
use crate::{Limits, Stop, Worker};

/// Long enough on a busy machine; nothing waits for it unless it fails.
const PATIENCE: Duration = Duration::from_secs(30);

fn started(queue: &Arc<Queue<Product>>, product: &Product, limits: Limits) -> (tokio::task::JoinHandle<()>, Stop) {
    let (worker, stop) = Worker::new(Arc::clone(queue), product.clone(), limits);
    (tokio::spawn(worker.run()), stop)
}

/// Waits until something is so.
async fn until(what: &str, so: impl AsyncFn() -> bool) {
    let waited = tokio::time::timeout(PATIENCE, async {
        while !so().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    waited.await.unwrap_or_else(|_| panic!("{what} never came"));
}

#[tokio::test]
async fn a_worker_does_what_was_there_before_it_and_what_it_is_called_for() {
    on_each_backend(async |product| {
        product.enter(&say("before"), product.how(0)).await.unwrap();
        let queue = Arc::new(product.queue());
        let (worker, stop) = started(&queue, &product, Limits::default());
        until("the first job", async || product.log() == ["before@0"]).await;
        product.enter(&say("called"), product.how(0)).await.unwrap();
        queue.wake(product.0.tenant.key());
        until("the second job", async || product.log().len() == 2).await;
        stop.now();
        worker.await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_worker_leaves_alone_what_is_not_due_until_the_clock_moves() {
    on_each_backend(async |product| {
        product.enter(&say("first"), product.how(0)).await.unwrap();
        product.enter(&say("later"), product.how(3_600)).await.unwrap();
        let queue = Arc::new(product.queue());
        let (worker, stop) = started(&queue, &product, Limits::default());
        until("the first job", async || !product.log().is_empty()).await;
        assert_eq!(product.log(), ["first@0"]);
        product.set_clock(3_601);
        queue.wake_all();
        until("the second job", async || product.log().len() == 2).await;
        assert_eq!(product.log()[1], "later@3601");
        stop.now();
        worker.await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn several_workers_do_each_job_once() {
    on_each_backend(async |product| {
        for number in 0..30 {
            product.enter(&say(&format!("{number:02}")), product.how(0)).await.unwrap();
        }
        let workers: Vec<_> =
            (0..3).map(|_| started(&Arc::new(product.queue()), &product, Limits::default())).collect();
        until("all jobs", async || product.log().len() >= 30).await;
        for (worker, stop) in workers {
            stop.now();
            worker.await.unwrap();
        }
        let mut log = product.log();
        log.sort();
        assert_eq!(log, (0..30).map(|number| format!("{number:02}@0")).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_is_stopped_gives_back_what_hangs() {
    on_each_backend(async |product| {
        let id = product.enter(&Hang {}, product.how(0)).await.unwrap();
        let queue = Arc::new(product.queue());
        let limits = Limits { grace: Duration::from_millis(10), ..Limits::default() };
        let (worker, stop) = started(&queue, &product, limits);
        until("the job", async || product.log() == ["hanging"]).await;
        stop.now();
        worker.await.unwrap();
        let job = product.job(id).await;
        assert_eq!((job.state, job.attempts, job.lease), (JobState::Waiting, 0, None));
    })
    .await;
}

#[tokio::test]
async fn a_long_job_keeps_its_lease_and_hears_when_it_is_to_stop() {
    on_each_backend(async |product| {
        let id = product.enter(&Wait {}, product.how(0)).await.unwrap();
        let queue = Arc::new(product.queue().with_lease(Duration::from_secs(2)));
        let (worker, stop) = started(&queue, &product, Limits::default());
        until("the job", async || product.log() == ["waiting"]).await;
        let first = product.job(id).await.leased_until;
        until("a renewed lease", async || product.job(id).await.leased_until > first).await;
        let tx = product.0.tenant.write().await.unwrap();
        assert!(cancel_job(&tx, id, now()).await.unwrap());
        tx.commit().await.unwrap();
        until("the end", async || product.job(id).await.state == JobState::Cancelled).await;
        stop.now();
        worker.await.unwrap();
        assert_eq!(product.log(), ["waiting"], "nobody else took it");
    })
    .await;
}

#[tokio::test]
async fn a_worker_takes_over_from_one_that_died() {
    on_each_backend(async |product| {
        let id = product.enter(&say("again"), product.how(0)).await.unwrap();
        let tx = product.0.tenant.write().await.unwrap();
        let dead = JobLease {
            lease: Id::from_raw(1),
            kinds: &["say"],
            now: now(),
            until: Utc::now() - TimeDelta::seconds(1),
            limit: 1,
        };
        assert_eq!(lease_jobs(&tx, &dead).await.unwrap().len(), 1);
        tx.commit().await.unwrap();
        let queue = Arc::new(product.queue());
        let (worker, stop) = started(&queue, &product, Limits::default());
        until("the job", async || product.job(id).await.state == JobState::Done).await;
        stop.now();
        worker.await.unwrap();
        let job = product.job(id).await;
        assert_eq!((job.attempts, job.crashes), (2, 1));
    })
    .await;
}

#[tokio::test]
async fn while_the_clock_moves_no_worker_begins_a_job() {
    on_each_backend(async |product| {
        let queue = Arc::new(product.queue());
        for number in 0..20 {
            product.enter(&say(&format!("{number:02}")), product.how(number * 60)).await.unwrap();
        }
        let moved = product.move_clock(&queue, 0, 3_600);
        product.set_clock(3_600);
        let (worker, stop) = started(&queue, &product, Limits::default());
        let fired = moved.await;
        until("the jobs", async || product.log().len() >= 20).await;
        stop.now();
        worker.await.unwrap();
        assert_eq!(product.log().len(), 20, "each was done once");
        let by_clock: Vec<_> = fired.iter().map(|one| one.at).collect();
        assert!(by_clock.is_sorted(), "{by_clock:?}");
    })
    .await;
}
