use mortise_model::I18n;
use mortise_store::{
    Error,
    repos::{
        Page,
        blobs::{PIECE_BYTES, blob, blob_piece, blob_size, put_blob, sweep_blobs},
        comments::{Comment, comment_by_id, comments_at, delete_comment, edit_comment, insert_comment},
        connections::{Connection, connection_by_key, delete_connection, insert_connection, update_connection},
        files::{File, add_uses, files_by_ids, insert_file, oldest_unheld, sweep_files, uses_of},
        imports::{
            Import, ImportRow, ImportState, RowVerdict, import_rows, imports_into, insert_import, insert_import_rows,
            update_import,
        },
        issued_prints::{IssuedPrint, insert_issued_print, issued_print, issued_prints_of, revoke_issued_print},
        notifications::{Notification, count_unread, mark_read, notifications_for, notify},
        public_links::{PublicLink, close_public_link, insert_public_link, open_public_link, use_public_link},
        rule_runs::{RuleRun, RunFilter, RunOutcome, forget_runs, insert_rule_run, runs_of},
        sequences::{last_number, next_number, raise_number},
        settings::{Setting, set_setting, setting, settings},
        users::insert_user,
        views::{View, ViewOwner, delete_view, insert_view, update_view, view_by_key, views_for},
        webhooks::{
            Delivery, DeliveryState, Direction, Webhook, delete_webhook, deliveries_of, inbound_webhook,
            insert_delivery, insert_webhook, update_delivery, webhooks_of,
        },
    },
};
use serde_json::json;

use crate::{
    backends::{after, id, key, now, on_each_backend},
    people::person,
};

#[tokio::test]
async fn content_is_kept_once_and_comes_back_whole() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let content: Vec<u8> = (0..PIECE_BYTES * 2 + 5).map(|place| (place % 251) as u8).collect();
        let sha256 = put_blob(&tx, &content, now()).await.unwrap();
        assert_eq!(put_blob(&tx, &content, after(9)).await.unwrap(), sha256);
        let empty = put_blob(&tx, &[], now()).await.unwrap();
        tx.commit().await.unwrap();
        let db = tenant.reader();
        assert!(blob(db, &sha256).await.unwrap().as_deref() == Some(&content[..]), "the bytes differ");
        assert_eq!(blob_size(db, &sha256).await.unwrap(), Some(content.len() as i64));
        assert_eq!(blob_piece(db, &sha256, 2).await.unwrap().unwrap(), content[PIECE_BYTES * 2..]);
        assert_eq!(blob_piece(db, &sha256, 3).await.unwrap(), None);
        assert_eq!(blob(db, &empty).await.unwrap(), Some(Vec::new()));
        assert_eq!(blob(db, "00").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn damaged_content_is_noticed() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let sha256 = put_blob(&tx, &vec![1; PIECE_BYTES + 1], now()).await.unwrap();
        let damage = "DELETE FROM mortise_blob_piece WHERE seq = 1";
        mortise_store::ConnectionTrait::execute_unprepared(&tx, damage).await.unwrap();
        let refused = blob(&tx, &sha256).await;
        assert!(matches!(refused, Err(Error::Unreadable { what: "blob", .. })), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn files_that_no_record_holds_are_swept_with_their_content() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let sha256 = put_blob(&tx, b"held", now()).await.unwrap();
        let loose = put_blob(&tx, b"loose", now()).await.unwrap();
        let file = |number, sha256: &str| File {
            id: id(number),
            sha256: sha256.to_owned(),
            name: "合同.pdf".to_owned(),
            size: 4,
            mime: "application/pdf".to_owned(),
            detail: None,
            created_at: now(),
            created_by: Some(id(7)),
        };
        insert_file(&tx, &file(1, &sha256)).await.unwrap();
        insert_file(&tx, &file(2, &loose)).await.unwrap();
        let (crm, contract, scan) = (key("crm"), key("contract"), key("scan"));
        add_uses(&tx, (&crm, &contract, id(50)), &scan, &[id(1), id(1)]).await.unwrap();
        assert_eq!(uses_of(&tx, id(1)).await.unwrap().iter().map(|held| held.record.raw()).collect::<Vec<_>>(), [50]);
        assert_eq!(oldest_unheld(&tx).await.unwrap(), Some(now()));
        assert_eq!(sweep_files(&tx, now(), 9).await.unwrap(), 0, "too young");
        assert_eq!(sweep_blobs(&tx, after(1), 9).await.unwrap(), 0, "files have both");
        assert_eq!(sweep_files(&tx, after(1), 9).await.unwrap(), 1);
        assert_eq!(sweep_blobs(&tx, after(1), 9).await.unwrap(), 1);
        assert_eq!(files_by_ids(&tx, &[id(1), id(2)]).await.unwrap(), [file(1, &sha256)]);
        assert_eq!(blob(&tx, &loose).await.unwrap(), None);
        assert_eq!(oldest_unheld(&tx).await.unwrap(), None);
        let missing = add_uses(&tx, (&crm, &contract, id(50)), &scan, &[id(2)]).await;
        assert!(matches!(missing, Err(Error::Missing(_))), "{missing:?}");
    })
    .await;
}

