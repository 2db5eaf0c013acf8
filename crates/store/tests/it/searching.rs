//! Searches find exactly what looking at each record would find, and their index follows what is written.

use std::{collections::BTreeMap, sync::Arc};

use mortise_access::{Act, FieldGroups, Membership, Permit, Policy, Subject, read_roles};
use mortise_expr::{holds_word, initials, initials_alike, search_words};
use mortise_model::{AppShape, FormShape, Id, Key, Storage, Value, Values};
use mortise_store::{
    Binned, Count, ReadPlan, Tenant, ddl, records,
    search_index::{self, Progress},
};
use serde_json::json;

use crate::{
    backends::{key, now, on_each_backend},
    differential::{Dice, seed},
    shapes::{app, field, form, ids, moment, record, values},
};

const RECORDS: i64 = 240;
const SEARCHES: usize = 250;
const SEARCHED: [&str; 4] = ["no", "name", "fee", "tags"];
const LETTERS: &str = "张三丰导演王五组重庆长曾单行A组aBzZs组kK\u{212a}ıİßẞ张三01９９０-_%*?[]^\\'\"!#.:=(){}|+$（）！＊？［，。、Ａｂ。·🎬é\u{301}\t\n 　";

/// What stands in a database, by the records' numbers: the values, and whether they are in the bin.
type World = BTreeMap<i64, (Values, bool)>;

fn note() -> FormShape {
    let text = |name| field(name, Storage::Text);
    let mut note = form("note", [text("no"), text("name"), text("fee"), text("kind"), field("tags", Storage::List)]);
    note.search = SEARCHED.map(key).to_vec();
    note
}

/// A member sees no `no`, the `fee` of sales only, and nothing that is far.
fn member(app: &AppShape) -> Permit {
    let name = |text: &str| json!({"en": text});
    let near = json!({"field": "kind", "op": "ne", "value": "far"});
    let roles = json!({"version": 1,
        "groups": [{"key": "secret", "name": name("Secret")}, {"key": "fee", "name": name("Fees")}],
        "scopes": [{"key": "near", "name": name("Near"), "filters": {"note": near}}],
        "roles": [{"key": "member", "name": name("Member"), "forms": {"note": {"read": "near"}},
            "groups": [{"group": "fee", "when": {"field": "kind", "op": "eq", "value": "sale"}, "level": "view"}]}]});
    let mut groups = FieldGroups::new();
    groups.insert(key("note"), "no", Membership { group: key("secret"), when: None });
    groups.insert(key("note"), "fee", Membership { group: key("fee"), when: None });
    let policy = Policy::compile(key("crm"), app, Arc::new(read_roles(&roles).unwrap()), &groups);
    let me = Subject { user: Some(Id::from_raw(21)), ..Subject::default() };
    policy.permit(&me, &[key("member")], &key("note"), Act::Read).unwrap()
}

fn shows(values: &Values, field: &str) -> bool {
    match field {
        "no" => false,
        "fee" => values.get("kind") == Some(&Value::Text("sale".into())),
        _ => true,
    }
}

fn some_text(dice: &mut Dice, most: usize) -> String {
    let letters: Vec<char> = LETTERS.chars().collect();
    let wanted = dice.roll(most);
    (0..wanted).map(|_| dice.pick(&letters)).collect()
}

fn some_value(dice: &mut Dice, name: &str) -> Value {
    match name {
        "kind" => Value::Text(dice.pick(&["sale", "rent", "far"]).to_owned()),
        "tags" => Value::List((0..dice.roll(3)).map(|_| format!("标{}", some_text(dice, 5))).collect()),
        _ => match some_text(dice, 14) {
            text if text.is_empty() => Value::Null,
            text => Value::Text(text),
        },
    }
}

fn some_values(dice: &mut Dice) -> Values {
    values(["no", "name", "fee", "kind", "tags"].map(|name| (name, some_value(dice, name))))
}

fn texts<'v>(values: &'v Values, field: &str) -> Vec<&'v str> {
    match values.get(field) {
        Some(Value::Text(text)) => vec![text],
        Some(Value::List(list)) => list.iter().map(String::as_str).collect(),
        _ => vec![],
    }
}

