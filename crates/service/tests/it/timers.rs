use mortise_store::repos::jobs::{JobFilter, JobState, jobs};
use serde_json::json;

use crate::stage::{Stage, on_each_backend};

async fn states(stage: &Stage) -> Vec<JobState> {
    let filter = JobFilter { kind: Some("task_due".to_owned()), ..JobFilter::default() };
    let tenant = stage.database().await;
    let mut found = jobs(tenant.reader(), &filter, mortise_store::repos::Page::first(50)).await.unwrap();
    found.sort_by_key(|job| job.id);
    found.into_iter().map(|job| job.state).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overdue_task_reminds_its_assignee_once_at_its_time() {
    on_each_backend(async |stage| {
        stage.submit("ann", "ticket", json!({"title": "first"})).await.unwrap();
        assert_eq!(stage.kinds("bob").await, ["task_assigned"]);
        stage.advance("PT3H59M").await;
        assert_eq!(stage.kinds("bob").await, ["task_assigned"], "it is not due yet");
        assert!(stage.advance("PT2M").await >= 1);
        assert_eq!(stage.kinds("bob").await, ["task_assigned", "task_overdue"]);
        stage.advance("P2D").await;
        assert_eq!(stage.kinds("bob").await, ["task_assigned", "task_overdue"], "a timer fires once");
        let overdue = &stage.news("bob").await[0];
        assert_eq!(overdue.title.en, "first");
        let late = overdue.at - (crate::stage::morning() + chrono::TimeDelta::hours(4));
        assert!(late < chrono::TimeDelta::minutes(1), "told at its time, not at the end of the move: {late}");
        let task = stage.task("bob").await.unwrap();
        assert_eq!(overdue.target.as_ref().unwrap()["task"], json!(task));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn timers_outlive_a_restart() {
    on_each_backend(async |stage| {
        stage.submit("ann", "ticket", json!({"title": "first"})).await.unwrap();
        stage.advance("PT1H").await;
        stage.restart().await;
        assert_eq!(stage.kinds("bob").await, ["task_assigned"]);
        stage.advance("PT4H").await;
        assert_eq!(stage.kinds("bob").await, ["task_assigned", "task_overdue"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decided_task_takes_its_timer_back() {
    on_each_backend(async |stage| {
        stage.submit("ann", "ticket", json!({"title": "first"})).await.unwrap();
        assert_eq!(states(stage).await, [JobState::Waiting]);
        stage.act("bob", "approve", json!({"values": {"note": "fine"}})).await.unwrap();
        assert_eq!(states(stage).await, [JobState::Cancelled, JobState::Waiting]);
        stage.advance("PT1H").await;
        stage.act("dan", "complete", json!({})).await.unwrap();
        assert_eq!(states(stage).await, [JobState::Cancelled, JobState::Cancelled]);
        stage.advance("P7D").await;
        assert!(!stage.kinds("bob").await.contains(&"task_overdue".to_owned()));
        assert!(!stage.kinds("dan").await.contains(&"task_overdue".to_owned()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_instance_leaves_no_timer_behind() {
    on_each_backend(async |stage| {
        stage.submit("ann", "ticket", json!({"title": "first"})).await.unwrap();
        stage.act("bob", "reject", json!({"comment": "no"})).await.unwrap();
        assert_eq!(states(stage).await, [JobState::Cancelled]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overdue_task_goes_to_the_manager_with_a_time_of_its_own() {
    on_each_backend(async |stage| {
        stage.submit("ann", "ticket", json!({"title": "first"})).await.unwrap();
        stage.act("bob", "approve", json!({"values": {"note": "fine"}})).await.unwrap();
        stage.advance("PT2H1M").await;
        assert!(stage.task("dan").await.is_none(), "it is out of dan's hands");
        assert!(stage.task("bob").await.is_some(), "his manager has it");
        assert_eq!(states(stage).await, [JobState::Cancelled, JobState::Done, JobState::Waiting]);
        // Above bob there is nobody: from here on it only reminds.
        stage.advance("PT2H1M").await;
        assert_eq!(stage.kinds("bob").await.last().unwrap(), "task_overdue");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn timers_that_fall_due_in_one_move_fire_in_the_order_of_their_times() {
    on_each_backend(async |stage| {
        stage.submit("ann", "ticket", json!({"title": "first"})).await.unwrap();
        stage.advance("PT1H").await;
        stage.submit("ann", "ticket", json!({"title": "second"})).await.unwrap();
        stage.advance("P1D").await;
        let told: Vec<String> = stage.news("bob").await.into_iter().rev().map(|news| news.title.en).collect();
        assert_eq!(told, ["first", "second", "first", "second"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_reminded_of_before_and_after_it_is_due() {
    on_each_backend(async |stage| {
        stage.submit("ann", "leave", json!({})).await.unwrap();
        stage.advance("PT2H59M").await;
        assert_eq!(stage.kinds("bob").await, ["task_assigned"]);
        assert_eq!(stage.advance("PT2M").await, 1);
        assert_eq!(stage.kinds("bob").await, ["task_assigned", "task_due_soon"]);
        stage.restart().await;
        stage.advance("PT1H").await;
        assert_eq!(stage.kinds("bob").await, ["task_assigned", "task_due_soon", "task_overdue"]);
        stage.advance("P3D").await;
        let told = stage.news("bob").await;
        assert_eq!(told.len(), 4, "each reminder comes once, and none whose time was over at the beginning");
        assert_eq!(told[0].kind, "task_overdue");
        let late = told[0].at - (crate::stage::morning() + chrono::TimeDelta::hours(6));
        assert!(late < chrono::TimeDelta::minutes(1), "told at its time, not at the end of the move: {late}");
        assert_eq!(told[1].target.as_ref().unwrap()["task"], json!(stage.task("bob").await.unwrap()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decided_task_takes_its_reminders_back() {
    on_each_backend(async |stage| {
        stage.submit("ann", "leave", json!({})).await.unwrap();
        assert_eq!(states(stage).await, [JobState::Waiting; 3]);
        stage.act("bob", "approve", json!({})).await.unwrap();
        assert_eq!(states(stage).await, [JobState::Cancelled; 3]);
        stage.advance("P3D").await;
        assert_eq!(stage.kinds("bob").await, ["task_assigned"]);
    })
    .await;
}
