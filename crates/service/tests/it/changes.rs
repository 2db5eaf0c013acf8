//! Many records in one act, what is seen of it afterwards, and taking it back.

use mortise_jobs::JobKind as _;
use mortise_model::Id;
use mortise_service::{
    Error, Session,
    changes::{self, ChangeSetDetail, ChangesQuery},
    idempotency::{Answered, Once},
    imports::{self, ImportRecords, Upload},
    jobs,
    mass::{Begun, MassResult},
    records::{self, CreateRecord, RecordView},
};
use mortise_store::repos::{
    audit::{self, AuditFilter},
    changes as sets,
};
use serde_json::{Value as Json, json};

use crate::stage::{Stage, codes, key, on_each_backend};

impl Stage {
    /// Many tickets of one person, oldest first.
    async fn tickets(&self, session: &Session, titles: impl Iterator<Item = String>) -> Vec<RecordView> {
        let mut made = Vec::new();
        for title in titles {
            let params: CreateRecord =
                serde_json::from_value(json!({"values": {"title": title, "note": "as it was"}})).unwrap();
            let place = (&key("desk"), &key("ticket"));
            match records::create(&self.platform, session, place, params, &Once::default()).await.unwrap() {
                Answered::Now(view) => made.push(view),
                Answered::Before { .. } => panic!("nothing came twice"),
            }
        }
        made
    }

    async fn batch(&self, who: &Session, form: &str, body: Json) -> Result<Begun, Error> {
        let params = serde_json::from_value(body).unwrap();
        match records::batch(&self.platform, who, (&key("desk"), &key(form)), params, &Once::default()).await? {
            Answered::Now(begun) => Ok(begun),
            Answered::Before { .. } => panic!("nothing came twice"),
        }
    }

    async fn undo(&self, who: &Session, set: Id, body: Json) -> Result<Begun, Error> {
        let params = serde_json::from_value(body).unwrap();
        match changes::undo(&self.platform, who, set, params, &Once::default()).await? {
            Answered::Now(begun) => Ok(begun),
            Answered::Before { .. } => panic!("nothing came twice"),
        }
    }

    /// What came of it, once its job has ended.
    async fn result(&self, who: &Session, begun: Begun) -> MassResult {
        match begun {
            Begun::Done(result) => *result,
            Begun::Job(job) => {
                self.settle().await;
                let job = jobs::job(&self.platform, who, job.id).await.unwrap();
                assert_eq!(job.state, "done", "{:?}", job.error);
                serde_json::from_value(job.result.unwrap()).unwrap()
            }
        }
    }

    async fn seen(&self, who: &Session, set: Id) -> Result<ChangeSetDetail, Error> {
        changes::change_set(&self.platform, who, set, None).await
    }

    /// The newest change set of an act that somebody sees.
    async fn newest(&self, who: &Session, act: &str) -> Option<Id> {
        let query = ChangesQuery { app: Some(key("desk")), act: Some(act.to_owned()), ..ChangesQuery::default() };
        let page = changes::change_sets(&self.platform, who, query).await.unwrap();
        page.items.first().map(|set| set.id)
    }
}

fn chosen(records: &[RecordView]) -> Json {
    records.iter().map(|record| json!({"id": record.id, "version": record.version})).collect()
}

fn done(begun: Begun) -> MassResult {
    match begun {
        Begun::Done(result) => *result,
        Begun::Job(job) => panic!("so few are done at once, and not by {job:?}"),
    }
}

fn counts(result: &MassResult) -> [u64; 4] {
    [result.total, result.done, result.unchanged, result.left]
}

