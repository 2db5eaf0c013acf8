use mortise_store::{
    ConnectionTrait,
    repos::{
        Page,
        audit::{AuditCheck, AuditFilter, AuditNote, Outcome, append_audit, audit_entries, audit_head, verify_audit},
        changes::{
            Change, ChangeKind, ChangeSet, ChangeSetFilter, change_set, change_sets, changes_of, claim_undo,
            history_of, insert_change_set,
        },
    },
};
use serde_json::json;

use crate::backends::{after, id, key, now, on_each_backend};

fn set(number: i64, size: i64) -> ChangeSet {
    ChangeSet {
        id: id(number),
        at: after(number),
        actor: Some(id(7)),
        act: "update_record".to_owned(),
        app: Some(key("crm")),
        request_id: "r".to_owned(),
        note: None,
        size,
        undoes: None,
        undone_by: None,
    }
}

fn change(set: i64, seq: i64, record: i64) -> Change {
    Change {
        change_set: id(set),
        seq,
        app: key("crm"),
        form: key("contract"),
        record: id(record),
        kind: ChangeKind::Update,
        version: set,
        before: Some(json!({"amount": "1.00"})),
        after: Some(json!({"amount": "2.00"})),
    }
}

fn note(act: &str) -> AuditNote {
    AuditNote {
        at: now(),
        actor: Some(id(7)),
        act: act.to_owned(),
        outcome: Outcome::Done,
        app: None,
        object_kind: "form".to_owned(),
        object: Some("contract".to_owned()),
        detail: json!({"changes": 3}),
        request_id: "r".to_owned(),
        address: None,
    }
}

async fn sql(db: &impl ConnectionTrait, statement: &str) {
    db.execute_unprepared(statement).await.unwrap();
}

#[tokio::test]
async fn the_history_of_a_record_comes_newest_first() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        for number in 1..=3 {
            let changes = [change(number, 1, 50), change(number, 2, 51)];
            insert_change_set(&tx, &set(number, 2), &changes).await.unwrap();
        }
        tx.commit().await.unwrap();
        let db = tenant.reader();
        let (crm, contract) = (key("crm"), key("contract"));
        let history = history_of(db, (&crm, &contract, id(50)), 2).await.unwrap();
        assert_eq!(history, [(set(3, 2), change(3, 1, 50)), (set(2, 2), change(2, 1, 50))]);
        assert_eq!(changes_of(db, id(2), 2, 9).await.unwrap(), [change(2, 2, 51)]);
        let sets = change_sets(
            db,
            &ChangeSetFilter { actor: Some(id(7)), app: Some(crm), ..ChangeSetFilter::default() },
            Page::first(1),
        )
        .await;
        assert_eq!(sets.unwrap(), [set(3, 2)]);
        let none = ChangeSetFilter { actor: Some(id(8)), ..ChangeSetFilter::default() };
        assert_eq!(change_sets(db, &none, Page::first(1)).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_large_change_set_is_kept_whole() {
    on_each_backend(async |tenant| {
        let tx = tenant.write_alone().await.unwrap();
        let changes: Vec<_> = (1..=450).map(|seq| change(1, seq, seq)).collect();
        insert_change_set(&tx, &set(1, 450), &changes).await.unwrap();
        assert_eq!(changes_of(&tx, id(1), 1, 1_000).await.unwrap(), changes);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_change_set_is_undone_by_one_only() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_change_set(&tx, &set(1, 0), &[]).await.unwrap();
        assert!(claim_undo(&tx, id(1), id(2)).await.unwrap());
        assert!(!claim_undo(&tx, id(1), id(3)).await.unwrap());
        assert_eq!(change_set(&tx, id(1)).await.unwrap().unwrap().undone_by, Some(id(2)));
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn audit_entries_are_chained_and_found() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        append_audit(&tx, &[]).await.unwrap();
        assert_eq!(audit_head(&tx).await.unwrap().seq, 0);
        append_audit(&tx, &[note("log_in"), note("publish_form")]).await.unwrap();
        append_audit(&tx, &[AuditNote { actor: None, at: after(60), ..note("log_in") }]).await.unwrap();
        tx.commit().await.unwrap();
        let db = tenant.reader();
        let all = audit_entries(db, &AuditFilter::default(), None, 10).await.unwrap();
        assert_eq!(all.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!((all[2].prev_hash.as_str(), &all[1].prev_hash), ("", &all[2].hash));
        assert_eq!(all[0].hash, audit_head(db).await.unwrap().hash);
        assert_eq!(all[1].detail, json!({"changes": 3}));
        let found = async |filter: AuditFilter, before| {
            let found = audit_entries(db, &filter, before, 10).await.unwrap();
            found.iter().map(|entry| entry.seq).collect::<Vec<_>>()
        };
        assert_eq!(found(AuditFilter { act: Some("log_in".to_owned()), ..Default::default() }, None).await, [3, 1]);
        assert_eq!(found(AuditFilter { actor: Some(id(7)), ..Default::default() }, Some(2)).await, [1]);
        assert_eq!(found(AuditFilter { since: Some(after(1)), ..Default::default() }, None).await, [3]);
        assert_eq!(found(AuditFilter { until: Some(now()), ..Default::default() }, None).await, [2, 1]);
        let object = Some(("form".to_owned(), Some("lead".to_owned())));
        assert_eq!(found(AuditFilter { object, ..Default::default() }, None).await, [0_i64; 0]);
        assert_eq!(verify_audit(db).await.unwrap(), AuditCheck { checked: 3, broken_at: None });
    })
    .await;
}

#[tokio::test]
async fn a_rolled_back_entry_leaves_no_gap() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        append_audit(&tx, &[note("a")]).await.unwrap();
        tx.rollback().await.unwrap();
        let tx = tenant.write().await.unwrap();
        append_audit(&tx, &[note("b")]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(verify_audit(tenant.reader()).await.unwrap(), AuditCheck { checked: 1, broken_at: None });
    })
    .await;
}

#[tokio::test]
async fn entries_written_at_once_make_one_chain() {
    on_each_backend(async |tenant| {
        let writers = (0..8).map(|writer| {
            let tenant = tenant.clone();
            tokio::spawn(async move {
                for _ in 0..5 {
                    let tx = tenant.write().await.unwrap();
                    append_audit(&tx, &[note(&format!("w{writer}")), note("also")]).await.unwrap();
                    tx.commit().await.unwrap();
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        assert_eq!(verify_audit(tenant.reader()).await.unwrap(), AuditCheck { checked: 80, broken_at: None });
    })
    .await;
}

#[tokio::test]
async fn tampering_with_the_audit_trail_shows_where_it_began() {
    let cases = [
        ("UPDATE mortise_audit SET act = 'nothing' WHERE seq = 2", 2),
        ("UPDATE mortise_audit SET object = NULL WHERE seq = 3", 3),
        ("DELETE FROM mortise_audit WHERE seq = 2", 2),
        ("DELETE FROM mortise_audit WHERE seq = 4", 4),
        ("UPDATE mortise_audit SET seq = seq + 10 WHERE seq > 2", 3),
    ];
    on_each_backend(async |tenant| {
        for (tampering, broken_at) in cases {
            let tx = tenant.write_alone().await.unwrap();
            append_audit(&tx, &[note("a"), note("b"), note("c"), note("d")]).await.unwrap();
            sql(&tx, tampering).await;
            let check = verify_audit(&tx).await.unwrap();
            assert_eq!(check, AuditCheck { checked: broken_at - 1, broken_at: Some(broken_at) }, "{tampering}");
            tx.rollback().await.unwrap();
        }
    })
    .await;
}