#[tokio::test]
async fn numbers_run_without_gaps_or_repeats_within_a_period() {
    on_each_backend(async |tenant| {
        let takers = (0..8).map(|_| {
            let tenant = tenant.clone();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                for _ in 0..5 {
                    let tx = tenant.write().await.unwrap();
                    taken.push(next_number(&tx, "crm.contract.no", "2026").await.unwrap());
                    tx.commit().await.unwrap();
                }
                taken
            })
        });
        let mut all = Vec::new();
        for taker in takers.collect::<Vec<_>>() {
            all.extend(taker.await.unwrap());
        }
        all.sort_unstable();
        assert_eq!(all, (1..=40).collect::<Vec<_>>());

        let tx = tenant.write().await.unwrap();
        assert_eq!(next_number(&tx, "crm.contract.no", "2026").await.unwrap(), 41);
        tx.rollback().await.unwrap();
        let tx = tenant.write().await.unwrap();
        assert_eq!(last_number(&tx, "crm.contract.no", "2026").await.unwrap(), 40, "it was given back");
        assert_eq!(next_number(&tx, "crm.contract.no", "2027").await.unwrap(), 1);
        raise_number(&tx, "crm.contract.no", "2027", 100).await.unwrap();
        raise_number(&tx, "crm.contract.no", "2027", 50).await.unwrap();
        raise_number(&tx, "crm.lead.no", "", 7).await.unwrap();
        assert_eq!(next_number(&tx, "crm.contract.no", "2027").await.unwrap(), 101);
        assert_eq!(next_number(&tx, "crm.lead.no", "").await.unwrap(), 8);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_deleted_comment_leaves_an_empty_place() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let comment = |number| Comment {
            id: id(number),
            app: key("crm"),
            form: key("contract"),
            record: id(50),
            reply_to: None,
            author: Some(id(7)),
            body: "看一下".to_owned(),
            mentions: vec![id(8)],
            at: now(),
            edited_at: None,
            deleted_at: None,
        };
        for number in [1, 2, 3] {
            insert_comment(&tx, &comment(number)).await.unwrap();
        }
        assert!(!edit_comment(&tx, (id(1), id(8)), "not mine", &[], after(1)).await.unwrap());
        assert!(edit_comment(&tx, (id(1), id(7)), "改了", &[], after(1)).await.unwrap());
        assert!(delete_comment(&tx, id(2), after(2)).await.unwrap());
        assert!(!delete_comment(&tx, id(2), after(2)).await.unwrap());
        assert!(!edit_comment(&tx, (id(2), id(7)), "too late", &[], after(3)).await.unwrap());
        let at = (&key("crm"), &key("contract"), id(50));
        let all = comments_at(&tx, at, Page::first(2)).await.unwrap();
        assert_eq!(all[0], comment(3));
        assert_eq!((all[1].body.as_str(), all[1].deleted_at), ("", Some(after(2))));
        let rest = comments_at(&tx, at, Page::after(id(2), 9)).await.unwrap();
        assert_eq!((rest.len(), rest[0].body.as_str()), (1, "改了"));
        assert_eq!(comment_by_id(&tx, id(3)).await.unwrap(), Some(comment(3)));
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn nobody_is_told_the_same_twice() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_user(&tx, &person(7, "a")).await.unwrap();
        let news = |number, dedupe: Option<&str>| Notification {
            id: id(number),
            user: id(7),
            kind: "task".to_owned(),
            title: I18n::new("待办", "To do"),
            body: None,
            target: Some(json!({"task": number})),
            dedupe_key: dedupe.map(str::to_owned),
            at: after(number),
            read_at: None,
        };
        assert!(notify(&tx, &news(1, Some("t1"))).await.unwrap());
        assert!(!notify(&tx, &news(2, Some("t1"))).await.unwrap());
        assert!(notify(&tx, &news(3, None)).await.unwrap());
        assert!(notify(&tx, &news(4, None)).await.unwrap());
        assert_eq!(count_unread(&tx, id(7)).await.unwrap(), 3);
        assert_eq!(mark_read(&tx, id(7), Some(&[id(3)]), after(9)).await.unwrap(), 1);
        assert_eq!(mark_read(&tx, id(7), None, after(9)).await.unwrap(), 2);
        assert_eq!(count_unread(&tx, id(7)).await.unwrap(), 0);
        let all = notifications_for(&tx, id(7), Page::after(id(4), 9)).await.unwrap();
        assert_eq!(all.iter().map(|one| one.id.raw()).collect::<Vec<_>>(), [3, 1]);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_person_sees_shared_views_and_their_own() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let view = |number, owner, name: &str| View {
            id: id(number),
            app: key("crm"),
            form: key("contract"),
            owner,
            key: key(name),
            name: I18n::same(name),
            spec: json!({"filter": null}),
            position: 0,
            version: 1,
            updated_at: now(),
            updated_by: None,
        };
        let (mine, hers) = (ViewOwner::Person(id(7)), ViewOwner::Person(id(8)));
        for view in [view(1, mine, "big"), view(2, ViewOwner::Shared, "big"), view(3, hers, "big")] {
            insert_view(&tx, &view).await.unwrap();
        }
        let (crm, contract) = (key("crm"), key("contract"));
        let seen = views_for(&tx, &crm, &contract, id(7)).await.unwrap();
        assert_eq!(seen, [view(2, ViewOwner::Shared, "big"), view(1, mine, "big")]);
        let changed = View { version: 2, spec: json!({}), ..view(1, mine, "big") };
        assert!(update_view(&tx, 1, &changed).await.unwrap());
        assert!(!update_view(&tx, 1, &changed).await.unwrap());
        assert_eq!(view_by_key(&tx, (&crm, &contract), mine, &key("big")).await.unwrap(), Some(changed));
        assert!(delete_view(&tx, id(3)).await.unwrap());
        let taken = insert_view(&tx, &view(4, ViewOwner::Shared, "big")).await;
        assert!(matches!(taken, Err(Error::Taken(_))), "{taken:?}");
    })
    .await;
}

