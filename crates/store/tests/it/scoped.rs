//! Long lists of somebody who sees few of the records: the same, in the same order, as looking at each of them.

use std::sync::Arc;

use mortise_access::{Act, FieldGroups, Permit, Policy, Subject, read_roles};
use mortise_model::{AppShape, Filter, FormShape, Id, SortOrder, Storage, Target, Value, Values};
use mortise_store::{
    Count, ReadPlan, Sort, Tenant, ddl,
    records::{self, NewRecord},
};
use serde_json::{Value as Json, json};

use crate::{
    backends::{key, on_each_backend},
    shapes::{app, field, form, ids, indexed, moment, project, record, values},
};

const RECORDS: i64 = 1_500;
const PROJECTS: i64 = 20;

/// Deals as a view finds them: of one kind, from a price on, newest first.
fn deal() -> FormShape {
    let mut deal = form(
        "deal",
        [
            indexed("kind", Storage::Text),
            indexed("price", Storage::Int),
            field("day", Storage::Date),
            field("lead", Storage::Ref(Target::User)),
            field("project", Storage::Ref(Target::Form(key("project")))),
        ],
    );
    deal.indexes = vec![["kind", "day", "_id", "price"].map(Box::from).to_vec()];
    deal
}

/// One of the deals, by its number only.
fn a_deal(no: i64) -> NewRecord {
    let day = (no % 7 != 0).then(|| format!("2026-{:02}-{:02}", 1 + no * 5 % 12, 1 + no * 11 % 28));
    let mut known = vec![
        ("kind", Value::Text(["sale", "lease", "loan"][no as usize % 3].to_owned())),
        ("price", Value::Int(no * 37 % 1_000)),
        ("lead", Value::Ref(Id::from_raw(no * 13 % 30))),
        ("project", Value::Ref(Id::from_raw(10_000 + no * 17 % PROJECTS))),
    ];
    known.extend(day.map(|day| ("day", Value::Date(day.parse().unwrap()))));
    let dept = (no % 5 != 0).then(|| Id::from_raw(no * 19 % 40));
    NewRecord { dept, owner: Some(Id::from_raw(no * 23 % 50)), ..record(no, values(known)) }
}

fn a_project(no: i64) -> NewRecord {
    let members = Value::Refs(vec![Id::from_raw(no % 9), Id::from_raw(20 + no % 4)]);
    record(10_000 + no, values([("members", members)]))
}

