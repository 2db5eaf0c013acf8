//! How databases are opened: one place for pool sizes, pragmas and the schema a connection sees.

use std::{path::Path, path::PathBuf, time::Duration};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};

use crate::{Error, statistics::Statistics};

/// SQLite before this release can lose committed writes when the write-ahead log is reset.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
const IDLE_TIMEOUT: Duration = Duration::from_secs(300);
const STATEMENTS_CACHED: usize = 256;
/// How many rows the thread of a connection has ready before it waits for whoever takes them.
const ROWS_AHEAD: usize = 1024;
/// KiB of pages that a reader keeps at most, as SQLite counts them.
const READER_CACHE: &str = "-16384";
/// The same of the writer: an import writes to many indexes, to each at random places.
const WRITER_CACHE: &str = "-65536";
/// The pages of the log that make SQLite carry it over into the file: 16 MB, so that a page which an import changes
/// again and again is carried over once.
const LOG_PAGES: &str = "4000";

/// Where the data of this server lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Backend {
    /// One SQLite file for each tenant, in `dir/tenants`, and `dir/directory.db`.
    Sqlite {
        /// The data folder.
        dir: PathBuf,
    },
    /// One PostgreSQL schema for each tenant, and `mortise_directory`.
    Postgres {
        /// `postgres://user@host:port/database`.
        url: String,
    },
}

/// Readers of an SQLite file: they cannot write, also by mistake. Those that do not know the latest statistics are
/// replaced.
pub(crate) async fn sqlite_readers(
    file: &Path,
    size: u32,
    statistics: Statistics,
) -> Result<DatabaseConnection, Error> {
    let mut options = sqlite_options(file, "query_only", "ON");
    options.max_connections(size).idle_timeout(IDLE_TIMEOUT);
    options.map_sqlx_sqlite_before_acquire(move |_, connection| {
        let knows = statistics.are_known_at(connection.age);
        Box::pin(async move { Ok(knows) })
    });
    Ok(Database::connect(options).await?)
}

/// One connection that only looks at an SQLite file, which must be there. It can copy it.
pub(crate) async fn sqlite_looker(file: &Path) -> Result<DatabaseConnection, Error> {
    if !file.is_file() {
        return Err(Error::Io { path: file.to_owned(), source: std::io::ErrorKind::NotFound.into() });
    }
    let mut options = ConnectOptions::new("sqlite:replaced-below.db");
    let file = file.to_owned();
    options.max_connections(1).acquire_timeout(ACQUIRE_TIMEOUT).sqlx_logging(false).map_sqlx_sqlite_opts(
        move |sqlite| sqlite.filename(&file).read_only(true).create_if_missing(false).busy_timeout(BUSY_TIMEOUT),
    );
    Ok(Database::connect(options).await?)
}

/// The one writer of an SQLite file; makes the file where it is absent and refuses an SQLite that loses writes.
pub(crate) async fn sqlite_writer(file: &Path) -> Result<DatabaseConnection, Error> {
    let mut options = sqlite_options(file, "journal_mode", "WAL");
    options.max_connections(1).min_connections(1).idle_timeout(None).max_lifetime(None);
    let db = Database::connect(options).await?;
    refuse_old_sqlite(&db).await?;
    Ok(db)
}

/// A pool whose connections see one schema only, from their first statement on.
pub(crate) async fn postgres_pool(url: &str, schema: &str, size: u32) -> Result<DatabaseConnection, Error> {
    let mut options = ConnectOptions::new(url.to_owned());
    let schema = schema.to_owned();
    options
        .max_connections(size)
        .min_connections(0)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(IDLE_TIMEOUT)
        .test_before_acquire(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(5))
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(move |postgres| {
            postgres
                .options([("search_path", schema.as_str()), ("timezone", "UTC"), ("client_min_messages", "warning")])
                .application_name("mortise")
                .statement_cache_capacity(STATEMENTS_CACHED)
        });
    Ok(Database::connect(options).await?)
}

fn sqlite_options(file: &Path, pragma: &'static str, value: &'static str) -> ConnectOptions {
    let mut options = ConnectOptions::new("sqlite:replaced-below.db");
    let (file, writes) = (file.to_owned(), pragma == "journal_mode");
    options.acquire_timeout(ACQUIRE_TIMEOUT).test_before_acquire(false).sqlx_logging(false).map_sqlx_sqlite_opts(
        move |sqlite| {
            sqlite
                .filename(&file)
                .create_if_missing(writes)
                .foreign_keys(true)
                .busy_timeout(BUSY_TIMEOUT)
                .pragma(pragma, value)
                .pragma("synchronous", "FULL")
                .pragma("cache_size", if writes { WRITER_CACHE } else { READER_CACHE })
                .pragma("temp_store", "memory")
                .pragma("wal_autocheckpoint", LOG_PAGES)
                .row_buffer_size(ROWS_AHEAD)
                .statement_cache_capacity(STATEMENTS_CACHED)
        },
    );
    options
}

async fn refuse_old_sqlite(db: &DatabaseConnection) -> Result<(), Error> {
    let ask = Statement::from_string(db.get_database_backend(), "SELECT sqlite_version()");
    let row = db.query_one_raw(ask).await?.ok_or_else(|| DbErr::Custom("no version".to_owned()))?;
    let found: String = row.try_get_by_index(0)?;
    if version(&found) < OLDEST_SQLITE {
        return Err(Error::OldSqlite { found });
    }
    Ok(())
}

fn version(text: &str) -> [u32; 3] {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests;