#[tokio::test]
async fn settings_are_changed_on_the_version_that_was_seen() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let value = |name: &str, value: i64, version| Setting {
            key: name.to_owned(),
            value: json!(value),
            version,
            updated_at: now(),
            updated_by: None,
        };
        assert!(set_setting(&tx, None, &value("b", 1, 1)).await.unwrap());
        assert!(set_setting(&tx, None, &value("a", 1, 1)).await.unwrap());
        assert!(set_setting(&tx, Some(1), &value("b", 2, 2)).await.unwrap());
        assert!(!set_setting(&tx, Some(1), &value("b", 3, 2)).await.unwrap());
        assert_eq!(setting(&tx, "b").await.unwrap(), Some(value("b", 2, 2)));
        assert_eq!(setting(&tx, "c").await.unwrap(), None);
        assert_eq!(settings(&tx).await.unwrap(), [value("a", 1, 1), value("b", 2, 2)]);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_import_shows_the_rows_it_refused() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let import = Import {
            id: id(1),
            app: key("crm"),
            form: key("contract"),
            file_name: "合同.xlsx".to_owned(),
            file: None,
            mapping: json!({"columns": []}),
            dry_run: false,
            state: ImportState::Waiting,
            total: 0,
            created: 0,
            updated: 0,
            skipped: 0,
            failed: 0,
            change_set: None,
            created_at: now(),
            created_by: Some(id(7)),
            ended_at: None,
        };
        insert_import(&tx, &import).await.unwrap();
        let running = Import { state: ImportState::Running, total: 3, ..import };
        assert!(update_import(&tx, ImportState::Waiting, &running).await.unwrap());
        assert!(!update_import(&tx, ImportState::Waiting, &running).await.unwrap());
        let row = |row_no, verdict| ImportRow {
            import: id(1),
            row_no,
            verdict,
            record: None,
            issues: json!([]),
            source: None,
        };
        let rows = [row(1, RowVerdict::Created), row(2, RowVerdict::Failed), row(3, RowVerdict::Failed)];
        insert_import_rows(&tx, &rows).await.unwrap();
        assert_eq!(import_rows(&tx, id(1), Some(RowVerdict::Failed), 2, 9).await.unwrap(), [rows[2].clone()]);
        assert_eq!(import_rows(&tx, id(1), None, 0, 2).await.unwrap(), rows[..2]);
        let all = imports_into(&tx, &key("crm"), &key("contract"), Page::first(9)).await.unwrap();
        assert_eq!(all, [running]);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_public_link_takes_as_many_answers_as_it_has_room_for() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let link = PublicLink {
            id: id(1),
            app: key("crm"),
            form: key("feedback"),
            token_hash: "h".to_owned(),
            settings: json!({}),
            opens_at: Some(now()),
            closes_at: Some(after(100)),
            quota: Some(3),
            used: 0,
            active: true,
            created_at: now(),
            created_by: None,
        };
        insert_public_link(&tx, &link).await.unwrap();
        insert_public_link(&tx, &PublicLink { id: id(2), token_hash: "i".to_owned(), quota: None, ..link.clone() })
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let answers = (0..10).map(|_| {
            let tenant = tenant.clone();
            tokio::spawn(async move {
                let tx = tenant.write().await.unwrap();
                let taken = use_public_link(&tx, id(1), after(1)).await.unwrap();
                tx.commit().await.unwrap();
                taken
            })
        });
        let mut taken = 0;
        for answer in answers.collect::<Vec<_>>() {
            taken += i32::from(answer.await.unwrap());
        }
        assert_eq!(taken, 3);
        let tx = tenant.write().await.unwrap();
        assert_eq!(open_public_link(&tx, "h", after(1)).await.unwrap(), None, "it is full");
        assert!(open_public_link(&tx, "i", now()).await.unwrap().is_some());
        assert_eq!(open_public_link(&tx, "i", after(-1)).await.unwrap(), None);
        assert_eq!(open_public_link(&tx, "i", after(100)).await.unwrap(), None);
        assert!(close_public_link(&tx, id(2)).await.unwrap());
        assert!(!use_public_link(&tx, id(2), after(1)).await.unwrap());
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_issued_print_can_be_confirmed_and_declared_void() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let print = IssuedPrint {
            id: id(1),
            token_hash: "h".to_owned(),
            app: key("crm"),
            form: key("contract"),
            record: id(50),
            record_version: 3,
            print: key("crew"),
            file: None,
            sha256: "00".to_owned(),
            detail: json!({"no": "HT-1"}),
            issued_at: now(),
            issued_by: Some(id(7)),
            revoked_at: None,
        };
        insert_issued_print(&tx, &print).await.unwrap();
        assert_eq!(issued_print(&tx, "h").await.unwrap(), Some(print));
        assert!(revoke_issued_print(&tx, id(1), after(1)).await.unwrap());
        assert!(!revoke_issued_print(&tx, id(1), after(2)).await.unwrap());
        let all = issued_prints_of(&tx, &key("crm"), &key("contract"), id(50)).await.unwrap();
        assert_eq!(all[0].revoked_at, Some(after(1)));
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn connections_keep_their_secrets_sealed_apart() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let connection = Connection {
            id: id(1),
            app: key("crm"),
            key: key("mail"),
            kind: "smtp".to_owned(),
            settings: json!({"host": "mail.example.com"}),
            sealed: Some(vec![0, 255, 7]),
            version: 1,
            updated_at: now(),
            updated_by: None,
        };
        insert_connection(&tx, &connection).await.unwrap();
        let changed = Connection { sealed: None, version: 2, ..connection.clone() };
        assert!(update_connection(&tx, 1, &changed).await.unwrap());
        assert!(!update_connection(&tx, 1, &connection).await.unwrap());
        assert_eq!(connection_by_key(&tx, &key("crm"), &key("mail")).await.unwrap(), Some(changed));
        assert!(delete_connection(&tx, &key("crm"), &key("mail")).await.unwrap());
        assert_eq!(connection_by_key(&tx, &key("crm"), &key("mail")).await.unwrap(), None);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_went_through_a_webhook_is_logged_until_it_is_deleted() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let webhook = Webhook {
            id: id(1),
            app: key("crm"),
            form: None,
            direction: Direction::Inbound,
            name: "ERP".to_owned(),
            url: None,
            token_hash: Some("h".to_owned()),
            events: vec!["record_submitted".to_owned()],
            sealed: None,
            active: true,
            failures: 0,
            version: 1,
            created_at: now(),
            created_by: None,
            updated_at: now(),
        };
        insert_webhook(&tx, &webhook).await.unwrap();
        let off = Webhook { id: id(2), token_hash: Some("i".to_owned()), active: false, ..webhook.clone() };
        insert_webhook(&tx, &off).await.unwrap();
        assert_eq!(inbound_webhook(&tx, "h").await.unwrap(), Some(webhook));
        assert_eq!(inbound_webhook(&tx, "i").await.unwrap(), None);
        let delivery = Delivery {
            id: id(5),
            webhook: id(1),
            event: "record_submitted".to_owned(),
            event_id: id(90),
            body: json!({}),
            state: DeliveryState::Trying,
            attempts: 1,
            status: None,
            answer: None,
            at: now(),
            ended_at: None,
        };
        insert_delivery(&tx, &delivery).await.unwrap();
        let failed = Delivery { state: DeliveryState::Failed, attempts: 4, status: Some(500), ..delivery };
        assert!(update_delivery(&tx, &failed).await.unwrap());
        assert_eq!(deliveries_of(&tx, id(1), Page::first(9)).await.unwrap(), [failed]);
        assert!(delete_webhook(&tx, id(1)).await.unwrap());
        assert_eq!(deliveries_of(&tx, id(1), Page::first(9)).await.unwrap(), []);
        assert_eq!(webhooks_of(&tx, &key("crm")).await.unwrap(), [off]);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_runs_of_a_rule_are_remembered_for_a_while() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let run = |number, outcome| RuleRun {
            id: id(number),
            app: key("crm"),
            rule: key("r09"),
            form: Some(key("lead")),
            record: None,
            trigger: "schedule".to_owned(),
            at: after(number),
            took_ms: 12,
            outcome,
            detail: None,
            change_set: None,
        };
        insert_rule_run(&tx, &run(1, RunOutcome::Done)).await.unwrap();
        insert_rule_run(&tx, &run(2, RunOutcome::Failed)).await.unwrap();
        let all = runs_of(&tx, &key("crm"), &RunFilter::of(&key("r09")), Page::first(9)).await.unwrap();
        assert_eq!(all, [run(2, RunOutcome::Failed), run(1, RunOutcome::Done)]);
        assert_eq!(forget_runs(&tx, after(2)).await.unwrap(), 1);
        tx.commit().await.unwrap();
    })
    .await;
}