/// Each scope of a role, and the same thing said of a deal and the members of its project.
type Sees = (&'static str, Json, fn(&NewRecord) -> bool);

fn of(deal: &NewRecord, name: &str) -> Option<i64> {
    match deal.values.get(name)? {
        Value::Ref(id) => Some(id.raw()),
        Value::Int(number) => Some(*number),
        _ => None,
    }
}

fn scopes() -> [Sees; 4] {
    let me = json!({"var": "me"});
    [
        ("few", json!({"field": "price", "op": "in", "value": [111, 222, 333, 444, 500]}), |deal| {
            of(deal, "price").is_some_and(|price| [111, 222, 333, 444, 500].contains(&price))
        }),
        ("mine", json!({"field": "lead", "op": "eq", "value": me}), |deal| of(deal, "lead") == Some(3)),
        (
            "around",
            json!({"or": [{"field": "_dept", "op": "in", "value": {"var": "my_depts"}},
                {"field": "_owner", "op": "eq", "value": me}]}),
            |deal| {
                deal.owner == Some(Id::from_raw(3))
                    || deal.dept.is_some_and(|dept| [Id::from_raw(4), Id::from_raw(11)].contains(&dept))
            },
        ),
        ("project", json!({"field": "project.members", "op": "has_any", "value": me}), |deal| {
            of(deal, "project").is_some_and(|project| (project - 10_000) % 9 == 3)
        }),
    ]
}

fn permit(app: &AppShape, scope: &str) -> (Permit, Permit) {
    let name = |text: &str| json!({"en": text});
    let written = scopes().map(|(key, filter, _)| json!({"key": key, "name": name(key), "filters": {"deal": filter}}));
    let role = json!({"key": "reader", "name": name("Reader"),
        "forms": {"deal": {"read": scope}, "project": {"read": "*"}}});
    let roles = read_roles(&json!({"version": 1, "scopes": written, "roles": [role]})).unwrap();
    let policy = Policy::compile(key("crm"), app, Arc::new(roles), &FieldGroups::new());
    let me = Subject { user: Some(Id::from_raw(3)), dept: None, depts: vec![Id::from_raw(4), Id::from_raw(11)] };
    let of = |form: &str| policy.permit(&me, &[key("reader")], &key(form), Act::Read).unwrap();
    (of("deal"), of("project"))
}

async fn fill(tenant: &Tenant, app: &AppShape) {
    let tx = tenant.write_alone().await.unwrap();
    let columns = ["price", "lead", "_dept", "_owner", "project"].map(Box::from);
    let deal = app.form("deal").unwrap().as_ref().clone().with_scope(&columns);
    let project = app.form("project").unwrap();
    ddl::apply_form(&tx, None, project).await.unwrap();
    ddl::apply_form(&tx, None, &deal).await.unwrap();
    let new: Vec<NewRecord> = (0..PROJECTS).map(a_project).collect();
    records::insert(&tx, project, &new, &ids()).await.unwrap();
    let new: Vec<NewRecord> = (1..=RECORDS).map(a_deal).collect();
    records::insert(&tx, &deal, &new, &ids()).await.unwrap();
    tx.commit().await.unwrap();
}

/// The deals by brute force: of a kind from a price on, the latest day first, those without one last.
fn by_hand(sees: fn(&NewRecord) -> bool) -> Vec<i64> {
    let fits = |deal: &NewRecord| {
        deal.values.get("kind") == Some(&Value::Text("sale".to_owned()))
            && of(deal, "price").is_some_and(|price| price >= 100)
            && sees(deal)
    };
    let mut deals: Vec<NewRecord> = (1..=RECORDS).map(a_deal).filter(fits).collect();
    let day = |values: &Values| match values.get("day") {
        Some(Value::Date(day)) => Some(*day),
        _ => None,
    };
    // `None` comes before every day, so that it is last when the order is turned.
    deals.sort_by_key(|deal| std::cmp::Reverse((day(&deal.values), deal.id)));
    deals.iter().map(|deal| deal.id.raw()).collect()
}

#[tokio::test]
async fn a_list_in_scope_is_what_looking_at_each_record_finds() {
    let app = app([project(), deal()]);
    on_each_backend(async |tenant| {
        fill(&tenant, &app).await;
        for (scope, _, sees) in scopes() {
            let (deals, projects) = permit(&app, scope);
            let others = |form: &str| (*form == *"project").then(|| projects.clone());
            let filter: Filter = serde_json::from_value(json!({"and": [
                {"field": "kind", "op": "eq", "value": "sale"}, {"field": "price", "op": "gte", "value": 100}]}))
            .unwrap();
            let sort = Sort { field: mortise_model::Path::new("day"), order: SortOrder::Descending };
            let plan = ReadPlan::new(&app, &deals, moment()).unwrap().permits(&others).filter(filter).sort([sort]);
            let wanted = by_hand(sees);
            assert!(wanted.len() >= 3, "`{scope}` must show something: {wanted:?}");

            let total = plan.count(tenant.reader(), Count::Exact).await.unwrap();
            assert_eq!((total.count, total.is_exact), (wanted.len() as u64, true), "`{scope}`");
            let (mut found, mut page) = (Vec::new(), plan.clone().limit(7));
            loop {
                let one = page.page(tenant.reader()).await.unwrap();
                found.extend(one.records.iter().map(|record| record.id.raw()));
                match one.next_cursor {
                    Some(next) => page = page.cursor(&next),
                    None => break,
                }
            }
            assert_eq!(found, wanted, "`{scope}`");
        }
    })
    .await;
}
