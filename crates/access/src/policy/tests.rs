use serde_json::{Value as Json, json};

use super::*;
use crate::sample::{Contract, groups, holds, key, keys, person, policy};

mod reference;

fn document(roles: Json) -> Json {
    json!({"version": 1, "groups": [{"key": "fee", "name": {"en": "Fee"}}], "roles": roles})
}

fn role(name: &str, rest: Json) -> Json {
    let mut role = json!({"key": name, "name": {"en": name}});
    role.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    role
}

fn contract(owner: i64, kind: &'static str) -> Contract {
    Contract { owner, creator: owner, dept: Some(10), kind }
}

fn sees(permit: Option<&Permit>, record: &Contract) -> bool {
    permit.is_some_and(|permit| match permit.scope() {
        Scope::Nothing => false,
        Scope::Everything => true,
        Scope::Where(filter) => holds(filter, record, permit.subject()),
    })
}

fn level(permit: &Permit, field: &str, record: &Contract) -> Level {
    match permit.field(field) {
        FieldRight::Always(level) => level,
        FieldRight::When(cases, last) => {
            let first = cases.iter().find(|(filter, _)| holds(filter, record, permit.subject()));
            first.map_or(last, |(_, level)| *level)
        }
    }
}

#[test]
fn who_created_an_app_may_do_everything_when_it_has_no_roles() {
    let app = crate::sample::app();
    let policy = Policy::compile(key("demo"), &app, Arc::new(RolesSpec::for_creator()), &FieldGroups::new());
    let me = person(1, None, &[]);
    assert_eq!(policy.acts(&keys(&["admin"]), &key("contract")), BTreeSet::from(Act::ALL));
    assert!(policy.button(&keys(&["admin"]), &key("contract"), &key("merge")));
    let permit = policy.permit(&me, &keys(&["admin"]), &key("contract"), Act::Update).unwrap();
    assert_eq!((permit.scope(), permit.field("amount")), (&Scope::Everything, FieldRight::Always(Level::Edit)));
    assert_eq!(policy.permit(&me, &keys(&["somebody"]), &key("contract"), Act::Read), None);
    assert_eq!(policy.permit(&me, &[], &key("contract"), Act::Read), None);
}

#[test]
fn nobody_gets_a_permit_by_a_policy_without_being_a_person() {
    let policy = policy(document(json!([role("sales", json!({"forms": {"*": {"read": "*"}}}))])));
    assert_eq!(policy.permit(&Subject::default(), &keys(&["sales"]), &key("contract"), Act::Read), None);
}

#[test]
fn several_roles_add_up_and_everyone_is_always_among_them() {
    let policy = policy(document(json!([
        role("sales", json!({"forms": {"contract": {"read": "own", "update": "own"}}})),
        role("legal", json!({"forms": {"contract": {"read": "kind_a"}}})),
        role("everyone", json!({"forms": {"project": {"read": "*"}}})),
    ])));
    let me = person(1, None, &[]);
    let read = |roles: &[&str], form: &str| policy.permit(&me, &keys(roles), &key(form), Act::Read);
    assert!(read(&["legal"], "contract").is_none(), "a scope that is not defined opens nothing");
    let own = read(&["sales", "legal"], "contract");
    assert!(sees(own.as_ref(), &contract(1, "a")) && !sees(own.as_ref(), &contract(2, "a")));
    assert_eq!(read(&[], "project").unwrap().scope(), &Scope::Everything);
    assert_eq!(policy.acts(&keys(&["sales"]), &key("contract")), BTreeSet::from([Act::Read, Act::Update]));
}

#[test]
fn a_deny_wins_over_every_role_on_the_records_that_it_names() {
    let policy = policy(document(json!([
        role("sales", json!({"forms": {"contract": {"read": "*", "export": "*"}}, "buttons": {"contract": ["*"]}})),
        role(
            "junior",
            json!({"deny": [
                {"form": "contract", "acts": ["export"]},
                {"acts": ["read"], "when": {"field": "kind", "op": "eq", "value": "b"}},
                {"form": "contract", "button": "merge"},
                {"group": "fee"},
            ]})
        ),
        role("boss", json!({"groups": [{"group": "fee", "level": "edit"}]})),
    ])));
    let (me, form) = (person(1, None, &[]), key("contract"));
    let both = keys(&["sales", "boss", "junior"]);
    assert!(policy.permit(&me, &both, &form, Act::Export).is_none());
    let read = policy.permit(&me, &both, &form, Act::Read);
    assert!(sees(read.as_ref(), &contract(2, "a")) && !sees(read.as_ref(), &contract(2, "b")));
    assert_eq!(level(&read.unwrap(), "amount", &contract(2, "a")), Level::None);
    assert!(!policy.button(&both, &form, &key("merge")) && policy.button(&both, &form, &key("close")));
    let without = policy.permit(&me, &keys(&["sales", "boss"]), &form, Act::Read).unwrap();
    assert_eq!((without.scope(), without.field("amount")), (&Scope::Everything, FieldRight::Always(Level::View)));
}

