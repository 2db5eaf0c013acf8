use mortise_model::I18n;
use mortise_store::{
    ConnectionTrait,
    repos::{
        apps::{App, app_by_key, delete_app, insert_app},
        files::{File, insert_file},
        users::insert_user,
    },
};
use sea_orm::{
    DbBackend, QueryResult, Statement,
    sea_query::{Expr, ExprTrait, Query},
};
use serde_json::json;

use crate::{
    backends::{id, key, now, on_each_backend},
    people::person,
};

/// Every table with a column `app` either goes with the app or is named here as one that stays.
#[tokio::test]
async fn a_deleted_app_leaves_its_history_and_nothing_else() {
    const STAY: &[&str] = &["mortise_audit", "mortise_change", "mortise_change_set"];
    on_each_backend(async |tenant| {
        let tx = tenant.write_alone().await.unwrap();
        insert_user(&tx, &person(1, "a")).await.unwrap();
        insert_file(&tx, &file()).await.unwrap();
        let tables = tables_of_apps(&tx).await;
        assert!(tables.len() > 18, "only {tables:?} have a column `app`");
        for table in &tables {
            fill(&tx, table).await;
            assert_eq!(count(&tx, table).await, 1, "{table}");
        }
        insert_app(&tx, &app("crm")).await.unwrap();
        insert_app(&tx, &App { id: id(2), ..app("hr") }).await.unwrap();
        assert!(delete_app(&tx, &key("crm")).await.unwrap());
        assert!(!delete_app(&tx, &key("crm")).await.unwrap());
        let mut left = Vec::new();
        for table in &tables {
            if count(&tx, table).await > 0 {
                left.push(table.as_str());
            }
        }
        left.sort_unstable();
        assert_eq!(left, STAY);
        assert!(app_by_key(&tx, &key("hr")).await.unwrap().is_some());
        tx.rollback().await.unwrap();
    })
    .await;
}

fn app(name: &str) -> App {
    App {
        id: id(1),
        key: key(name),
        name: I18n::same(name),
        version: "1.0.0".to_owned(),
        manifest: json!({}),
        navigation: json!([]),
        icon: None,
        bundle: None,
        position: 0,
        row_version: 1,
        created_at: now(),
        created_by: None,
        updated_at: now(),
    }
}

fn file() -> File {
    File {
        id: id(1),
        sha256: "00".to_owned(),
        name: "a.pdf".to_owned(),
        size: 0,
        mime: "application/pdf".to_owned(),
        detail: None,
        created_at: now(),
        created_by: None,
    }
}

async fn ask(db: &impl ConnectionTrait, postgres: &str, sqlite: &str) -> Vec<QueryResult> {
    let backend = db.get_database_backend();
    let sql = if backend == DbBackend::Postgres { postgres } else { sqlite };
    db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap()
}

/// The tables with a column `app`, those that others hang on first.
async fn tables_of_apps(db: &impl ConnectionTrait) -> Vec<String> {
    let rows = ask(
        db,
        "SELECT table_name::text AS name FROM information_schema.columns
         WHERE column_name = 'app' AND table_schema = current_schema()",
        "SELECT m.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND c.name = 'app'",
    )
    .await;
    let mut names: Vec<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
    let parents = ["mortise_change_set", "mortise_wf_instance"];
    names.sort_by_key(|name| (!parents.contains(&name.as_str()), name.clone()));
    names
}

/// Adds a row of the app `crm` to any table: 1 for every number, `x` for every text.
async fn fill(db: &impl ConnectionTrait, table: &str) {
    let columns = ask(
        db,
        &format!(
            "SELECT column_name::text AS name, data_type::text AS kind FROM information_schema.columns
             WHERE table_name = '{table}' AND table_schema = current_schema() AND is_nullable = 'NO'"
        ),
        &format!("SELECT name, lower(type) AS kind FROM pragma_table_info('{table}') WHERE \"notnull\" = 1"),
    )
    .await;
    let mut insert = Query::insert();
    insert.into_table(table.to_owned());
    let (mut names, mut values) = (vec!["app".to_owned()], vec![Expr::value("crm")]);
    for column in &columns {
        let (name, kind): (String, String) = (column.try_get("", "name").unwrap(), column.try_get("", "kind").unwrap());
        let value = match kind.as_str() {
            "text" => Expr::value("x"),
            "boolean" => Expr::value(false),
            "bigint" | "integer" => Expr::value(1_i64),
            other => panic!("{table}.{name} is of type {other}"),
        };
        if name != "app" {
            names.push(name);
            values.push(value);
        }
    }
    insert.columns(names).values_panic(values);
    db.execute(&insert).await.unwrap();
}

async fn count(db: &impl ConnectionTrait, table: &str) -> i64 {
    let select = Query::select()
        .expr_as(Expr::cust("count(*)"), "n")
        .from(table.to_owned())
        .and_where(Expr::col("app").eq("crm"))
        .to_owned();
    db.query_one(&select).await.unwrap().unwrap().try_get("", "n").unwrap()
}
