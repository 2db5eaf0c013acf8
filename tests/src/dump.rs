//! What is stored, asked of the database itself: whether an act that was refused changed anything.

use std::collections::BTreeMap;

use mortise_store::Backend;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use sha2::{Digest, Sha256};

/// Tables that a request may touch although it is refused: log-ins, and their failures.
const OF_LOG_INS: [&str; 2] = ["mortise_session", "mortise_credential"];

/// A digest of each table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dump(BTreeMap<String, String>);

impl Dump {
    pub(crate) async fn of(backend: &Backend, tenant: &str) -> Self {
        let tables = match backend {
            Backend::Sqlite { dir } => {
                let file = dir.join("tenants").join(format!("{tenant}.db"));
                let db = connect(&format!("sqlite:{}?mode=ro", file.display())).await;
                let tables = of_sqlite(&db).await;
                db.close().await.expect("the connection closes");
                tables
            }
            Backend::Postgres { url } => {
                let db = connect(url).await;
                let tables = of_postgres(&db, &format!("t_{tenant}")).await;
                db.close().await.expect("the connection closes");
                tables
            }
        };
        assert!(tables.len() > 30, "a tenant has more than {} tables", tables.len());
        Self(tables.into_iter().filter(|(name, _)| !OF_LOG_INS.contains(&name.as_str())).collect())
    }

    /// The tables that hold something else than in another dump.
    pub fn differing<'d>(&'d self, other: &'d Self) -> Vec<&'d str> {
        let names = self.0.keys().chain(other.0.keys().filter(|name| !self.0.contains_key(*name)));
        names.filter(|name| self.0.get(*name) != other.0.get(*name)).map(String::as_str).collect()
    }
}

async fn of_sqlite(db: &DatabaseConnection) -> BTreeMap<String, String> {
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut tables = BTreeMap::new();
    for name in texts(db, names).await {
        let columns = texts(db, &format!("SELECT name FROM pragma_table_info('{name}')")).await;
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
        let rows = texts(db, &format!("SELECT {} FROM \"{name}\" ORDER BY 1", quoted.join(" || '|' || "))).await;
        let mut hasher = Sha256::new();
        rows.iter().for_each(|row| hasher.update(row));
        tables.insert(name, format!("{} {}", rows.len(), hex::encode(hasher.finalize())));
    }
    tables
}

async fn of_postgres(db: &DatabaseConnection, schema: &str) -> BTreeMap<String, String> {
    let names = format!("SELECT tablename::text FROM pg_tables WHERE schemaname = '{schema}'");
    let names = texts(db, &names).await;
    let one = |name: &String| {
        format!(
            "SELECT '{name} ' || count(*) || ' ' || coalesce(md5(string_agg(row::text, '|' ORDER BY row::text)), '') \
             FROM {schema}.\"{name}\" AS row"
        )
    };
    let all = names.iter().map(one).collect::<Vec<_>>().join(" UNION ALL ");
    let told = texts(db, &all).await;
    told.into_iter()
        .filter_map(|line| line.split_once(' ').map(|(name, digest)| (name.to_owned(), digest.to_owned())))
        .collect()
}

/// Runs a statement on the server.
pub(crate) async fn administer(url: &str, statement: &str) {
    let db = connect(url).await;
    db.execute_unprepared(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    db.close().await.expect("the connection closes");
}

/// The databases whose names begin so.
pub(crate) async fn databases(url: &str, prefix: &str) -> Vec<String> {
    let db = connect(url).await;
    let names = texts(&db, &format!("SELECT datname::text FROM pg_database WHERE datname LIKE '{prefix}%'")).await;
    db.close().await.expect("the connection closes");
    names
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url.to_owned());
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap_or_else(|error| panic!("{url}: {error}"))
}

async fn texts(db: &DatabaseConnection, statement: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), statement)).await;
    let rows = rows.unwrap_or_else(|error| panic!("{statement}: {error}"));
    rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
}
