use chrono::NaiveDate;
use mortise_model::I18n;
use mortise_store::{
    ConnectionTrait, Error,
    repos::{
        Page,
        calendar::{CalendarDay, calendar_days, clear_calendar_day, is_workday, set_calendar_day},
        delegations::{Delegation, delegations_with, deputy_of, insert_delegation, revoke_delegation},
        flow_events::{FlowEvent, append_flow_events, flow_events},
        incidents::{Incident, incidents_of, insert_incident, open_incidents, resolve_incidents},
        instances::{
            Instance, InstanceFilter, insert_instance, instance_by_id, instances, instances_of_record, lock_instance,
            update_instance,
        },
        tasks::{
            Copy, Task, TaskFilter, copies_for, count_waiting_for, insert_copies, insert_tasks, mark_copies_read,
            mark_task_read, takes_part, task_by_id, tasks_done_by, tasks_of_instance, tasks_waiting_at,
            tasks_waiting_for, update_task,
        },
    },
};
use serde_json::json;

use crate::backends::{after, id, key, now, on_each_backend};

fn instance(number: i64) -> Instance {
    Instance {
        id: id(number),
        app: key("crm"),
        workflow: key("f_ct"),
        version: 1,
        form: key("contract"),
        record: id(50),
        title: "HT-1".to_owned(),
        initiator: Some(id(7)),
        dept: None,
        status: "running".to_owned(),
        suspended: false,
        state: json!({"seq": 1}),
        rev: 1,
        seq: 1,
        incidents: 0,
        parent: None,
        started_at: now(),
        ended_at: None,
    }
}

fn task(number: i64, no: u32, assignee: i64) -> Task {
    Task {
        id: id(number),
        instance: id(1),
        no,
        app: key("crm"),
        workflow: key("f_ct"),
        node: key("legal"),
        round: 1,
        form: key("contract"),
        record: id(50),
        title: "HT-1".to_owned(),
        initiator: Some(id(7)),
        assignee: id(assignee),
        owner: id(assignee),
        origin: "resolved".to_owned(),
        status: "pending".to_owned(),
        act: None,
        comment: None,
        due_at: Some(after(3600)),
        epoch: 1,
        version: 1,
        created_at: now(),
        opened_at: Some(now()),
        read_at: None,
        urged_at: None,
        ended_at: None,
        ended_by: None,
    }
}

fn approved(task: Task, by: i64) -> Task {
    Task {
        status: "approved".to_owned(),
        act: Some("approve".to_owned()),
        version: task.version + 1,
        ended_at: Some(after(5)),
        ended_by: Some(id(by)),
        ..task
    }
}

async fn with_tasks(db: &impl ConnectionTrait, tasks: &[Task]) {
    insert_instance(db, &instance(1)).await.unwrap();
    insert_tasks(db, tasks).await.unwrap();
}

fn numbers(tasks: &[Task]) -> Vec<i64> {
    tasks.iter().map(|task| task.id.raw()).collect()
}

#[tokio::test]
async fn an_instance_is_written_on_the_revision_that_was_read() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_instance(&tx, &instance(1)).await.unwrap();
        insert_instance(&tx, &Instance { initiator: None, incidents: 1, ..instance(2) }).await.unwrap();
        tx.commit().await.unwrap();
        let tx = tenant.write().await.unwrap();
        let read = lock_instance(&tx, id(1)).await.unwrap().unwrap();
        let next = Instance { rev: 2, status: "approved".to_owned(), ended_at: Some(after(1)), ..read };
        assert!(update_instance(&tx, 1, &next).await.unwrap());
        assert!(!update_instance(&tx, 1, &next).await.unwrap());
        tx.commit().await.unwrap();
        let db = tenant.reader();
        assert_eq!(instance_by_id(db, id(1)).await.unwrap(), Some(next));
        let of_record = instances_of_record(db, &key("crm"), &key("contract"), id(50)).await.unwrap();
        assert_eq!(of_record.iter().map(|one| one.id.raw()).collect::<Vec<_>>(), [2, 1]);
        let found = async |filter: InstanceFilter| {
            let found = instances(db, &filter, Page::first(9)).await.unwrap();
            found.iter().map(|one| one.id.raw()).collect::<Vec<_>>()
        };
        assert_eq!(found(InstanceFilter { initiator: Some(id(7)), ..Default::default() }).await, [1]);
        assert_eq!(found(InstanceFilter { status: Some("running".to_owned()), ..Default::default() }).await, [2]);
        assert_eq!(found(InstanceFilter { troubled: true, ..Default::default() }).await, [2]);
        assert_eq!(found(InstanceFilter { app: Some(key("hr")), ..Default::default() }).await, [0_i64; 0]);
    })
    .await;
}