/// A part of what stands somewhere, or of its initials, sometimes two; and now and then anything else.
fn some_search(dice: &mut Dice, world: &World) -> String {
    if dice.chance(12) {
        return some_text(dice, 4);
    }
    let stored: Vec<&Values> = world.values().map(|(values, _)| values).collect();
    let words = (0..=dice.roll(3) / 2).map(|_| {
        let (values, field) = (dice.pick(&stored), dice.pick(&SEARCHED));
        let mut text = texts(values, field).first().copied().unwrap_or("张").to_owned();
        if dice.chance(3) {
            text = initials(&text).unwrap_or(text);
            // Where one character stands for several initials, one of these.
            let letter = |c: char| {
                if c.is_ascii() {
                    c
                } else {
                    ('a'..='z').find(|l| initials_alike(*l).unwrap().contains(c)).unwrap_or(c)
                }
            };
            text = text.chars().map(letter).collect();
        }
        let (from, length) = (dice.roll(6), 1 + dice.roll(4));
        let part: String = text.chars().skip(from).take(length).collect();
        if dice.chance(4) { part.to_uppercase() } else { part }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What looking at each record finds.
fn brute(world: &World, search: &str, binned: bool, sees: &dyn Fn(&Values, &str) -> bool) -> Vec<i64> {
    let words = search_words(search);
    let fits = |values: &Values| {
        words.iter().all(|word| {
            let seen = SEARCHED.iter().filter(|field| sees(values, field));
            seen.flat_map(|field| texts(values, field)).any(|text| holds_word(text, word))
        })
    };
    world.iter().filter(|(_, (values, gone))| *gone == binned && fits(values)).map(|(id, _)| *id).collect()
}

/// Writes, changes, bins, restores and purges.
async fn fill(tenant: &Tenant, note: &FormShape, dice: &mut Dice) -> World {
    let mut world = World::new();
    let tx = tenant.write_alone().await.unwrap();
    ddl::apply_form(&tx, None, note).await.unwrap();
    let new: Vec<_> = (1..=RECORDS).map(|id| record(id, some_values(dice))).collect();
    world.extend(new.iter().map(|record| (record.id.raw(), (record.values.clone(), false))));
    let (late, early) = new.split_at(100);
    records::insert(&tx, note, early, &ids()).await.unwrap();
    tx.commit().await.unwrap();
    let tx = tenant.write().await.unwrap();
    records::insert(&tx, note, late, &ids()).await.unwrap();
    for no in 1..=RECORDS {
        let id = Id::from_raw(no);
        match dice.roll(6) {
            0 => {
                let field = dice.pick(&["no", "name", "fee", "kind", "tags"]);
                let changed = values([(field, some_value(dice, field))]);
                tx.mark().await.unwrap();
                records::update(&tx, note, &change(id, changed.clone()), &ids()).await.unwrap();
                if dice.chance(4) {
                    tx.undo().await.unwrap();
                } else {
                    tx.keep().await.unwrap();
                    world.get_mut(&no).unwrap().0.extend(changed);
                }
            }
            1 => {
                let version = records::delete(&tx, note, id, 1, (now(), None)).await.unwrap();
                assert_eq!(version, 2);
                if dice.chance(2) {
                    records::restore(&tx, note, id, (now(), None)).await.unwrap();
                } else if dice.chance(2) {
                    records::purge(&tx, note, &[id]).await.unwrap();
                    world.remove(&no);
                } else {
                    world.get_mut(&no).unwrap().1 = true;
                }
            }
            _ => {}
        }
    }
    tx.commit().await.unwrap();
    world
}

fn change(id: Id, values: Values) -> records::Update {
    records::Update {
        id,
        version: 1,
        form_version: 1,
        at: now(),
        by: None,
        owner: None,
        dept: None,
        flow_state: None,
        values,
    }
}

async fn ids_of(tenant: &Tenant, plan: &ReadPlan<'_>, what: &str) -> Vec<i64> {
    let found = plan.ids(tenant.reader(), 100_000).await.unwrap_or_else(|error| panic!("{what}: {error:?}"));
    found.into_iter().map(Id::raw).collect()
}

#[tokio::test]
async fn a_search_finds_what_looking_at_each_record_finds() {
    on_each_backend(async |tenant| {
        let mut dice = Dice(seed());
        let note = note();
        let world = fill(&tenant, &note, &mut dice).await;
        let app = app([note]);
        assert_eq!(search_index::unfinished(tenant.reader(), &key("crm")).await.unwrap(), Vec::<Key>::new());
        let (everything, some) = (Permit::system(key("note"), Act::Read), member(&app));
        let in_scope = |values: &Values| values.get("kind") != Some(&Value::Text("far".into()));
        let near: World =
            world.iter().filter(|(_, (values, _))| in_scope(values)).map(|(id, at)| (*id, at.clone())).collect();
        let (mut n_found, mut n_hidden) = (0, 0);
        for round in 0..SEARCHES {
            let search = some_search(&mut dice, &world);
            let what = format!("round {round}: {search:?}");
            let binned = dice.chance(5);
            for (permit, expected) in [
                (&everything, brute(&world, &search, binned, &|_, _| true)),
                (&some, brute(&near, &search, binned, &shows)),
            ] {
                let plan = ReadPlan::new(&app, permit, moment()).unwrap().search(&search).limit(50);
                let plan = plan.binned(if binned { Binned::Only } else { Binned::Without });
                assert_eq!(ids_of(&tenant, &plan, &what).await, expected, "{what}");
                for count in [Count::Exact, Count::Fast] {
                    let counted = plan.count(tenant.reader(), count).await.unwrap();
                    assert_eq!((counted.count, counted.is_exact), (expected.len() as u64, true), "{what}");
                }
                n_found += expected.len();
            }
            n_hidden += brute(&near, &search, binned, &|_, _| true).len() - brute(&near, &search, binned, &shows).len();
        }
        assert!(n_found > 3_000, "the searches find too little to prove anything: {n_found}");
        assert!(n_hidden > 100, "too little of it is hidden: {n_hidden}");
    })
    .await;
}

#[tokio::test]
async fn what_is_in_very_many_records_is_found_page_by_page() {
    on_each_backend(async |tenant| {
        let note = note();
        let name = |no: i64| {
            format!("{}公司{no}号{}", if no % 2 == 0 { "北京" } else { "上海" }, if no % 900 == 0 { "丙" } else { "" })
        };
        let new: Vec<_> = (1..=11_000).map(|no| record(no, values([("name", Value::Text(name(no)))]))).collect();
        let tx = tenant.write_alone().await.unwrap();
        ddl::apply_form(&tx, None, &note).await.unwrap();
        records::insert(&tx, &note, &new, &ids()).await.unwrap();
        ddl::count_anew(&tx, &note).await.unwrap();
        tx.commit().await.unwrap();
        let app = app([note]);
        let permit = Permit::system(key("note"), Act::Read);
        for search in ["公", "公司", "gs", "公司 北京", "丙", "10号", "公司 丙 bj"] {
            let words = search_words(search);
            let fits = |no: &i64| words.iter().all(|word| holds_word(&name(*no), word));
            let expected: Vec<i64> = (1..=11_000).filter(fits).collect();
            assert!(!expected.is_empty(), "{search}");
            let plan = ReadPlan::new(&app, &permit, moment()).unwrap().search(search).limit(500);
            assert_eq!(ids_of(&tenant, &plan, search).await, expected, "{search}");
            let (exact, fast) = (Count::Exact, Count::Fast);
            assert_eq!(plan.count(tenant.reader(), exact).await.unwrap().count, expected.len() as u64, "{search}");
            let counted = plan.count(tenant.reader(), fast).await.unwrap();
            assert_eq!(counted.is_exact, expected.len() <= 10_000, "{search}");
        }
    })
    .await;
}

#[tokio::test]
async fn records_that_were_there_before_their_index_are_taken_in_step_by_step() {
    on_each_backend(async |tenant| {
        let new = note();
        let old = FormShape { search: vec![key("fee")], ..new.clone() };
        let name = |no: i64| values([("name", Value::Text(format!("张三{no}")))]);
        let all: Vec<_> = (1..=2_500).map(|no| record(no, name(no))).collect();
        let tx = tenant.write_alone().await.unwrap();
        ddl::apply_form(&tx, None, &old).await.unwrap();
        records::insert(&tx, &old, &all, &ids()).await.unwrap();
        ddl::apply_form(&tx, Some(&old), &new).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(search_index::unfinished(tenant.reader(), &key("crm")).await.unwrap(), [key("note")]);

        let app = app([new.clone()]);
        let permit = Permit::system(key("note"), Act::Read);
        let found = async |search: &str| {
            let plan = ReadPlan::new(&app, &permit, moment()).unwrap().search(search);
            ids_of(&tenant, &plan, search).await
        };
        assert_eq!(found("张三2500").await, [2500], "what is not whole yet is not asked");

        let step = async || {
            let tx = tenant.write().await.unwrap();
            let progress = search_index::build_some(&tx, &new).await.unwrap();
            tx.commit().await.unwrap();
            progress
        };
        assert_eq!(step().await, Progress::Built(1_000));
        let tx = tenant.write().await.unwrap();
        for (no, text) in [(7, "李四七"), (2_400, "李四早")] {
            let text = values([("name", Value::Text(text.into()))]);
            records::update(&tx, &new, &change(Id::from_raw(no), text), &ids()).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(
            [step().await, step().await, step().await],
            [Progress::Built(1_000), Progress::Built(500), Progress::Whole]
        );
        assert_eq!(search_index::unfinished(tenant.reader(), &key("crm")).await.unwrap(), Vec::<Key>::new());
        assert_eq!(found("ls").await, [7, 2_400]);
        assert_eq!(found("zs2400").await, Vec::<i64>::new());
        assert_eq!(found("zs2500").await, [2_500]);

        // The same definition again leaves the index as it is, none takes it away.
        let tx = tenant.write_alone().await.unwrap();
        ddl::apply_form(&tx, Some(&new), &new).await.unwrap();
        assert_eq!(search_index::unfinished(&tx, &key("crm")).await.unwrap(), Vec::<Key>::new());
        let none = FormShape { search: vec![], ..new.clone() };
        ddl::apply_form(&tx, Some(&new), &none).await.unwrap();
        records::insert(&tx, &none, &[record(9_000, name(9_000))], &ids()).await.unwrap();
        assert_eq!(search_index::unfinished(&tx, &key("crm")).await.unwrap(), Vec::<Key>::new());
        tx.commit().await.unwrap();
    })
    .await;
}
