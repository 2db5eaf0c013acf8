//! The tables of forms follow the definition, with the data in them.

use mortise_model::{Decimal, FormShape, Id, Storage, Target, Value, Values};
use mortise_store::{ConnectionTrait, Error, Tenant, ddl, records};
use sea_orm::Statement;

use crate::{
    backends::{key, on_each_backend},
    shapes::{field, form, ids, indexed, record, subform, unique, values},
};

async fn apply(tenant: &Tenant, old: Option<&FormShape>, new: &FormShape) -> Result<(), Error> {
    let tx = tenant.write_alone().await.unwrap();
    ddl::apply_form(&tx, old, new).await?;
    tx.commit().await
}

async fn put(tenant: &Tenant, form: &FormShape, id: i64, values: Values) {
    let tx = tenant.write().await.unwrap();
    records::insert(&tx, form, &[record(id, values)], &ids()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn values_of(tenant: &Tenant, form: &FormShape, id: i64) -> Values {
    records::load(tenant.reader(), form, Id::from_raw(id)).await.unwrap().unwrap().values
}

fn decimal(text: &str) -> Value {
    Value::Decimal(text.parse::<Decimal>().unwrap())
}

#[tokio::test]
async fn a_form_grows_and_its_records_stay() {
    on_each_backend(async |tenant| {
        let old = form("thing", [field("name", Storage::Text), subform("items", [field("what", Storage::Text)])]);
        apply(&tenant, None, &old).await.unwrap();
        put(&tenant, &old, 1, values([("name", Value::Text("first".into()))])).await;

        let new = form(
            "thing",
            [
                field("name", Storage::Text),
                indexed("price", Storage::Decimal { scale: 2 }),
                field("period", Storage::DateRange),
                field("people", Storage::RefList(Target::User)),
                subform("items", [field("what", Storage::Text), field("who", Storage::RefList(Target::User))]),
                subform("more", [field("n", Storage::Int)]),
            ],
        );
        apply(&tenant, Some(&old), &new).await.unwrap();
        apply(&tenant, Some(&new), &new).await.expect("the same again changes nothing");
        assert_eq!(values_of(&tenant, &new, 1).await["name"], Value::Text("first".into()));
        let people = Value::Refs(vec![Id::from_raw(5)]);
        put(&tenant, &new, 2, values([("price", decimal("1.50")), ("people", people.clone())])).await;
        assert_eq!(values_of(&tenant, &new, 2).await["people"], people);

        // A field that is taken out keeps its column, and its values are there again when it comes back.
        apply(&tenant, Some(&new), &old).await.unwrap();
        put(&tenant, &old, 3, Values::new()).await;
        apply(&tenant, Some(&old), &new).await.unwrap();
        assert_eq!(values_of(&tenant, &new, 2).await["price"], decimal("1.50"));
    })
    .await;
}

#[tokio::test]
async fn decimals_get_their_new_scale() {
    on_each_backend(async |tenant| {
        let shape = |scale| {
            let price = field("price", Storage::Decimal { scale });
            form("thing", [price, subform("items", [field("each", Storage::Decimal { scale })])])
        };
        apply(&tenant, None, &shape(2)).await.unwrap();
        for (id, number) in [(1, "1.25"), (2, "-1.25"), (3, "0.04")] {
            put(&tenant, &shape(2), id, values([("price", decimal(number))])).await;
        }
        apply(&tenant, Some(&shape(2)), &shape(4)).await.unwrap();
        assert_eq!(values_of(&tenant, &shape(4), 1).await["price"], decimal("1.2500"));
        apply(&tenant, Some(&shape(4)), &shape(1)).await.unwrap();
        assert_eq!(values_of(&tenant, &shape(1), 1).await["price"], decimal("1.3"), "half away from zero");
        assert_eq!(values_of(&tenant, &shape(1), 2).await["price"], decimal("-1.3"));
        assert_eq!(values_of(&tenant, &shape(1), 3).await["price"], decimal("0.0"));

        put(&tenant, &shape(1), 4, values([("price", decimal("922337203685477580.7"))])).await;
        let too_far = apply(&tenant, Some(&shape(1)), &shape(2)).await;
        assert!(matches!(&too_far, Err(Error::CannotStore { field, .. }) if field == "price"), "{too_far:?}");
        assert_eq!(values_of(&tenant, &shape(1), 1).await["price"], decimal("1.3"), "nothing was changed");
    })
    .await;
}

#[tokio::test]
async fn another_storage_is_refused() {
    on_each_backend(async |tenant| {
        let old = form("thing", [field("a", Storage::Text)]);
        apply(&tenant, None, &old).await.unwrap();
        let new = form("thing", [field("a", Storage::Int)]);
        assert!(matches!(apply(&tenant, Some(&old), &new).await, Err(Error::CannotStore { .. })));
    })
    .await;
}

#[tokio::test]
async fn unique_keys_come_and_go_with_the_definition() {
    on_each_backend(async |tenant| {
        let plain = form("thing", [field("no", Storage::Text)]);
        let mut keyed = plain.clone();
        keyed.unique_keys = vec![unique(&["no"])];
        apply(&tenant, None, &plain).await.unwrap();
        put(&tenant, &plain, 1, values([("no", Value::Text("a".into()))])).await;
        put(&tenant, &plain, 2, values([("no", Value::Text("a".into()))])).await;
        assert!(matches!(apply(&tenant, Some(&plain), &keyed).await, Err(Error::Taken(_))), "two are alike already");
        let tx = tenant.write().await.unwrap();
        records::purge(&tx, &plain, &[Id::from_raw(2)]).await.unwrap();
        tx.commit().await.unwrap();
        apply(&tenant, Some(&plain), &keyed).await.unwrap();
        let tx = tenant.write().await.unwrap();
        let again = record(3, values([("no", Value::Text("a".into()))]));
        let taken = records::insert(&tx, &keyed, std::slice::from_ref(&again), &ids()).await;
        assert!(matches!(&taken, Err(Error::NotUnique { fields }) if *fields == [key("no")]), "{taken:?}");
        tx.rollback().await.unwrap();
        apply(&tenant, Some(&keyed), &plain).await.unwrap();
        let tx = tenant.write().await.unwrap();
        records::insert(&tx, &plain, &[again], &ids()).await.expect("the key is gone");
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn long_names_find_their_tables() {
    on_each_backend(async |tenant| {
        let name = "a_very_long_name_of_forty_characters_abc";
        assert_eq!(name.len(), 40);
        let mut form = form(name, [subform(name, [field(name, Storage::RefList(Target::User))])]);
        form.app = key(name);
        apply(&tenant, None, &form).await.unwrap();
        let row = mortise_model::Row {
            id: None,
            values: [(key(name), Value::Refs(vec![Id::from_raw(7)]))].into_iter().collect(),
        };
        put(&tenant, &form, 1, [(key(name), Value::Rows(vec![row]))].into_iter().collect()).await;
        let Value::Rows(rows) = values_of(&tenant, &form, 1).await[name].clone() else { panic!("rows") };
        assert_eq!(rows[0].values[name], Value::Refs(vec![Id::from_raw(7)]));
    })
    .await;
}

#[tokio::test]
async fn a_form_is_dropped_with_its_tables() {
    on_each_backend(async |tenant| {
        let thing = form("thing", [subform("items", [field("who", Storage::RefList(Target::User))])]);
        apply(&tenant, None, &thing).await.unwrap();
        put(&tenant, &thing, 1, Values::new()).await;
        let tx = tenant.write_alone().await.unwrap();
        ddl::drop_form(&tx, &thing).await.unwrap();
        tx.commit().await.unwrap();
        let left = tenant.reader().execute_unprepared("SELECT 1 FROM crm__thing__items").await;
        assert!(left.is_err());
        apply(&tenant, None, &thing).await.expect("it can be made again");
        assert!(records::load(tenant.reader(), &thing, Id::from_raw(1)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_view_shows_records_to_sql_tools() {
    on_each_backend(async |tenant| {
        let thing = form(
            "thing",
            [
                field("name", Storage::Text),
                field("price", Storage::Decimal { scale: 2 }),
                field("met", Storage::Instant),
                field("shoot", Storage::InstantRange),
            ],
        );
        apply(&tenant, None, &thing).await.unwrap();
        apply(&tenant, Some(&thing), &thing).await.expect("the view makes way for changes");
        let met = Value::Instant("2026-06-01T01:02:03.456Z".parse().unwrap());
        put(&tenant, &thing, 1, values([("price", decimal("12.34")), ("met", met)])).await;
        let shown = Statement::from_string(
            tenant.reader().get_database_backend(),
            "SELECT CAST(price AS text), substr(CAST(met AS text), 1, 23), shoot__end IS NULL FROM crm__thing__v",
        );
        let row = tenant.reader().query_one_raw(shown).await.unwrap().expect("the record is shown");
        let price: String = row.try_get_by_index(0).unwrap();
        assert_eq!(price.trim_end_matches('0'), "12.34");
        assert_eq!(row.try_get_by_index::<String>(1).unwrap(), "2026-06-01 01:02:03.456");
    })
    .await;
}

/// The columns of the indexes that a table has, apart from the record's id and whether it is live.
async fn indexes_of(tenant: &Tenant, table: &str) -> Vec<String> {
    let reader = tenant.reader();
    let backend = reader.get_database_backend();
    let sql = match backend {
        sea_orm::DbBackend::Sqlite => {
            format!("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = '{table}'")
        }
        _ => format!("SELECT indexdef FROM pg_indexes WHERE tablename = '{table}' AND schemaname = current_schema()"),
    };
    let rows = reader.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
    let definitions = rows.iter().filter_map(|row| row.try_get_by_index::<Option<String>>(0).unwrap());
    let inside =
        |text: String| text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).unwrap().0.replace('"', "");
    definitions
        .map(|text| {
            inside(text).split(", ").filter(|name| !["_id", "_deleted_at"].contains(name)).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[tokio::test]
async fn what_views_ask_for_together_has_an_index() {
    on_each_backend(async |tenant| {
        let with = |indexes: &[&[&str]]| FormShape {
            indexes: indexes.iter().map(|columns| columns.iter().map(|name| Box::from(*name)).collect()).collect(),
            ..form("thing", [field("name", Storage::Text), field("price", Storage::Int), field("tags", Storage::List)])
        };
        let first = with(&[&["name", "price"], &["name", "_created_at"], &["tags", "price"], &["_owner"]]);
        apply(&tenant, None, &first).await.unwrap();
        let has = indexes_of(&tenant, "crm__thing").await;
        for wanted in ["name price", "name _created_at", "_owner"] {
            assert_eq!(has.iter().filter(|columns| *columns == wanted).count(), 1, "{wanted}: {has:?}");
        }
        assert!(has.iter().all(|columns| !columns.contains("tags")), "a list has none: {has:?}");

        let second = with(&[&["price", "name"]]);
        apply(&tenant, Some(&first), &second).await.unwrap();
        let has = indexes_of(&tenant, "crm__thing").await;
        assert!(has.contains(&"price name".to_owned()) && !has.contains(&"name price".to_owned()), "{has:?}");
    })
    .await;
}

#[tokio::test]
async fn postgres_counts_a_form_when_told_to() {
    on_each_backend(async |tenant| {
        let thing = form("thing", [field("name", Storage::Text), field("tags", Storage::RefList(Target::User))]);
        apply(&tenant, None, &thing).await.unwrap();
        let tx = tenant.write_alone().await.unwrap();
        let a_thing = |no| record(no, values([("name", Value::Text("one".into()))]));
        records::insert(&tx, &thing, &(1..=40).map(a_thing).collect::<Vec<_>>(), &ids()).await.unwrap();
        ddl::count_anew(&tx, &thing).await.unwrap();
        tx.commit().await.unwrap();
        let db = tenant.reader();
        if db.get_database_backend() == sea_orm::DbBackend::Postgres {
            let sql = "SELECT reltuples::bigint FROM pg_class WHERE oid = 'crm__thing'::regclass";
            let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
            assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 40);
        }
    })
    .await;
}

#[tokio::test]
async fn an_index_of_a_view_also_tells_who_may_see_a_record() {
    on_each_backend(async |tenant| {
        let mut thing = form(
            "thing",
            [
                field("name", Storage::Text),
                field("price", Storage::Int),
                field("tags", Storage::List),
                field("lead", Storage::Ref(Target::User)),
            ],
        );
        thing.indexes = vec![vec!["name".into(), "price".into()]];
        let seen_by = |columns: &[&str]| {
            let columns: Vec<Box<str>> = columns.iter().map(|name| Box::from(*name)).collect();
            thing.clone().with_scope(&columns)
        };

        let first = seen_by(&["lead", "tags", "_dept"]);
        apply(&tenant, None, &first).await.unwrap();
        let has = indexes_of(&tenant, "crm__thing").await;
        for wanted in ["name price lead _dept", "lead _dept"] {
            // The second is that of the order of creation.
            assert!(has.iter().any(|columns| *columns == wanted), "{wanted}: {has:?}");
        }
        assert!(has.iter().all(|columns| !columns.contains("tags")), "a list has none: {has:?}");

        // The roles have changed, and the form is published anew: what nobody asks for any more is dropped.
        let second = seen_by(&["_owner"]);
        apply(&tenant, Some(&second), &second).await.unwrap();
        let has = indexes_of(&tenant, "crm__thing").await;
        assert!(has.contains(&"name price _owner".to_owned()), "{has:?}");
        assert!(has.iter().all(|columns| !columns.contains("_dept")), "{has:?}");
    })
    .await;
}
