//! What somebody sees, in which order, and what they cannot find out.

use std::sync::Arc;

use mortise_access::{Act, FieldGroups, Membership, Permit, Policy, Subject, read_roles};
use mortise_model::{AppShape, Decimal, Filter, FilterOp, Id, Key, Path, Row, SortOrder, Target, Value, Values};
use mortise_reports::{BaseMeasure, Dim, DimGroup, GroupQuery};
use mortise_store::{
    Cell, ConnectionTrait, Count, Error, Page, ReadPlan, Sort, Tenant, Titles, ddl,
    records::{self, NewRecord},
};
use serde_json::{Value as Json, json};

use crate::{
    backends::{key, on_each_backend},
    shapes::{app, contract, ids, moment, project, record, values},
};

const ME: i64 = 21;

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn money(cents: i64) -> Value {
    Value::Decimal(Decimal::new(cents, 2))
}

fn date(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

fn the_app() -> AppShape {
    let mut contract = contract();
    contract.search = vec![key("no"), key("name")];
    app([project(), contract])
}

async fn fill(tenant: &Tenant, app: &AppShape, projects: Vec<NewRecord>, contracts: Vec<NewRecord>) {
    let tx = tenant.write_alone().await.unwrap();
    for (name, new) in [("project", projects), ("contract", contracts)] {
        let form = app.form(name).unwrap();
        ddl::apply_form(&tx, None, form).await.unwrap();
        records::insert(&tx, form, &new, &ids()).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// A person who sees the projects they are members of, and contracts of those; fees only of sales, numbers masked.
fn policy(app: &AppShape) -> Policy {
    let roles = json!({"version": 1,
        "groups": [{"key": "fee", "name": {"en": "Fees"}}, {"key": "secret", "name": {"en": "Secrets"}},
            {"key": "half", "name": {"en": "Masked"}}],
        "scopes": [{"key": "mine", "name": {"en": "Mine"}, "filters": {
            "project": {"field": "members", "op": "has_any", "value": {"var": "me"}},
            "contract": {"field": "project.members", "op": "has_any", "value": {"var": "me"}}}}],
        "roles": [
            {"key": "member", "name": {"en": "Member"},
             "forms": {"project": {"read": "mine"}, "contract": {"read": "mine"}},
             "groups": [
                {"group": "fee", "when": {"field": "name", "op": "eq", "value": "sale"}, "level": "view"},
                {"group": "half", "level": "mask"}]},
            {"key": "clerk", "name": {"en": "Clerk"}, "forms": {"contract": {"read": "all"}}}]});
    let mut groups = FieldGroups::new();
    let member = |group: &str| Membership { group: key(group), when: None };
    groups.insert(key("contract"), "amount", member("fee"));
    groups.insert(key("contract"), "rate", member("secret"));
    groups.insert(key("contract"), "no", member("half"));
    groups.insert(key("contract"), "items.price", member("secret"));
    groups.insert(key("project"), "budget", member("secret"));
    Policy::compile(key("crm"), app, Arc::new(read_roles(&roles).unwrap()), &groups)
}

fn me() -> Subject {
    Subject { user: Some(Id::from_raw(ME)), dept: None, depts: Vec::new() }
}

fn permit(policy: &Policy, role: &str, form: &str) -> Option<Permit> {
    policy.permit(&me(), &[key(role)], &key(form), Act::Read)
}

fn scene(app: &AppShape) -> (Vec<NewRecord>, Vec<NewRecord>) {
    let project = |id, name: &str, members: &[i64]| {
        let members = members.iter().map(|id| Id::from_raw(*id)).collect();
        record(id, values([("name", text(name)), ("budget", money(id * 100)), ("members", Value::Refs(members))]))
    };
    let row = |what: &str, cents| Row { id: None, values: values([("what", text(what)), ("price", money(cents))]) };
    let contract = |id: i64, name: &str, project: i64, cents: i64| {
        record(
            id,
            values([
                ("no", text(&format!("HT-2026-{id:04}"))),
                ("name", text(name)),
                ("amount", money(cents)),
                ("rate", Value::Decimal(Decimal::new(id, 4))),
                ("project", Value::Ref(Id::from_raw(project))),
                ("items", Value::Rows(vec![row("a", cents), row("b", 1)])),
            ]),
        )
    };
    assert!(app.form("contract").is_some());
    (
        vec![project(1, "mine", &[ME, 22]), project(2, "not mine", &[22])],
        vec![
            contract(101, "sale", 1, 500),
            contract(102, "rent", 1, 700),
            contract(103, "sale", 2, 900),
            record(104, values([("name", text("without project"))])),
        ],
    )
}

fn found(page: &Page) -> Vec<i64> {
    page.records.iter().map(|record| record.id.raw()).collect()
}

fn compare(field: &str, op: FilterOp, value: impl Into<Json>) -> Filter {
    Filter::compare(field, op, value)
}

fn codes(error: &Error) -> Vec<(String, String)> {
    let Error::Refused(issues) = error else { panic!("{error:?}") };
    issues.iter().map(|issue| (issue.pointer.to_string(), issue.code.clone())).collect()
}

#[tokio::test]
async fn a_person_sees_records_in_scope_and_no_others() {
    on_each_backend(async |tenant| {
        let app = the_app();
        let (projects, contracts) = scene(&app);
        fill(&tenant, &app, projects, contracts).await;
        let policy = policy(&app);
        let lookup = |form: &str| permit(&policy, "member", form);
        let contracts = lookup("contract").unwrap();
        let plan = ReadPlan::new(&app, &contracts, moment()).unwrap().permits(&lookup);
        assert_eq!(found(&plan.page(tenant.reader()).await.unwrap()), [101, 102]);
        assert_eq!(plan.count(tenant.reader(), Count::Exact).await.unwrap().count, 2);
        assert_eq!(plan.count(tenant.reader(), Count::Fast).await.unwrap().count, 2);
        assert!(plan.get(tenant.reader(), Id::from_raw(103)).await.unwrap().is_none());
        let some = plan.get_many(tenant.reader(), &[Id::from_raw(102), Id::from_raw(103)]).await.unwrap();
        assert_eq!(found(&some), [102]);
        let everything = plan.clone().filter(Filter::Or(vec![
            compare("name", FilterOp::NotEmpty, Json::Null),
            compare("name", FilterOp::IsEmpty, Json::Null),
        ]));
        assert_eq!(found(&everything.page(tenant.reader()).await.unwrap()), [101, 102]);
        assert_eq!(found(&plan.clone().search("sale").page(tenant.reader()).await.unwrap()), [101]);
    })
    .await;
}

#[tokio::test]
async fn a_hidden_field_is_answered_like_one_that_is_not_there() {
    on_each_backend(async |tenant| {
        let app = the_app();
        let (projects, contracts) = scene(&app);
        fill(&tenant, &app, projects, contracts).await;
        let policy = policy(&app);
        let lookup = |form: &str| permit(&policy, "member", form);
        let contracts = lookup("contract").unwrap();
        let plan = ReadPlan::new(&app, &contracts, moment()).unwrap().permits(&lookup);
        let db = tenant.reader();
        // Hidden, masked, of another form, of a row, and truly not there.
        for field in ["rate", "no", "project.budget", "items.price", "nonsense", "project.nonsense"] {
            let filtered = plan.clone().filter(compare(field, FilterOp::Eq, "1")).page(db).await.unwrap_err();
            assert_eq!(codes(&filtered).len(), 1, "{field}");
            assert_eq!(codes(&filtered)[0].1, "unknown_field", "{field}");
            let nested = Filter::Not(Box::new(compare(field, FilterOp::Gt, "1")));
            let counted = plan.clone().filter(nested).count(db, Count::Exact).await.unwrap_err();
            assert_eq!(codes(&counted)[0].1, "unknown_field", "{field}");
            let beside = Filter::Compare {
                field: Path::new("name"),
                op: FilterOp::Eq,
                value: mortise_model::Operand::Field(Path::new(field)),
            };
            let beside = plan.clone().filter(beside).page(db).await.unwrap_err();
            assert_eq!(codes(&beside)[0].1, "unknown_field", "{field}");
            let sort = Sort { field: Path::new(field), order: SortOrder::Descending };
            let sorted = plan.clone().sort([sort]).page(db).await.unwrap_err();
            assert_eq!(codes(&sorted), [("/sort/0/field".to_owned(), "unknown_field".to_owned())], "{field}");
            let query = GroupQuery {
                form: key("contract"),
                subform: None,
                dims: vec![],
                measures: vec![BaseMeasure::Max(Path::new(field))],
                filter: None,
            };
            assert_eq!(codes(&plan.aggregate(db, &query).await.unwrap_err())[0].1, "unknown_field", "{field}");
        }
        let named = plan.clone().fields([key("name"), key("rate"), key("nonsense")]).page(db).await.unwrap_err();
        let expected = [("/fields/1", "unknown_field"), ("/fields/2", "unknown_field")];
        assert_eq!(codes(&named), expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
        // Searching looks into what may be read only: `no` is masked.
        assert_eq!(found(&plan.clone().search("HT-2026").page(db).await.unwrap()), Vec::<i64>::new());
    })
    .await;
}

#[tokio::test]
async fn masks_and_conditions_decide_what_is_in_a_cell() {
    on_each_backend(async |tenant| {
        let app = the_app();
        let (projects, contracts) = scene(&app);
        fill(&tenant, &app, projects, contracts).await;
        let policy = policy(&app);
        let lookup = |form: &str| permit(&policy, "member", form);
        let contracts = lookup("contract").unwrap();
        let plan = ReadPlan::new(&app, &contracts, moment()).unwrap().permits(&lookup);
        let page = plan.page(tenant.reader()).await.unwrap();
        assert!(!page.fields.contains(&key("rate")), "a hidden field is not among the fields");
        let cell = |record: usize, field: &str| {
            let place = page.fields.iter().position(|known| *known == *field).unwrap();
            page.records[record].cells[place].clone()
        };
        assert_eq!(cell(0, "no"), Cell::Masked("HT-****0101".to_owned()));
        assert_eq!(cell(0, "amount"), Cell::Value(money(500)), "the fee of a sale");
        assert_eq!(cell(1, "amount"), Cell::HeldBack, "the fee of a rent");
        assert_eq!([page.records[0].held_back, page.records[1].held_back], [0, 1]);
        let Cell::Value(Value::Rows(rows)) = cell(0, "items") else { panic!("rows") };
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row.values.contains_key("what") && !row.values.contains_key("price")));
        // Where it is held back it is blank for filters, sorting and sums alike.
        let above = plan.clone().filter(compare("amount", FilterOp::Gt, "0")).page(tenant.reader()).await.unwrap();
        assert_eq!(found(&above), [101]);
        let blank = compare("amount", FilterOp::IsEmpty, Json::Null);
        assert_eq!(found(&plan.clone().filter(blank).page(tenant.reader()).await.unwrap()), [102]);
        let sort = Sort { field: Path::new("amount"), order: SortOrder::Descending };
        assert_eq!(found(&plan.clone().sort([sort]).page(tenant.reader()).await.unwrap()), [101, 102]);
        let query = GroupQuery {
            form: key("contract"),
            subform: None,
            dims: vec![],
            measures: vec![BaseMeasure::Count, BaseMeasure::Sum(Path::new("amount"))],
            filter: None,
        };
        let sums = plan.aggregate(tenant.reader(), &query).await.unwrap();
        assert_eq!(sums[0].values, [Value::Int(2), money(500)]);
    })
    .await;
}

#[tokio::test]
async fn a_link_leads_only_where_the_person_may_go() {
    on_each_backend(async |tenant| {
        let app = the_app();
        let (projects, contracts) = scene(&app);
        fill(&tenant, &app, projects, contracts).await;
        let policy = policy(&app);
        let db = tenant.reader();
        let write = |_: &mortise_model::FormShape, values: &Values| match &values["name"] {
            Value::Text(name) => name.clone(),
            _ => String::new(),
        };
        let project = |id: i64| (Target::Form(key("project")), Id::from_raw(id));

        // A clerk sees all contracts and no project.
        let contracts = permit(&policy, "clerk", "contract").unwrap();
        let lookup = |form: &str| permit(&policy, "clerk", form);
        let plan = ReadPlan::new(&app, &contracts, moment()).unwrap().permits(&lookup);
        let page = plan.page(db).await.unwrap();
        assert_eq!(found(&page), [101, 102, 103, 104]);
        let through = plan.clone().filter(compare("project.name", FilterOp::Eq, "mine")).page(db).await.unwrap_err();
        assert_eq!(codes(&through)[0].1, "unknown_field");
        let titles = plan.titles(db, &page, &write).await.unwrap();
        assert_eq!(titles.get(&project(1).0, project(1).1), None);

        // Whoever sees all contracts and their own projects finds blanks behind links to others.
        let both = |form: &str| permit(&policy, if form == "project" { "member" } else { "clerk" }, form);
        let plan = ReadPlan::new(&app, &contracts, moment()).unwrap().permits(&both);
        let blank = compare("project.name", FilterOp::IsEmpty, Json::Null);
        assert_eq!(found(&plan.clone().filter(blank).page(db).await.unwrap()), [103, 104]);
        let titles: Titles = plan.titles(db, &page, &write).await.unwrap();
        assert_eq!(titles.get(&project(1).0, project(1).1), Some("mine"));
        assert_eq!(titles.get(&project(2).0, project(2).1), None);
        let query = GroupQuery {
            form: key("contract"),
            subform: None,
            dims: vec![Dim {
                path: Path::new("project.name"),
                storage: mortise_model::Storage::Text,
                group: DimGroup::Exact,
            }],
            measures: vec![BaseMeasure::Count],
            filter: None,
        };
        let mut groups = plan.aggregate(db, &query).await.unwrap();
        groups.sort_by_key(|group| group.keys[0] != Value::Null);
        assert_eq!(groups[0].keys, [Value::Null]);
        assert_eq!(groups[0].values, [Value::Int(2)]);
        assert_eq!(groups[1].keys, [text("mine")]);
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_without_gaps_in_every_order() {
    on_each_backend(async |tenant| {
        let app = the_app();
        let days = ["2026-01-03", "", "2026-01-01", "2026-01-02", "2026-01-01", "", "2026-01-03"];
        let contracts = (0..40i64)
            .map(|n| {
                let index = usize::try_from(n).unwrap();
                let mut entries = vec![("count", Value::Int(n % 3))];
                if !days[index % 7].is_empty() {
                    entries.push(("signed", date(days[index % 7])));
                }
                if n % 4 != 0 {
                    entries.push(("name", text(["b", "a", "B", "长"][index % 4])));
                    entries.push(("urgent", Value::Bool(n % 3 == 0)));
                }
                entries.push(("project", Value::Ref(Id::from_raw(n % 3 + 1))));
                record(101 + n, values(entries))
            })
            .collect();
        let projects = [(1, "y"), (2, "x")].map(|(id, name)| record(id, values([("name", text(name))])));
        fill(&tenant, &app, projects.to_vec(), contracts).await;
        let permit = Permit::system(key("contract"), Act::Read);
        let all: Vec<(i64, Values)> = {
            let page = ReadPlan::new(&app, &permit, moment()).unwrap().limit(1000).page(tenant.reader()).await.unwrap();
            let fields = page.fields.clone();
            page.records.into_iter().map(|record| (record.id.raw(), record.values(&fields))).collect()
        };
        let orders: [&[(&str, bool)]; 8] = [
            &[],
            &[("signed", false)],
            &[("signed", true)],
            &[("name", true), ("signed", false)],
            &[("urgent", false), ("name", false), ("count", true)],
            &[("_id", true)],
            &[("project.name", true), ("signed", true)],
            &[("_owner", false)],
        ];
        for order in orders {
            let sorts: Vec<Sort> = order
                .iter()
                .map(|(field, down)| Sort {
                    field: Path::new(field),
                    order: if *down { SortOrder::Descending } else { SortOrder::Ascending },
                })
                .collect();
            let mut expected = all.clone();
            expected.sort_by(|one, other| in_order(one, other, order));
            let expected: Vec<i64> = expected.into_iter().map(|(id, _)| id).collect();
            for limit in [1, 3, 7, 40] {
                let plan = ReadPlan::new(&app, &permit, moment()).unwrap().sort(sorts.clone()).limit(limit);
                let mut seen = Vec::new();
                let mut cursor: Option<String> = None;
                loop {
                    let plan = cursor.iter().fold(plan.clone(), |plan, cursor| plan.cursor(cursor));
                    let page = plan.page(tenant.reader()).await.unwrap();
                    assert!(page.records.len() as u64 <= limit);
                    seen.extend(found(&page));
                    match page.next_cursor {
                        Some(next) => cursor = Some(next),
                        None => break,
                    }
                }
                assert_eq!(seen, expected, "{order:?} by {limit}");
            }
        }
    })
    .await;
}

fn in_order(one: &(i64, Values), other: &(i64, Values), order: &[(&str, bool)]) -> std::cmp::Ordering {
    use std::cmp::Ordering;
    for (field, down) in order {
        let value = |(id, values): &(i64, Values)| match *field {
            "_id" => Value::Int(*id),
            "_owner" => Value::Null,
            "project.name" => match values["project"].refs() {
                [id] if id.raw() == 1 => text("y"),
                [id] if id.raw() == 2 => text("x"),
                _ => Value::Null,
            },
            field => values.get(field).cloned().unwrap_or_default(),
        };
        let (a, b) = (value(one), value(other));
        let ordering = match (a.is_blank(), b.is_blank()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => {
                let up = mortise_expr::compare(&a, &b, &moment()).unwrap();
                if *down { up.reverse() } else { up }
            }
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    let up = one.0.cmp(&other.0);
    if order.last().is_some_and(|(_, down)| *down) { up.reverse() } else { up }
}

#[tokio::test]
async fn a_cursor_of_another_list_or_a_made_up_one_is_refused() {
    on_each_backend(async |tenant| {
        let app = the_app();
        let some = (1..=5).map(|n| record(n, values([("name", text("x")), ("count", Value::Int(n))]))).collect();
        fill(&tenant, &app, vec![], some).await;
        let permit = Permit::system(key("contract"), Act::Read);
        let by = |field: &str| {
            let sort = Sort { field: Path::new(field), order: SortOrder::Ascending };
            ReadPlan::new(&app, &permit, moment()).unwrap().sort([sort]).limit(2)
        };
        let cursor = by("count").page(tenant.reader()).await.unwrap().next_cursor.unwrap();
        assert_eq!(found(&by("count").cursor(&cursor).page(tenant.reader()).await.unwrap()), [3, 4]);
        let altered = format!("{}A", &cursor[..cursor.len() - 1]);
        for (plan, cursor) in [
            (by("name"), cursor.as_str()),
            (by("count"), ""),
            (by("count"), "%%%"),
            (by("count"), "bnVsbA"),
            (by("name"), altered.as_str()),
        ] {
            let refused = plan.cursor(cursor).page(tenant.reader()).await.unwrap_err();
            assert_eq!(codes(&refused), [("/cursor".to_owned(), "unknown_cursor".to_owned())], "{cursor}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_search_finds_each_word_whatever_its_case() {
    on_each_backend(async |tenant| {
        let app = the_app();
        let named = |id, no: &str, name: &str| record(id, values([("no", text(no)), ("name", text(name))]));
        let contracts =
            vec![named(1, "HT-01", "长夜 Straße"), named(2, "ht-02", "100% _x_"), named(3, "X", "[a]*?\\^$.")];
        fill(&tenant, &app, vec![], contracts).await;
        let permit = Permit::system(key("contract"), Act::Read);
        let search = async |text: &str| {
            let plan = ReadPlan::new(&app, &permit, moment()).unwrap().search(text);
            found(&plan.page(tenant.reader()).await.unwrap())
        };
        assert_eq!(search("ht").await, [1, 2]);
        assert_eq!(search("HT 夜").await, [1]);
        assert_eq!(search("STRAẞE").await, [1]);
        assert_eq!(search("%").await, [2]);
        assert_eq!(search("_X").await, [2]);
        for part in ["[a]", "*?", "\\^", "$.", "]*"] {
            assert_eq!(search(part).await, [3], "{part}");
        }
        assert_eq!(search("  ").await, [1, 2, 3]);
        assert_eq!(search("nul\0").await, Vec::<i64>::new());
    })
    .await;
}

/// Three contracts whose groups are known, and two projects of one genre.
async fn with_groups(tenant: &Tenant, app: &AppShape) {
    let row = |what: &str, cents| Row { id: None, values: values([("what", text(what)), ("price", money(cents))]) };
    let tags = |tags: &[&str]| Value::List(tags.iter().map(|tag| (*tag).to_owned()).collect());
    let at = |text: &str| Value::Instant(text.parse().unwrap());
    let huge = || Value::Decimal(HUGE.parse().unwrap());
    let contracts = vec![
        record(
            101,
            values([
                ("amount", huge()),
                ("signed", date("2026-03-31")),
                ("met", at("2025-12-31T16:00:00Z")),
                ("tags", tags(&["a", "b"])),
                ("others", Value::Refs(vec![Id::from_raw(1), Id::from_raw(2)])),
                ("urgent", Value::Bool(true)),
                ("items", Value::Rows(vec![row("x", 100), row("y", 250), row("x", -50)])),
            ]),
        ),
        record(
            102,
            values([
                ("amount", huge()),
                ("signed", date("2026-04-01")),
                ("met", at("1969-12-31T15:59:59.999Z")),
                ("tags", tags(&["b"])),
                ("urgent", Value::Bool(false)),
                ("items", Value::Rows(vec![row("y", 5)])),
            ]),
        ),
        record(103, values([("signed", date("2027-01-01")), ("amount", money(-250))])),
    ];
    let projects = [1, 2].map(|id| record(id, values([("genre", text("drama")), ("budget", money(id))])));
    fill(tenant, app, projects.to_vec(), contracts).await;
}

const HUGE: &str = "92233720368547758.07";

/// The groups of contracts: their keys and values, in order of the keys as they are written.
async fn groups(
    tenant: &Tenant,
    app: &AppShape,
    subform: Option<&str>,
    dims: &[(&str, DimGroup)],
    measures: &[BaseMeasure],
) -> Json {
    let storage = mortise_model::Storage::Text;
    let dim = |(path, group): &(&str, DimGroup)| Dim {
        path: Path::new(path),
        storage: storage.clone(),
        group: group.clone(),
    };
    let query = GroupQuery {
        form: key("contract"),
        subform: subform.map(key),
        dims: dims.iter().map(dim).collect(),
        measures: measures.to_vec(),
        filter: None,
    };
    let permit = Permit::system(key("contract"), Act::Read);
    let plan = ReadPlan::new(app, &permit, moment()).unwrap();
    let found = plan.aggregate(tenant.reader(), &query).await.unwrap();
    let mut groups: Vec<_> = found.iter().map(|row| (jsons(&row.keys), jsons(&row.values))).collect();
    groups.sort_by_key(|(keys, _)| json!(keys).to_string());
    json!(groups)
}

fn sum(field: &str) -> BaseMeasure {
    BaseMeasure::Sum(Path::new(field))
}

#[tokio::test]
async fn days_and_moments_are_grouped_where_the_tenant_is() {
    on_each_backend(async |tenant| {
        let app = the_app();
        with_groups(&tenant, &app).await;
        let by = async |dims: &[(&str, DimGroup)], measure: BaseMeasure| {
            groups(&tenant, &app, None, dims, &[BaseMeasure::Count, measure]).await
        };
        let last = || BaseMeasure::LastId;
        let id = |id: i64| json!(Id::from_raw(id));
        assert_eq!(
            by(&[("signed", DimGroup::Quarter)], last()).await,
            json!([[["2026-Q1"], [1, id(101)]], [["2026-Q2"], [1, id(102)]], [["2027-Q1"], [1, id(103)]]])
        );
        assert_eq!(
            by(&[("signed", DimGroup::Week)], last()).await,
            json!([[["2026-W14"], [2, id(102)]], [["2026-W53"], [1, id(103)]]])
        );
        // In the tenant's zone these are the first day of 2026 and the last of 1969.
        assert_eq!(
            by(&[("met", DimGroup::Day)], BaseMeasure::CountOf(Path::new("met"))).await,
            json!([[["1969-12-31"], [1, 1]], [["2026-01-01"], [1, 1]], [[null], [1, 0]]])
        );
        assert_eq!(
            by(&[("met", DimGroup::Year), ("signed", DimGroup::Month)], BaseMeasure::FirstId).await,
            json!([
                [["1969", "2026-04"], [1, id(102)]],
                [["2026", "2026-03"], [1, id(101)]],
                [[null, "2027-01"], [1, id(103)]]
            ])
        );
    })
    .await;
}

#[tokio::test]
async fn sums_are_exact_and_each_group_counts_a_record_once() {
    on_each_backend(async |tenant| {
        let app = the_app();
        with_groups(&tenant, &app).await;
        let exact = DimGroup::Exact;
        let smallest = BaseMeasure::Min(Path::new("signed"));
        assert_eq!(
            groups(&tenant, &app, None, &[], &[BaseMeasure::Count, sum("amount"), smallest]).await,
            json!([[[], [3, "184467440737095513.64", "2026-03-31"]]])
        );
        assert_eq!(
            groups(&tenant, &app, None, &[("tags", exact.clone())], &[BaseMeasure::Count, sum("amount")]).await,
            json!([[["a"], [1, HUGE]], [["b"], [2, "184467440737095516.14"]], [[null], [1, "-2.50"]]])
        );
        assert_eq!(
            groups(&tenant, &app, None, &[("others.genre", exact.clone())], &[BaseMeasure::Count]).await,
            json!([[["drama"], [1]], [[null], [2]]]),
            "also where two links lead to the same genre"
        );
        let of_rows = [BaseMeasure::Count, sum("items.price"), BaseMeasure::Max(Path::new("items.price"))];
        assert_eq!(
            groups(&tenant, &app, Some("items"), &[("items.what", exact)], &of_rows).await,
            json!([[["x"], [2, "0.50", "1.00"]], [["y"], [2, "2.55", "2.50"]]])
        );
        let edges = DimGroup::Range(vec!["-2.505".parse().unwrap(), "0".parse().unwrap(), "100".parse().unwrap()]);
        let largest = BaseMeasure::Max(Path::new("urgent"));
        assert_eq!(
            groups(&tenant, &app, None, &[("amount", edges)], &[BaseMeasure::Count, largest]).await,
            json!([[[1], [1, null]], [[3], [2, true]]])
        );
    })
    .await;
}

fn jsons(values: &[Value]) -> Vec<Json> {
    values.iter().map(Value::to_json).collect()
}

#[tokio::test]
async fn a_read_transaction_sees_one_moment() {
    on_each_backend(async |tenant| {
        let app = the_app();
        fill(&tenant, &app, vec![], vec![record(1, values([("name", text("before"))]))]).await;
        let permit = Permit::system(key("contract"), Act::Read);
        let plan = ReadPlan::new(&app, &permit, moment()).unwrap();
        let snapshot = tenant.read().await.unwrap();
        assert_eq!(plan.count(&snapshot, Count::Exact).await.unwrap().count, 1);
        let tx = tenant.write().await.unwrap();
        records::insert(&tx, app.form("contract").unwrap(), &[record(2, Values::new())], &ids()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(plan.count(&snapshot, Count::Exact).await.unwrap().count, 1);
        assert_eq!(plan.count(tenant.reader(), Count::Exact).await.unwrap().count, 2);
        let written = snapshot.execute_unprepared("DELETE FROM crm__contract").await;
        assert!(written.is_err(), "a reader cannot write");
    })
    .await;
}

#[tokio::test]
async fn a_plan_for_a_form_that_is_not_there_is_refused() {
    let app = the_app();
    let permit = Permit::system(key("nothing"), Act::Read);
    let issues = ReadPlan::new(&app, &permit, moment()).err().unwrap();
    assert_eq!(issues.iter().map(|issue| issue.code.as_str()).collect::<Vec<_>>(), ["unknown_form"]);
    let _: &Key = permit.form();
}
