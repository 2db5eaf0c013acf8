use mortise_model::Id;
use mortise_service::{
    Error,
    flows::{self, ActOnTask, Decided, TaskView},
    idempotency::{Answered, Once},
};
use serde_json::{Value as Json, json};

use crate::stage::{Stage, codes, on_each_backend};

async fn todo(stage: &Stage, who: &str) -> Vec<TaskView> {
    flows::tasks(&stage.platform, &stage.person(who).await, flows::TaskBox::Todo, None).await.unwrap().items
}

async fn act_on(stage: &Stage, who: &str, task: Id, action: &str, body: Json) -> Result<(), Error> {
    let params: ActOnTask = serde_json::from_value(body).unwrap();
    let session = stage.person(who).await;
    flows::act_on_task(&stage.platform, &session, (task, action), params, &Once::default()).await.map(drop)
}

async fn administer(stage: &Stage, who: &str, instance: Id, action: &str, body: Json) -> Result<(), Error> {
    let params: ActOnTask = serde_json::from_value(body).unwrap();
    let session = stage.person(who).await;
    flows::act_on_instance(&stage.platform, &session, (instance, action), params, &Once::default()).await.map(drop)
}

async fn actions(stage: &Stage, who: &str, task: Id) -> Vec<&'static str> {
    flows::task(&stage.platform, &stage.person(who).await, task).await.unwrap().actions
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claimed_task_leaves_the_lists_of_the_others_until_it_is_given_back() {
    on_each_backend(async |stage| {
        stage.submit("ann", "errand", json!({"title": "post"})).await.unwrap();
        let (bobs, dans) = (stage.task("bob").await.unwrap(), stage.task("dan").await.unwrap());
        assert_eq!(actions(stage, "bob", bobs).await, ["claim"]);
        assert_eq!(codes(stage.act("bob", "approve", json!({})).await), ["claim_first"]);
        stage.act("bob", "claim", json!({})).await.unwrap();
        assert_eq!(stage.task("dan").await, None);
        assert_eq!(codes(act_on(stage, "dan", dans, "claim", json!({})).await), ["already_claimed"]);
        assert!(actions(stage, "bob", bobs).await.starts_with(&["approve", "reject"]));
        assert_eq!(actions(stage, "bob", bobs).await.last(), Some(&"unclaim"));
        stage.act("bob", "unclaim", json!({})).await.unwrap();
        assert_eq!(stage.task("dan").await, Some(dans));
        stage.act("dan", "claim", json!({})).await.unwrap();
        stage.act("dan", "approve", json!({})).await.unwrap();
        assert_eq!(todo(stage, "bob").await[0].node.as_ref().unwrap(), "head");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_is_taken_back_while_nobody_has_decided_upon_it() {
    on_each_backend(async |stage| {
        stage.submit("ann", "errand", json!({"title": "post"})).await.unwrap();
        let dans = stage.task("dan").await.unwrap();
        stage.act("dan", "claim", json!({})).await.unwrap();
        stage.act("dan", "approve", json!({})).await.unwrap();
        assert_eq!(actions(stage, "dan", dans).await, ["recall"]);
        act_on(stage, "dan", dans, "recall", json!({})).await.unwrap();
        assert_eq!(todo(stage, "dan").await[0].node.as_ref().unwrap(), "any");
        let again = stage.task("dan").await.unwrap();
        stage.act("dan", "claim", json!({})).await.unwrap();
        stage.act("dan", "approve", json!({})).await.unwrap();
        stage.act("bob", "approve", json!({})).await.unwrap();
        assert_eq!(actions(stage, "dan", again).await, [""; 0]);
        assert_eq!(codes(act_on(stage, "dan", again, "recall", json!({})).await), ["instance_closed"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_suspends_reassigns_and_lets_go_on() {
    on_each_backend(async |stage| {
        stage.submit("ann", "leave", json!({})).await.unwrap();
        let task = todo(stage, "bob").await.remove(0);
        let instance = task.instance;
        assert_eq!(codes(administer(stage, "ann", instance, "suspend", json!({})).await), ["not_administrator"]);
        stage.advance("PT1H").await;
        administer(stage, "cat", instance, "suspend", json!({"comment": "wait"})).await.unwrap();
        assert_eq!(codes(stage.act("bob", "approve", json!({})).await), ["suspended"]);
        assert_eq!(actions(stage, "bob", task.id).await, [""; 0]);
        let told = stage.kinds("bob").await;
        stage.advance("P2D").await;
        assert_eq!(stage.kinds("bob").await, told, "nothing is due while it is suspended");
        let seen = flows::instance(&stage.platform, &stage.person("cat").await, instance).await.unwrap();
        assert!(seen.suspended);
        assert_eq!(seen.acts, ["resume", "terminate"]);
        administer(stage, "cat", instance, "resume", json!({})).await.unwrap();
        stage.advance("PT1H").await;
        assert_eq!(stage.kinds("bob").await, told, "three hours were left");
        let dan = stage.person("dan").await.user_id();
        let to = json!({"task": task.id, "user": dan});
        assert_eq!(
            codes(administer(stage, "cat", instance, "reassign", json!({"user": dan})).await),
            ["/task required"]
        );
        administer(stage, "cat", instance, "reassign", to).await.unwrap();
        assert_eq!(stage.task("bob").await, None);
        stage.advance("PT3H").await;
        assert_eq!(stage.kinds("dan").await, ["task_assigned", "task_due_soon", "task_overdue"]);
        stage.act("dan", "approve", json!({})).await.unwrap();
    })
    .await;
}

async fn decide(stage: &Stage, body: Json, key: &str) -> Result<Answered<Decided>, Error> {
    let once = Once::new(Some(key.to_owned()), body.to_string().as_bytes());
    let params = serde_json::from_value(body).unwrap();
    let tell = |error: Error| json!(codes::<()>(Err(error)));
    flows::decide_tasks(&stage.platform, &stage.person("bob").await, params, &once, tell).await
}

#[tokio::test(flavor = "multi_thread")]
async fn several_tasks_are_decided_each_by_itself() {
    on_each_backend(async |stage| {
        for _ in 0..3 {
            stage.submit("ann", "leave", json!({})).await.unwrap();
        }
        stage.submit("ann", "ticket", json!({"title": "wants a note"})).await.unwrap();
        let tasks = todo(stage, "bob").await;
        let seen = |task: &TaskView, version: i64| json!({"task": task.id, "version": version});
        let mut all: Vec<Json> = tasks.iter().map(|task| seen(task, task.version)).collect();
        all[2] = seen(&tasks[2], tasks[2].version + 1);
        let body = json!({"action": "approve", "tasks": all, "comment": "fine"});
        let Answered::Now(decided) = decide(stage, body.clone(), "one").await.unwrap() else { panic!("it is new") };
        let told: Vec<(bool, Json)> =
            decided.items.into_iter().map(|item| (item.done, item.problem.unwrap_or_default())).collect();
        // The newest is the ticket, at which a note must be written.
        let expected = [
            (false, json!(["batch_excluded"])),
            (true, Json::Null),
            (false, json!(["stale_version"])),
            (true, Json::Null),
        ];
        assert_eq!(told, expected);
        let left: Vec<Id> = todo(stage, "bob").await.iter().map(|task| task.id).collect();
        assert_eq!(left, [tasks[0].id, tasks[2].id]);
        let Answered::Before { status: 200, answer } = decide(stage, body, "one").await.unwrap() else {
            panic!("it was decided before")
        };
        assert_eq!(answer["items"][1]["done"], json!(true));
        assert_eq!(codes(decide(stage, json!({"action": "reject", "tasks": []}), "two").await), ["/tasks too_few"]);
        let many: Vec<Json> = (0..101).map(|_| seen(&tasks[0], 1)).collect();
        assert_eq!(
            codes(decide(stage, json!({"action": "reject", "tasks": many}), "three").await),
            ["/tasks too_many"]
        );
    })
    .await;
}
