//! The policy against an interpreter that reads the document record by record, without algebra and without casbin.

use proptest::prelude::*;

use super::*;
use crate::{RoleSpec, ScopeRef, sample::roles};

#[derive(Debug, Clone)]
struct Case {
    document: Json,
    held: Vec<&'static str>,
    user: i64,
    dept: Option<i64>,
    records: Vec<Contract>,
}

const ROLES: [&str; 3] = ["red", "green", "everyone"];

fn filter() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(json!({"field": "_owner", "op": "eq", "value": {"var": "me"}})),
        Just(json!({"field": "_dept", "op": "eq", "value": {"var": "my_dept"}})),
        Just(json!({"field": "kind", "op": "eq", "value": "a"})),
        Just(json!({"field": "kind", "op": "ne", "value": "b"})),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(|parts| json!({"and": parts})),
            proptest::collection::vec(inner.clone(), 0..3).prop_map(|parts| json!({"or": parts})),
            inner.prop_map(|part| json!({"not": part})),
        ]
    })
}

fn role_document(name: &'static str) -> impl Strategy<Value = Json> {
    let scope = || prop::option::of(prop::sample::select(vec!["*", "own", "dept", "one", "two", "unknown"]));
    let level = prop::sample::select(vec!["none", "mask", "view", "edit"]);
    let line = (prop::option::of(filter()), level)
        .prop_map(|(when, level)| json!({"group": "fee", "when": when, "level": level}));
    let deny = (prop::option::of(filter()), any::<bool>()).prop_map(|(when, group)| {
        if group { json!({"group": "fee", "when": when}) } else { json!({"acts": ["read"], "when": when}) }
    });
    let denies = prop_oneof![3 => Just(Vec::new()), 1 => proptest::collection::vec(deny, 1..3)];
    (scope(), scope(), proptest::collection::vec(line, 0..3), denies).prop_map(move |(read, update, lines, denies)| {
        role(name, json!({"forms": {"contract": {"read": read, "update": update}}, "groups": lines, "deny": denies}))
    })
}

fn record() -> impl Strategy<Value = Contract> {
    let kind = prop::sample::select(vec!["a", "b", "c"]);
    (1i64..3, 1i64..3, prop::option::of(10i64..12), kind).prop_map(|(owner, creator, dept, kind)| Contract {
        owner,
        creator,
        dept,
        kind,
    })
}

fn case() -> impl Strategy<Value = Case> {
    let documents = ROLES.map(role_document);
    let held = proptest::sample::subsequence(ROLES.to_vec(), 0..=3);
    (documents, filter(), filter(), held, 1i64..3, prop::option::of(10i64..12), proptest::collection::vec(record(), 8))
        .prop_map(|(roles, one, two, held, user, dept, records)| {
            let mut document = document(json!(roles));
            document["scopes"] = json!([
                {"key": "one", "name": {"en": "1"}, "filters": {"*": one}},
                {"key": "two", "name": {"en": "2"}, "filters": {"contract": two, "project": one}},
            ]);
            Case { document, held, user, dept, records }
        })
}

/// Yes, no, or unknown because the subject has no department: three truths instead of polarity.
fn truth(filter: &Filter, record: &Contract, subject: &Subject) -> Option<bool> {
    use mortise_model::{Operand, Variable};
    let all = |parts: &[Filter]| parts.iter().map(|part| truth(part, record, subject)).collect::<Vec<_>>();
    match filter {
        Filter::And(parts) if all(parts).contains(&Some(false)) => Some(false),
        Filter::Or(parts) if all(parts).contains(&Some(true)) => Some(true),
        Filter::And(parts) | Filter::Or(parts) if all(parts).contains(&None) => None,
        Filter::And(_) => Some(true),
        Filter::Or(_) => Some(false),
        Filter::Not(part) => truth(part, record, subject).map(|truth| !truth),
        Filter::Compare { value: Operand::Var(Variable::MyDept), .. } if subject.dept.is_none() => None,
        other => Some(holds(other, record, subject)),
    }
}

struct Naive<'a> {
    spec: &'a RolesSpec,
    held: Vec<&'a RoleSpec>,
    subject: Subject,
}

impl Naive<'_> {
    fn opens(&self, scope: &ScopeRef, record: &Contract) -> bool {
        let ScopeRef::Scope(name) = scope else { return true };
        let me = self.subject.user.unwrap().raw();
        let mine = record.owner == me || record.creator == me;
        match name.as_str() {
            "own" => mine,
            "dept" => mine || (self.subject.dept.is_some() && self.subject.dept.map(|id| id.raw()) == record.dept),
            _ => crate::scopes::find(self.spec, name, &key("contract"))
                .is_some_and(|filter| truth(&filter, record, &self.subject) == Some(true)),
        }
    }

    fn may(&self, act: Act, record: &Contract) -> bool {
        let allowed = |role: &&RoleSpec| {
            let scope = role.rights(&key("contract")).and_then(|rights| rights.get(act));
            scope.is_some_and(|scope| self.opens(scope, record))
        };
        self.held.iter().any(allowed) && !self.denied(record, |deny| deny.acts.contains(&act))
    }

    fn denied(&self, record: &Contract, about: impl Fn(&crate::DenySpec) -> bool) -> bool {
        let hits = |when: &Filter| truth(when, record, &self.subject) != Some(false);
        let mut lines = self.held.iter().flat_map(|role| &role.deny);
        lines.any(|deny| about(deny) && deny.when.as_ref().is_none_or(hits))
    }

    fn level(&self, record: &Contract) -> Vec<Level> {
        let denied = self.denied(record, |deny| deny.group.is_some());
        let best = |reading: fn(Option<bool>) -> bool| {
            let of_role = |role: &&RoleSpec| {
                let fits = |line: &&crate::GroupRight| {
                    line.when.as_ref().is_none_or(|when| reading(truth(when, record, &self.subject)))
                };
                role.groups.iter().find(fits).map_or(Level::None, |line| line.level)
            };
            self.held.iter().map(of_role).max().unwrap_or(Level::None)
        };
        if denied {
            return vec![Level::None];
        }
        vec![best(|truth| truth == Some(true)), best(|truth| truth != Some(false))]
    }
}

proptest! {
    #[test]
    fn the_policy_says_what_the_document_says(case in case()) {
        let spec = roles(case.document.clone());
        let policy = policy(case.document);
        let subject = person(case.user, case.dept, &[]);
        let held = spec.roles.iter().filter(|role| role.key == "everyone" || case.held.contains(&role.key.as_str()));
        let naive = Naive { spec: &spec, held: held.collect(), subject: subject.clone() };
        for act in [Act::Read, Act::Update] {
            let permit = policy.permit(&subject, &keys(&case.held), &key("contract"), act);
            for record in &case.records {
                prop_assert_eq!(sees(permit.as_ref(), record), naive.may(act, record), "{:?} {:?}", act, record);
                let Some(permit) = &permit else { continue };
                let (given, expected) = (level(permit, "amount", record), naive.level(record));
                let most = act.level();
                if case.dept.is_some() || expected.len() == 1 {
                    prop_assert_eq!(given, expected[0].min(most), "{:?} {:?}", act, record);
                } else {
                    // With something unknown, no reading of it may give less than what is opened.
                    prop_assert!(given <= expected.iter().max().copied().unwrap().min(most), "{:?} {:?}", act, record);
                }
            }
        }
    }
}
