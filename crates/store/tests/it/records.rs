//! What is written comes back, in every storage and on both databases.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use mortise_model::{Decimal, FormShape, Id, Row, Storage, Value, Values};
use mortise_store::{
    Error, Tenant, ddl,
    records::{self, Stored, Update},
};
use serde_json::json;

use crate::{
    backends::{after, key, now, on_each_backend},
    shapes::{contract, field, form, ids, project, record, unique, values},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn full() -> Values {
    let row = |id: i64, what: &str, price: i64, people: &[i64]| Row {
        id: Some(Id::from_raw(id)),
        values: values([
            ("what", Value::Text(what.into())),
            ("price", Value::Decimal(Decimal::new(price, 2))),
            ("people", Value::Refs(people.iter().map(|id| Id::from_raw(*id)).collect())),
        ]),
    };
    values([
        ("no", Value::Text("HT-2026-0001".into())),
        ("name", Value::Text("《长夜》 聘用合同 ' \" ; --".into())),
        ("amount", Value::Decimal("92233720368547758.07".parse().unwrap())),
        ("rate", Value::Decimal("-0.0001".parse().unwrap())),
        ("count", Value::Int(i64::MIN)),
        ("urgent", Value::Bool(true)),
        ("signed", Value::Date(day("2026-02-28"))),
        ("starts", Value::Time(NaiveTime::from_hms_opt(9, 30, 0).unwrap())),
        ("met", Value::Instant(at("2026-06-01T01:02:03.456Z"))),
        ("period", Value::DateRange { start: day("2026-01-01"), end: day("2026-12-31") }),
        ("shoot", Value::InstantRange { start: at("1969-12-31T23:59:59.999Z"), end: at("2026-06-01T00:00:00Z") }),
        ("tags", Value::List(vec!["急".into(), "a\"b".into()])),
        ("extra", Value::Json(json!({"z": 1, "a": [true, null, "x"], "深": {"b": "1.50"}}))),
        ("project", Value::Ref(Id::from_raw(7))),
        ("owner", Value::Ref(Id::from_raw(i64::MAX))),
        ("others", Value::Refs(vec![Id::from_raw(9), Id::from_raw(8)])),
        ("items", Value::Rows(vec![row(101, "灯光", 1050, &[5, 4]), row(100, "机位", -1, &[])])),
    ])
}

async fn with_tables(tenant: &Tenant, forms: &[&FormShape]) {
    let tx = tenant.write_alone().await.unwrap();
    for form in forms {
        ddl::apply_form(&tx, None, form).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn stored(tenant: &Tenant, form: &FormShape, id: i64) -> Stored {
    records::load(tenant.reader(), form, Id::from_raw(id)).await.unwrap().expect("the record is there")
}

fn without_blanks(values: Values) -> Values {
    values.into_iter().filter(|(_, value)| !value.is_blank()).collect()
}

fn change(stored: &Stored, values: Values) -> Update {
    Update {
        id: stored.id,
        version: stored.version,
        form_version: 2,
        at: after(60),
        by: Some(Id::from_raw(3)),
        owner: stored.system.owner,
        dept: stored.system.dept,
        flow_state: stored.system.flow_state.clone(),
        values,
    }
}

#[tokio::test]
async fn every_storage_comes_back_as_it_was_written() {
    on_each_backend(async |tenant| {
        let form = contract();
        with_tables(&tenant, &[&form]).await;
        let tx = tenant.write().await.unwrap();
        let mut blank = record(2, Values::new());
        blank.owner = Some(Id::from_raw(11));
        blank.flow_state = Some("running".to_owned());
        records::insert(&tx, &form, &[record(1, full()), blank], &ids()).await.unwrap();
        tx.commit().await.unwrap();

        let one = stored(&tenant, &form, 1).await;
        let mut expected = full();
        // A blank list in a row is stored as nothing.
        if let Some(Value::Rows(rows)) = expected.get_mut("items") {
            rows[1].values.insert(key("people"), Value::Null);
        }
        assert_eq!(one.values, expected);
        assert_eq!((one.version, one.form_version), (1, 1));
        assert_eq!(one.system.created_at, Some(now()));

        let two = stored(&tenant, &form, 2).await;
        assert!(two.values.values().all(Value::is_blank), "{:?}", two.values);
        assert_eq!(two.values.len(), form.fields.len());
        assert_eq!(two.system.owner, Some(Id::from_raw(11)));
        assert_eq!(two.system.flow_state.as_deref(), Some("running"));
    })
    .await;
}

#[tokio::test]
async fn a_value_that_does_not_fit_is_refused_and_nothing_is_written() {
    on_each_backend(async |tenant| {
        let form = contract();
        with_tables(&tenant, &[&form]).await;
        let wrong = [
            ("amount", Value::Decimal("92233720368547758.08".parse().unwrap())),
            ("name", Value::Text("nul \0 inside".into())),
            ("tags", Value::List(vec!["nul \0 inside".into()])),
            ("signed", Value::Date(NaiveDate::from_ymd_opt(10000, 1, 1).unwrap())),
            ("urgent", Value::Text("yes".into())),
        ];
        for (name, value) in wrong {
            let tx = tenant.write().await.unwrap();
            let result = records::insert(&tx, &form, &[record(1, values([(name, value)]))], &ids()).await;
            assert!(matches!(&result, Err(Error::OutOfRange { field }) if field == name), "{name}: {result:?}");
            tx.rollback().await.unwrap();
        }
        assert!(records::load(tenant.reader(), &form, Id::from_raw(1)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_change_needs_the_version_that_is_there() {
    on_each_backend(async |tenant| {
        let form = contract();
        with_tables(&tenant, &[&form]).await;
        let tx = tenant.write().await.unwrap();
        records::insert(&tx, &form, &[record(1, full())], &ids()).await.unwrap();
        tx.commit().await.unwrap();
        let before = stored(&tenant, &form, 1).await;

        let named = values([("name", Value::Text("新名".into())), ("tags", Value::Null)]);
        let tx = tenant.write().await.unwrap();
        assert_eq!(records::update(&tx, &form, &change(&before, named.clone()), &ids()).await.unwrap(), 2);
        let again = records::update(&tx, &form, &change(&before, named), &ids()).await;
        assert!(matches!(again, Err(Error::Stale(id)) if id == before.id), "{again:?}");
        tx.commit().await.unwrap();

        let now_there = stored(&tenant, &form, 1).await;
        assert_eq!((now_there.version, now_there.form_version), (2, 2));
        assert_eq!(now_there.system.updated_at, Some(after(60)));
        assert_eq!(now_there.system.updated_by, Some(Id::from_raw(3)));
        assert_eq!(now_there.system.created_at, before.system.created_at);
        assert_eq!(now_there.values["name"], Value::Text("新名".into()));
        assert_eq!(now_there.values["tags"], Value::Null);
        assert_eq!(now_there.values["amount"], before.values["amount"], "what was not named stays");
        assert_eq!(now_there.values["items"], before.values["items"]);
    })
    .await;
}

#[tokio::test]
async fn rows_are_kept_changed_added_and_removed_by_their_ids() {
    on_each_backend(async |tenant| {
        let form = contract();
        with_tables(&tenant, &[&form]).await;
        let tx = tenant.write().await.unwrap();
        records::insert(&tx, &form, &[record(1, full()), record(2, full_of_other_rows())], &ids()).await.unwrap();
        tx.commit().await.unwrap();

        let row = |id: Option<i64>, what: &str, people: &[i64]| Row {
            id: id.map(Id::from_raw),
            values: values([
                ("what", Value::Text(what.into())),
                ("people", Value::Refs(people.iter().map(|id| Id::from_raw(*id)).collect())),
            ]),
        };
        let rows = Value::Rows(vec![row(None, "新", &[1]), row(Some(101), "灯光二", &[4, 6])]);
        let before = stored(&tenant, &form, 1).await;
        let tx = tenant.write().await.unwrap();
        records::update(&tx, &form, &change(&before, values([("items", rows)])), &ids()).await.unwrap();
        tx.commit().await.unwrap();

        let Value::Rows(rows) = stored(&tenant, &form, 1).await.values["items"].clone() else { panic!("rows") };
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].values["what"], Value::Text("新".into()));
        assert_ne!(rows[0].id, Some(Id::from_raw(100)));
        assert_eq!(rows[1].id, Some(Id::from_raw(101)));
        assert_eq!(rows[1].values["price"], Value::Null, "a row is written whole");
        assert_eq!(rows[1].values["people"], Value::Refs(vec![Id::from_raw(4), Id::from_raw(6)]));
        let Value::Rows(others) = stored(&tenant, &form, 2).await.values["items"].clone() else { panic!("rows") };
        assert_eq!(others.len(), 1, "the rows of other records stay");
    })
    .await;
}

fn full_of_other_rows() -> Values {
    let row = Row { id: Some(Id::from_raw(500)), values: values([("what", Value::Text("别".into()))]) };
    values([("items", Value::Rows(vec![row]))])
}

#[tokio::test]
async fn the_recycle_bin_takes_and_gives_back() {
    on_each_backend(async |tenant| {
        let mut form = project();
        form.unique_keys = vec![unique(&["name"])];
        with_tables(&tenant, &[&form]).await;
        let named = |id| record(id, values([("name", Value::Text("长夜".into()))]));
        let tx = tenant.write().await.unwrap();
        records::insert(&tx, &form, &[named(1)], &ids()).await.unwrap();
        assert!(matches!(
            records::delete(&tx, &form, Id::from_raw(1), 9, (after(1), None)).await,
            Err(Error::Stale(_))
        ));
        assert_eq!(records::delete(&tx, &form, Id::from_raw(1), 1, (after(1), None)).await.unwrap(), 2);
        assert!(records::load(&tx, &form, Id::from_raw(1)).await.unwrap().is_none());
        let binned = records::load_binned(&tx, &form, Id::from_raw(1)).await.unwrap().unwrap();
        assert_eq!(binned.system.deleted_at, Some(after(1)));
        // Its name is free meanwhile.
        records::insert(&tx, &form, &[named(2)], &ids()).await.unwrap();
        tx.commit().await.unwrap();

        let tx = tenant.write().await.unwrap();
        let taken = records::restore(&tx, &form, Id::from_raw(1), (after(2), None)).await;
        assert!(matches!(&taken, Err(Error::NotUnique { fields }) if *fields == [key("name")]), "{taken:?}");
        tx.rollback().await.unwrap();

        let tx = tenant.write().await.unwrap();
        assert_eq!(records::purge(&tx, &form, &[Id::from_raw(2)]).await.unwrap(), 1);
        assert_eq!(records::restore(&tx, &form, Id::from_raw(1), (after(2), None)).await.unwrap(), 3);
        tx.commit().await.unwrap();
        assert_eq!(stored(&tenant, &form, 1).await.system.deleted_at, None);
    })
    .await;
}

#[tokio::test]
async fn unique_keys_hold_among_live_records_where_their_condition_does() {
    on_each_backend(async |tenant| {
        let mut form = form(
            "seat",
            [
                field("hall", Storage::Text),
                field("row", Storage::Int),
                field("on", Storage::Bool),
                field("day", Storage::Date),
                field("period", Storage::DateRange),
                field("kind", Storage::Text),
            ],
        );
        let mut blank_equal = unique(&["row", "on", "day"]);
        blank_equal.blank_equal = true;
        let mut conditional = unique(&["kind"]);
        conditional.when =
            Some(serde_json::from_value(json!({"field": "hall", "op": "in", "value": ["A", "O'Hara"]})).unwrap());
        form.unique_keys = vec![unique(&["hall", "period"]), blank_equal, conditional];
        with_tables(&tenant, &[&form]).await;
        let text = |text: &str| Value::Text(text.into());
        let period = || Value::DateRange { start: day("2026-01-01"), end: day("2026-01-02") };
        let mut next = 0;
        let mut put = async |entries: Vec<(&'static str, Value)>| {
            next += 1;
            // What the blank-equal key compares differs, unless the case sets it.
            let mut all = values([("row", Value::Int(next)), ("on", Value::Null)]);
            all.extend(values(entries));
            let tx = tenant.write().await.unwrap();
            let result = records::insert(&tx, &form, &[record(next, all)], &ids()).await;
            match &result {
                Ok(()) => tx.commit().await.unwrap(),
                Err(_) => tx.rollback().await.unwrap(),
            }
            result
        };
        put(vec![("hall", text("X")), ("period", period())]).await.unwrap();
        put(vec![("hall", text("X"))]).await.unwrap();
        put(vec![("hall", text("X"))]).await.expect("two blanks are not equal here");
        let taken = put(vec![("hall", text("X")), ("period", period())]).await.unwrap_err();
        assert!(matches!(&taken, Error::NotUnique { fields } if *fields == [key("hall"), key("period")]), "{taken:?}");

        put(vec![("row", Value::Null), ("on", Value::Null), ("day", Value::Null)]).await.unwrap();
        let taken = put(vec![("row", Value::Null), ("on", Value::Null), ("day", Value::Null)]).await.unwrap_err();
        assert!(
            matches!(&taken, Error::NotUnique { fields } if *fields == [key("row"), key("on"), key("day")]),
            "{taken:?}"
        );
        put(vec![("row", Value::Null), ("on", Value::Bool(false))]).await.expect("blank is not false");

        put(vec![("hall", text("O'Hara")), ("kind", text("k"))]).await.unwrap();
        put(vec![("hall", text("Z")), ("kind", text("k"))]).await.expect("outside the condition");
        let taken = put(vec![("hall", text("A")), ("kind", text("k"))]).await.unwrap_err();
        assert!(matches!(&taken, Error::NotUnique { fields } if *fields == [key("kind")]), "{taken:?}");
    })
    .await;
}

#[tokio::test]
async fn many_records_go_in_at_once() {
    on_each_backend(async |tenant| {
        let form = contract();
        with_tables(&tenant, &[&form]).await;
        let many: Vec<_> = (1..=1500)
            .map(|n| {
                let row = Row { id: None, values: values([("what", Value::Text(format!("w{n}")))]) };
                let mut all = values([("no", Value::Text(format!("HT-{n}")))]);
                all.extend(values([
                    ("others", Value::Refs(vec![Id::from_raw(n), Id::from_raw(n + 1)])),
                    ("items", Value::Rows(vec![row])),
                ]));
                record(n, all)
            })
            .collect();
        let tx = tenant.write_alone().await.unwrap();
        records::insert(&tx, &form, &many, &ids()).await.unwrap();
        tx.commit().await.unwrap();
        let all: Vec<Id> = (1..=1500).map(Id::from_raw).collect();
        let stored = records::load_many(tenant.reader(), &form, &all).await.unwrap();
        assert_eq!(stored.len(), 1500);
        let last = without_blanks(stored.into_iter().find(|one| one.id.raw() == 1500).unwrap().values);
        assert_eq!(last["no"], Value::Text("HT-1500".into()));
        assert_eq!(last["others"], Value::Refs(vec![Id::from_raw(1500), Id::from_raw(1501)]));
        let Value::Rows(rows) = &last["items"] else { panic!("rows") };
        assert_eq!(rows[0].values["what"], Value::Text("w1500".into()));
        assert!(rows[0].id.is_some(), "a row without an id gets one");
    })
    .await;
}