#[tokio::test]
async fn commands_on_one_instance_come_one_after_another() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_instance(&tx, &instance(1)).await.unwrap();
        tx.commit().await.unwrap();
        let commands = (0..12).map(|_| {
            let tenant = tenant.clone();
            tokio::spawn(async move {
                let tx = tenant.write().await.unwrap();
                let read = lock_instance(&tx, id(1)).await.unwrap().unwrap();
                let next = Instance { rev: read.rev + 1, ..read.clone() };
                assert!(update_instance(&tx, read.rev, &next).await.unwrap());
                tx.commit().await.unwrap();
            })
        });
        for command in commands.collect::<Vec<_>>() {
            command.await.unwrap();
        }
        assert_eq!(instance_by_id(tenant.reader(), id(1)).await.unwrap().unwrap().rev, 13);
    })
    .await;
}

#[tokio::test]
async fn the_to_do_list_holds_what_is_pending_newest_first() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let waiting = Task { status: "waiting".to_owned(), ..task(13, 4, 7) };
        with_tasks(&tx, &[task(10, 1, 7), task(11, 2, 7), task(12, 3, 8), waiting]).await;
        let all = TaskFilter::default();
        assert_eq!(numbers(&tasks_waiting_for(&tx, id(7), &all, Page::first(9)).await.unwrap()), [11, 10]);
        let rest = tasks_waiting_for(&tx, id(7), &all, Page::after(id(11), 9)).await.unwrap();
        assert_eq!(rest, [task(10, 1, 7)]);
        let elsewhere = TaskFilter { app: Some(key("hr")), ..Default::default() };
        assert_eq!(tasks_waiting_for(&tx, id(7), &elsewhere, Page::first(9)).await.unwrap(), []);
        assert_eq!(count_waiting_for(&tx, id(7)).await.unwrap(), 2);
        let at_record = tasks_waiting_at(&tx, &key("crm"), &key("contract"), id(50)).await.unwrap();
        assert_eq!(numbers(&at_record), [10, 11, 12]);

        assert!(update_task(&tx, 1, "pending", &approved(task(10, 1, 7), 7)).await.unwrap());
        assert_eq!(numbers(&tasks_waiting_for(&tx, id(7), &all, Page::first(9)).await.unwrap()), [11]);
        assert_eq!(numbers(&tasks_done_by(&tx, id(7), &all, Page::first(9)).await.unwrap()), [10]);
        assert_eq!(numbers(&tasks_of_instance(&tx, id(1)).await.unwrap()), [10, 11, 12, 13]);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_many_who_decide_a_task_at_once_one_is_heard() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        with_tasks(&tx, &[task(10, 1, 7)]).await;
        tx.commit().await.unwrap();
        let decisions = (0..20).map(|by| {
            let tenant = tenant.clone();
            tokio::spawn(async move {
                let tx = tenant.write().await.unwrap();
                let heard = update_task(&tx, 1, "pending", &approved(task(10, 1, 7), by)).await.unwrap();
                tx.commit().await.unwrap();
                heard
            })
        });
        let mut heard = 0;
        for decision in decisions.collect::<Vec<_>>() {
            heard += i32::from(decision.await.unwrap());
        }
        assert_eq!(heard, 1);
        assert_eq!(task_by_id(tenant.reader(), id(10)).await.unwrap().unwrap().version, 2);
    })
    .await;
}

#[tokio::test]
async fn a_task_number_exists_once_in_an_instance() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        with_tasks(&tx, &[task(10, 1, 7)]).await;
        let taken = insert_tasks(&tx, &[task(11, 1, 8)]).await;
        assert!(matches!(taken, Err(Error::Taken(_))), "{taken:?}");
    })
    .await;
}

#[tokio::test]
async fn people_who_were_asked_or_told_take_part() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        with_tasks(&tx, &[Task { owner: id(6), ..task(10, 1, 7) }]).await;
        let copy = Copy {
            id: id(20),
            instance: id(1),
            user: id(8),
            app: key("crm"),
            workflow: key("f_ct"),
            node: None,
            form: key("contract"),
            record: id(50),
            title: "HT-1".to_owned(),
            at: now(),
            read_at: None,
        };
        insert_copies(&tx, std::slice::from_ref(&copy)).await.unwrap();
        for (user, takes) in [(6, true), (7, true), (8, true), (9, false)] {
            assert_eq!(takes_part(&tx, id(1), id(user)).await.unwrap(), takes, "user {user}");
        }
        mark_task_read(&tx, id(10), after(1)).await.unwrap();
        mark_task_read(&tx, id(10), after(2)).await.unwrap();
        assert_eq!(task_by_id(&tx, id(10)).await.unwrap().unwrap().read_at, Some(after(1)));
        assert_eq!(copies_for(&tx, id(8), Page::first(9)).await.unwrap(), [copy]);
        assert_eq!(mark_copies_read(&tx, id(8), id(1), after(3)).await.unwrap(), 1);
        assert_eq!(mark_copies_read(&tx, id(8), id(1), after(4)).await.unwrap(), 0);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_numbers_of_events_are_never_used_twice() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_instance(&tx, &instance(1)).await.unwrap();
        let event = |seq| FlowEvent {
            instance: id(1),
            seq,
            at: now(),
            actor: Some(id(7)),
            cause: 1,
            kind: "started".to_owned(),
            body: json!({"type": "started"}),
        };
        append_flow_events(&tx, &[event(1), event(2), event(3)]).await.unwrap();
        assert_eq!(flow_events(&tx, id(1), 1).await.unwrap(), [event(2), event(3)]);
        let taken = append_flow_events(&tx, &[event(3)]).await;
        assert!(matches!(taken, Err(Error::Taken(_))), "{taken:?}");
    })
    .await;
}