#[test]
fn the_first_line_about_a_group_that_fits_decides() {
    let mine = json!({"field": "_owner", "op": "eq", "value": {"var": "me"}});
    let policy = policy(document(json!([
        role(
            "sales",
            json!({
                "forms": {"contract": {"read": "*", "update": "*"}},
                "groups": [{"group": "fee", "form": "contract", "when": mine, "level": "edit"}, {"group": "fee", "level": "mask"}],
            })
        ),
        role("clerk", json!({"forms": {"contract": {"read": "*"}}})),
    ])));
    let (me, form) = (person(1, None, &[]), key("contract"));
    let permit = |role: &str, act| policy.permit(&me, &keys(&[role]), &form, act).unwrap();
    let update = permit("sales", Act::Update);
    assert_eq!(level(&update, "amount", &contract(1, "a")), Level::Edit);
    assert_eq!(level(&update, "amount", &contract(2, "a")), Level::Mask);
    assert_eq!((update.field("amount").most(), update.field("amount").least()), (Level::Edit, Level::Mask));
    let read = permit("sales", Act::Read);
    assert_eq!(level(&read, "amount", &contract(1, "a")), Level::View, "reading never reaches further than seeing");
    let clerk = permit("clerk", Act::Read);
    assert_eq!(clerk.field("amount"), FieldRight::Always(Level::None), "no line about a group is no right");
    assert_eq!(level(&clerk, "note", &contract(1, "a")), Level::None);
    assert_eq!(level(&clerk, "note", &contract(1, "b")), Level::View, "there the field is in no group");
    assert_eq!(clerk.field("kind"), FieldRight::Always(Level::View));
}

#[test]
fn a_field_of_rows_reaches_no_further_than_its_subform() {
    let mut groups = groups();
    let member = |group: &str| crate::Membership { group: key(group), when: None };
    groups.insert(key("contract"), "items", member("fee"));
    groups.insert(key("contract"), "items.price", member("cost"));
    let roles = json!({"version": 1, "roles": [role("sales", json!({
        "forms": {"contract": {"read": "*"}},
        "groups": [{"group": "fee", "level": "mask"}, {"group": "cost", "level": "view"}],
    }))]});
    let policy = Policy::compile(key("demo"), &crate::sample::app(), Arc::new(crate::sample::roles(roles)), &groups);
    let permit = policy.permit(&person(1, None, &[]), &keys(&["sales"]), &key("contract"), Act::Read).unwrap();
    assert_eq!(permit.field("items.price"), FieldRight::Always(Level::Mask));
    assert_eq!(permit.field("items.name"), FieldRight::Always(Level::Mask));
}

#[test]
fn a_task_opens_its_record_and_its_fields_there_only() {
    let policy = policy(document(json!([role("sales", json!({"forms": {"contract": {"read": "own"}}}))])));
    let (me, form) = (person(1, None, &[]), key("contract"));
    let records: Filter = serde_json::from_value(json!({"field": "kind", "op": "eq", "value": "a"})).unwrap();
    let grant = Grant { records, fields: [("amount".into(), Level::View)].into() };
    let read = policy.permit_to_read(&me, &keys(&["sales"]), &form, std::slice::from_ref(&grant)).unwrap();
    assert!(sees(Some(&read), &contract(2, "a")) && sees(Some(&read), &contract(1, "b")));
    assert!(!sees(Some(&read), &contract(2, "b")));
    assert_eq!(level(&read, "amount", &contract(2, "a")), Level::View);
    assert_eq!(level(&read, "amount", &contract(1, "b")), Level::None);
    assert!(policy.permit_to_read(&me, &[], &form, &[grant]).is_some());
    assert!(policy.permit_to_read(&me, &[], &form, &[]).is_none());
}

#[test]
fn decisions_are_remembered_without_being_mixed_up() {
    let policy = policy(document(json!([
        role("sales", json!({"forms": {"contract": {"read": "own"}}})),
        role("boss", json!({"forms": {"contract": {"read": "*"}}})),
    ])));
    let (me, form) = (person(1, None, &[]), key("contract"));
    for _ in 0..3 {
        let boss = policy.permit(&me, &keys(&["boss", "sales", "boss"]), &form, Act::Read).unwrap();
        assert_eq!(boss.scope(), &Scope::Everything);
        let other = policy.permit(&person(2, None, &[]), &keys(&["sales"]), &form, Act::Read);
        assert!(sees(other.as_ref(), &contract(2, "a")) && !sees(other.as_ref(), &contract(1, "a")));
    }
}