/// The reasons why records were left: the place in the record and the code.
fn reasons(result: &MassResult) -> Vec<String> {
    let issues = result.left_records.iter().flat_map(|record| &record.issues);
    issues.map(|issue| format!("{} {}", issue.pointer, issue.code).trim().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_goes_on_behind_what_is_refused_and_can_be_taken_back() {
    on_each_backend(async |stage| {
        let ann = stage.person("ann").await;
        let mut tickets = stage.tickets(&ann, (0..300).map(|number| format!("ticket {number}"))).await;
        for stale in [17, 150, 299] {
            tickets[stale].version = 9;
        }
        let flow = stage.submit("ann", "ticket", json!({"title": "asked"})).await.unwrap();
        tickets.insert(200, flow);
        let body = json!({"act": "update", "records": chosen(&tickets), "values": {"note": "new"}, "reason": "a move"});
        let begun = stage.batch(&ann, "ticket", body).await.unwrap();
        assert!(matches!(begun, Begun::Job(_)), "so many are a job");
        let result = stage.result(&ann, begun).await;
        assert_eq!(counts(&result), [301, 297, 0, 4]);
        assert_eq!(reasons(&result), ["stale_version", "stale_version", "record_in_flow", "stale_version"]);
        assert_eq!(result.left_records[0].title.as_deref(), Some("ticket 17"));
        let set = result.change_set.unwrap();
        let tenant = stage.database().await;
        let kept = sets::change_set(tenant.reader(), set).await.unwrap().unwrap();
        assert_eq!((kept.size, kept.act.as_str(), kept.note.as_deref()), (297, "batch_records", Some("a move")));
        let about =
            AuditFilter { object: Some(("change_set".to_owned(), Some(set.to_string()))), ..AuditFilter::default() };
        let noted = audit::audit_entries(tenant.reader(), &about, None, 500).await.unwrap();
        assert_eq!(noted.len(), 1, "a batch is one entry of the audit trail");

        let notes = stage.column("ticket", "note").await;
        assert_eq!(notes.iter().filter(|note| **note == json!("new")).count(), 198, "of the first 200 records");
        let seen = stage.seen(&ann, set).await.unwrap();
        assert_eq!((seen.items.len(), seen.set.size, seen.next_cursor.is_some()), (50, Some(297), true));
        let change = &seen.items[0].changes[0];
        assert_eq!(
            (change.field.as_str(), &change.before, &change.after),
            ("note", &json!("as it was"), &json!("new"))
        );

        let begun = stage.undo(&ann, set, json!({})).await.unwrap();
        assert!(matches!(begun, Begun::Job(_)), "so many are a job");
        let result = stage.result(&ann, begun).await;
        assert_eq!(counts(&result), [297, 297, 0, 0]);
        assert!(stage.column("ticket", "note").await.iter().all(|note| *note != json!("new")));
        assert_eq!(stage.seen(&ann, set).await.unwrap().set.undone_by, result.change_set);
        assert_eq!(stage.seen(&ann, result.change_set.unwrap()).await.unwrap().set.undoes, Some(set));
        assert_eq!(codes(stage.undo(&ann, set, json!({})).await), ["already_undone"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_means_all_that_fits_and_a_bad_request_changes_nothing() {
    on_each_backend(async |stage| {
        let ann = stage.person("ann").await;
        stage.tickets(&ann, (0..5).map(|number| format!("red {number}"))).await;
        stage.tickets(&ann, (0..5).map(|number| format!("blue {number}"))).await;
        let red = json!({"filter": {"field": "title", "op": "starts_with", "value": "red"}});
        let update = |values: Json| json!({"act": "update", "where": red, "values": values});
        let result = done(stage.batch(&ann, "ticket", update(json!({"note": "red"}))).await.unwrap());
        assert_eq!(counts(&result), [5, 5, 0, 0]);
        assert_eq!(stage.column("ticket", "note").await.iter().filter(|note| **note == json!("red")).count(), 5);
        let again = done(stage.batch(&ann, "ticket", update(json!({"note": "red"}))).await.unwrap());
        assert_eq!((counts(&again), again.change_set), ([5, 0, 5, 0], None), "what is as wanted stays as it is");

        for (body, expected) in [
            (update(json!({})), vec!["/values values_missing"]),
            (update(json!({"nothing": 1})), vec!["/values/nothing unknown_field"]),
            (update(json!({"secret": "x"})), vec!["/values/secret unknown_field"]),
            (
                update(json!({"amount": "much", "due": 7})),
                vec!["/values/amount not_a_number", "/values/due wrong_type"],
            ),
            (json!({"act": "delete"}), vec!["/records records_or_where"]),
            (json!({"act": "delete", "where": {}, "records": []}), vec!["/records records_or_where"]),
            (json!({"act": "press", "where": {}}), vec!["/button button_missing"]),
            (json!({"act": "press", "where": {}, "button": "no_such"}), vec!["button"]),
            (
                json!({"act": "delete", "where": {"filter": {"field": "secret", "op": "not_empty"}}}),
                vec!["/where/filter/field unknown_field"],
            ),
        ] {
            assert_eq!(codes(stage.batch(&ann, "ticket", body.clone()).await), expected, "{body}");
        }
        let many: Vec<Json> = (1..=1_001).map(|raw| json!({"id": Id::from_raw(raw)})).collect();
        let refused = stage.batch(&ann, "ticket", json!({"act": "delete", "records": many})).await;
        assert_eq!(codes(refused), ["/records too_many_at_once"]);
        assert_eq!(stage.column("ticket", "title").await.len(), 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_or_nothing_is_nothing_where_one_is_refused() {
    on_each_backend(async |stage| {
        let ann = stage.person("ann").await;
        let mut tickets = stage.tickets(&ann, (0..4).map(|number| format!("ticket {number}"))).await;
        tickets[2].version = 7;
        let mut body = json!({"act": "delete", "records": chosen(&tickets), "all_or_nothing": true});
        let refused = stage.batch(&ann, "ticket", body.clone()).await;
        let Err(Error::Conflict { code, params }) = refused else { panic!("{refused:?}") };
        assert_eq!((code.as_str(), &params["left"]), ("batch_refused", &json!(1)));
        assert_eq!(params["left_records"][0]["issues"][0]["code"], json!("stale_version"));
        assert_eq!(stage.column("ticket", "title").await.len(), 4);

        tickets[2].version = 1;
        body["records"] = chosen(&tickets);
        assert_eq!(counts(&done(stage.batch(&ann, "ticket", body).await.unwrap())), [4, 4, 0, 0]);

        // The same as a job: it fails, says why, and leaves nothing behind.
        let mut many = stage.tickets(&ann, (0..201).map(|number| format!("many {number}"))).await;
        many[5].version = 7;
        let body = json!({"act": "delete", "records": chosen(&many), "all_or_nothing": true});
        let Begun::Job(job) = stage.batch(&ann, "ticket", body).await.unwrap() else { panic!("so many are a job") };
        stage.settle().await;
        let job = jobs::job(&stage.platform, &ann, job.id).await.unwrap();
        assert_eq!((job.state, job.error.unwrap().detail.as_str()), ("failed", "batch_refused"));
        assert_eq!(job.result.unwrap()["left"], json!(1));
        assert_eq!(stage.column("ticket", "title").await.len(), 200, "a page of those that are all there");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_stopped_does_no_more() {
    on_each_backend(async |stage| {
        let ann = stage.person("ann").await;
        stage.tickets(&ann, (0..201).map(|number| format!("ticket {number}"))).await;
        let begun = stage.batch(&ann, "ticket", json!({"act": "delete", "where": {}})).await.unwrap();
        let Begun::Job(job) = begun else { panic!("so many are a job") };
        jobs::cancel_job(&stage.platform, &ann, job.id).await.unwrap();
        stage.settle().await;
        let job = jobs::job(&stage.platform, &ann, job.id).await.unwrap();
        assert_eq!(job.state, "cancelled");
        assert_eq!(stage.column("ticket", "title").await.len(), 200, "a page of those that are all there");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_were_changed_again_are_left_and_can_be_overwritten() {
    on_each_backend(async |stage| {
        let ann = stage.person("ann").await;
        let tickets = stage.tickets(&ann, (0..2).map(|number| format!("ticket {number}"))).await;
        let values = json!({"note": "new", "amount": "12.50", "due": "2026-08-01"});
        let body = json!({"act": "update", "records": chosen(&tickets), "values": values});
        let set = done(stage.batch(&ann, "ticket", body).await.unwrap()).change_set.unwrap();
        let id = tickets[0].id;
        stage.update("ann", "ticket", id, json!({"values": {"note": "newer"}})).await.unwrap();

        let rehearsed = done(stage.undo(&ann, set, json!({"dry_run": true})).await.unwrap());
        assert_eq!((counts(&rehearsed), rehearsed.change_set, rehearsed.dry_run), ([2, 2, 0, 1], None, true));
        assert_eq!(stage.get("ann", "ticket", id).await.unwrap().values["amount"], json!("12.5000"), "nothing is kept");

        let undone = done(stage.undo(&ann, set, json!({})).await.unwrap());
        assert_eq!((counts(&undone), reasons(&undone)), ([2, 2, 0, 1], vec!["/values/note changed_since".to_owned()]));
        assert!(undone.left_records[0].partly);
        let now = stage.get("ann", "ticket", id).await.unwrap();
        assert_eq!(
            [&now.values["note"], &now.values["amount"], &now.values["due"]],
            [&json!("newer"), &json!(null), &json!(null)]
        );
        assert_eq!(stage.seen(&ann, set).await.unwrap().set.undone_by, None, "it is not undone as a whole");

        let rest = done(stage.undo(&ann, set, json!({"overwrite": true})).await.unwrap());
        assert_eq!(counts(&rest), [2, 1, 1, 0]);
        assert_eq!(stage.get("ann", "ticket", id).await.unwrap().values["note"], json!("as it was"));
        assert_eq!(stage.seen(&ann, set).await.unwrap().set.undone_by, rest.change_set);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_comes_back_with_what_went_along_and_what_let_go() {
    on_each_backend(async |stage| {
        let ann = stage.person("ann").await;
        let ticket = stage.create("ann", "ticket", json!({"title": "t"})).await.unwrap();
        let step = stage.create("ann", "step", json!({"ticket": ticket.id, "text": "s"})).await.unwrap();
        let remark = stage.create("ann", "remark", json!({"ticket": ticket.id, "text": "r"})).await.unwrap();
        stage.delete("ann", "ticket", ticket.id).await.unwrap();
        let set = stage.newest(&ann, "delete_record").await.unwrap();
        let seen = stage.seen(&ann, set).await.unwrap();
        let told: Vec<_> =
            seen.items.iter().map(|item| (item.record.form.to_string(), item.kind, item.record.deleted)).collect();
        let expected = [("remark", "update", false), ("step", "delete", true), ("ticket", "delete", true)];
        assert_eq!(told, expected.map(|(form, kind, deleted)| (form.to_owned(), kind, deleted)));

        let undone = done(stage.undo(&ann, set, json!({})).await.unwrap());
        assert_eq!(counts(&undone), [3, 3, 0, 0]);
        assert_eq!(stage.get("ann", "step", step.id).await.unwrap().values["ticket"]["id"], json!(ticket.id));
        assert_eq!(stage.get("ann", "remark", remark.id).await.unwrap().values["ticket"]["id"], json!(ticket.id));

        // An undo can itself be undone, and then what it undid can be undone again.
        let own = undone.change_set.unwrap();
        assert_eq!(counts(&done(stage.undo(&ann, own, json!({})).await.unwrap())), [3, 3, 0, 0]);
        assert_eq!(codes(stage.get("ann", "ticket", ticket.id).await), ["record"]);
        assert_eq!(stage.seen(&ann, set).await.unwrap().set.undone_by, None);
        assert_eq!(counts(&done(stage.undo(&ann, set, json!({})).await.unwrap())), [3, 3, 0, 0]);
        assert!(stage.get("ann", "ticket", ticket.id).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_taken_back_but_for_what_was_worked_on_since() {
    on_each_backend(async |stage| {
        let cat = stage.person("cat").await;
        let mut text = "title,note\n".to_owned();
        (0..260).for_each(|number| text.push_str(&format!("row {number},imported\n")));
        let upload = Upload { name: "rows.csv".to_owned(), bytes: text.into_bytes(), mapping: None, dry_run: false };
        let (tenant, ctx) = (stage.database().await, stage.platform.system_ctx(&key("acme"), "import"));
        let place = (&key("desk"), &key("ticket"));
        let job = imports::start_by_product(&stage.platform, (&ctx, &tenant), place, None, upload).await.unwrap();
        stage.settle().await;
        let done = mortise_store::repos::jobs::job_by_id(tenant.reader(), job).await.unwrap().unwrap();
        assert_eq!(done.kind, ImportRecords::NAME);
        let set: Id = serde_json::from_value(done.result.unwrap()["change_set"].clone()).unwrap();
        let first = stage.seen(&cat, set).await.unwrap().items[0].record.clone();
        stage.update("cat", "ticket", first.record, json!({"values": {"note": "worked on"}})).await.unwrap();

        let begun = stage.undo(&cat, set, json!({})).await.unwrap();
        let result = stage.result(&cat, begun).await;
        assert_eq!(
            (counts(&result), reasons(&result)),
            ([260, 259, 0, 1], vec!["/values/note changed_since".to_owned()])
        );
        assert_eq!(result.left_records[0].title.as_deref(), Some("row 0"));
        assert_eq!(stage.column("ticket", "title").await, [json!("row 0")]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_or_takes_back_what_lies_out_of_reach() {
    on_each_backend(async |stage| {
        let (ann, bob, eve, gil) = (
            stage.person("ann").await,
            stage.person("bob").await,
            stage.person("eve").await,
            stage.person("gil").await,
        );
        let ticket = stage.create("bob", "ticket", json!({"title": "t", "secret": "one"})).await.unwrap();
        let own = stage.create("gil", "ticket", json!({"title": "mine"})).await.unwrap();
        let values = json!({"note": "new", "secret": "two"});
        let both = json!([{"id": ticket.id}, {"id": own.id}]);
        let body = json!({"act": "update", "records": both, "values": values});
        let set = done(stage.batch(&bob, "ticket", body).await.unwrap()).change_set.unwrap();

        // Who may see none of its records is told that there is none.
        assert_eq!(codes(stage.seen(&eve, set).await), ["change_set"]);
        assert_eq!(codes(stage.undo(&eve, set, json!({})).await), ["change_set"]);
        assert_eq!(stage.newest(&eve, "batch_records").await, None);

        // Who may see one of them is told of that one, and takes back that one.
        let seen = stage.seen(&gil, set).await.unwrap();
        assert_eq!((seen.items.len(), seen.items[0].record.record, seen.set.size), (1, own.id, None));
        let taken = done(stage.undo(&gil, set, json!({})).await.unwrap());
        assert_eq!((counts(&taken), taken.unseen), ([1, 1, 0, 0], 0));
        assert_eq!(stage.get("bob", "ticket", ticket.id).await.unwrap().values["note"], json!("new"));
        assert_eq!(
            stage.seen(&bob, set).await.unwrap().set.undone_by,
            None,
            "the other record is as the batch left it"
        );

        // A field that a person may not see stays, and is not spoken of.
        let fields: Vec<String> =
            stage.seen(&ann, set).await.unwrap().items[0].changes.iter().map(|change| change.field.clone()).collect();
        assert_eq!(fields, ["note"]);
        let taken = done(stage.undo(&ann, set, json!({})).await.unwrap());
        assert_eq!((counts(&taken), taken.left_records.len()), ([2, 1, 1, 0], 0));
        let now = stage.get("bob", "ticket", ticket.id).await.unwrap();
        assert_eq!([&now.values["note"], &now.values["secret"]], [&json!(null), &json!("two")]);

        // Of a batch, what is out of sight is as if it were not there, and what may only be seen stays.
        let body = json!({"act": "update", "records": both, "values": {"note": "gil"}});
        let result = done(stage.batch(&gil, "ticket", body).await.unwrap());
        assert_eq!((counts(&result), reasons(&result)), ([2, 1, 0, 1], vec!["not_found".to_owned()]));
        assert_eq!(result.left_records[0].title, None);
        assert_eq!(codes(stage.batch(&eve, "ticket", json!({"act": "delete", "where": {}})).await), ["form"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_come_back_from_the_bin_and_buttons_are_pressed_together() {
    on_each_backend(async |stage| {
        let (ann, gil) = (stage.person("ann").await, stage.person("gil").await);
        let tickets = stage.tickets(&ann, (0..3).map(|number| format!("ticket {number}"))).await;
        let gone =
            done(stage.batch(&ann, "ticket", json!({"act": "delete", "records": chosen(&tickets)})).await.unwrap());
        assert_eq!(counts(&gone), [3, 3, 0, 0]);
        let bin = async |who: &Session| {
            let query = serde_json::from_value(json!({"deleted": true, "count": "exact"})).unwrap();
            records::query(&stage.platform, who, (&key("desk"), &key("ticket")), query).await.unwrap()
        };
        let page = bin(&ann).await;
        assert_eq!((page.total, page.records[0].title.as_str()), (Some(3), "ticket 0"));
        assert_eq!(page.records[0].updated_by["title"], json!("ann"), "by whom it was deleted");
        assert_eq!(bin(&gil).await.total, Some(0), "what is out of sight is so in the bin");
        let back = done(stage.batch(&ann, "ticket", json!({"act": "restore", "where": {"search": ""}})).await.unwrap());
        assert_eq!(counts(&back), [3, 3, 0, 0]);

        let moved = json!({"act": "update", "where": {}, "values": {"status": "doing"}});
        assert_eq!(counts(&done(stage.batch(&ann, "ticket", moved).await.unwrap())), [3, 3, 0, 0]);
        stage
            .update("bob", "ticket", tickets[1].id, json!({"values": {"status": "done", "note": "n"}, "reason": "r"}))
            .await
            .unwrap();
        let pressed = json!({"act": "press", "where": {}, "button": "finish", "values": {"note": "together"}});
        let result = done(stage.batch(&ann, "ticket", pressed).await.unwrap());
        assert_eq!((counts(&result), reasons(&result)), ([3, 2, 0, 1], vec!["button_not_available".to_owned()]));
        assert_eq!(stage.column("ticket", "status").await, ["done", "done", "done"].map(Json::from));
    })
    .await;
}