#[tokio::test]
async fn incidents_stay_open_until_they_are_resolved() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_instance(&tx, &instance(1)).await.unwrap();
        let incident = |number, token| Incident {
            id: id(number),
            instance: id(1),
            token,
            node: key("legal"),
            code: "resolver_failed".to_owned(),
            detail: json!({}),
            opened_at: now(),
            resolved_at: None,
            resolved_by: None,
            resolution: None,
        };
        for (number, token) in [(30, 1), (31, 2)] {
            insert_incident(&tx, &incident(number, token)).await.unwrap();
        }
        assert_eq!(open_incidents(&tx, Page::first(1)).await.unwrap(), [incident(31, 2)]);
        assert_eq!(resolve_incidents(&tx, (id(1), 2), after(1), Some(id(7)), "reassign").await.unwrap(), 1);
        assert_eq!(resolve_incidents(&tx, (id(1), 2), after(2), None, "skip").await.unwrap(), 0);
        assert_eq!(open_incidents(&tx, Page::first(9)).await.unwrap(), [incident(30, 1)]);
        assert_eq!(incidents_of(&tx, id(1)).await.unwrap()[1].resolution.as_deref(), Some("reassign"));
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_narrowest_arrangement_says_who_stands_in() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let arranged = |number, deputy, app: Option<&str>, workflow: Option<&str>| Delegation {
            id: id(number),
            user: id(7),
            deputy: id(deputy),
            app: app.map(key),
            workflow: workflow.map(key),
            starts_at: now(),
            ends_at: after(100),
            reason: None,
            created_at: now(),
            created_by: None,
            revoked_at: None,
        };
        let all = [
            arranged(1, 21, Some("crm"), None),
            arranged(2, 22, Some("crm"), Some("f_ct")),
            arranged(3, 23, None, None),
            arranged(4, 24, Some("hr"), Some("f_ct")),
        ];
        for one in &all {
            insert_delegation(&tx, one).await.unwrap();
        }
        let deputy = async |workflow: &str, seconds| {
            let found = deputy_of(&tx, id(7), (&key("crm"), &key(workflow)), after(seconds)).await.unwrap();
            found.map(|one| one.deputy.raw())
        };
        assert_eq!(deputy("f_ct", 0).await, Some(22));
        assert_eq!(deputy("f_other", 99).await, Some(21));
        assert_eq!(deputy("f_ct", -1).await, None);
        assert_eq!(deputy("f_ct", 100).await, None);
        assert!(!revoke_delegation(&tx, id(8), id(2), after(1)).await.unwrap(), "it is somebody else's");
        assert!(revoke_delegation(&tx, id(7), id(2), after(1)).await.unwrap());
        assert_eq!(deputy("f_ct", 2).await, Some(21));
        assert_eq!(delegations_with(&tx, id(23)).await.unwrap(), [all[2].clone()]);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_calendar_knows_holidays_and_worked_saturdays() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let special = |text: &str, working| CalendarDay {
            day: text.to_owned(),
            working,
            name: I18n::new("国庆节", "National Day"),
        };
        set_calendar_day(&tx, &special("2026-10-01", true)).await.unwrap();
        set_calendar_day(&tx, &special("2026-10-01", false)).await.unwrap();
        set_calendar_day(&tx, &special("2026-10-10", true)).await.unwrap();
        for (text, working) in
            [("2026-10-01", false), ("2026-10-10", true), ("2026-10-11", false), ("2026-10-12", true)]
        {
            assert_eq!(is_workday(&tx, day(text)).await.unwrap(), working, "{text}");
        }
        let october = calendar_days(&tx, day("2026-10-01"), day("2026-10-09")).await.unwrap();
        assert_eq!(october, [special("2026-10-01", false)]);
        assert!(clear_calendar_day(&tx, day("2026-10-01")).await.unwrap());
        assert!(is_workday(&tx, day("2026-10-01")).await.unwrap());
        tx.commit().await.unwrap();
    })
    .await;
}
