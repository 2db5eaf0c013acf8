//! Looking after databases from outside: copies of a data folder in use, and whether what is stored is sound.
//!
//! **Invariant:** nothing here writes to a database, brings one up to this release, or takes the data folder.

use std::path::{Path, PathBuf};

use mortise_model::Key;
use sea_orm::{
    AccessMode, ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, IsolationLevel,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Statement, TransactionTrait,
};

use crate::{
    Backend, Error, TenantState,
    connection::{postgres_pool, sqlite_looker},
    entities::{blob, file},
    repos::{
        audit::{AuditCheck, verify_audit},
        blobs::blob as whole_blob,
    },
    tenants::{Directory, schema_of, sqlite_file},
};

const AT_ONCE: u64 = 200;
/// The file of the directory in a data folder.
const DIRECTORY: &str = "directory.db";

/// What a look at a tenant's database has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Soundness {
    /// The tenant.
    pub tenant: Key,
    /// The chain of the audit trail.
    pub audit: AuditCheck,
    /// How many contents of files there are.
    pub blobs: u64,
    /// The hashes of contents that are damaged, or missing although a file has them.
    pub damaged: Vec<String>,
    /// What SQLite's own check says, one line for each fault; absent on PostgreSQL, which has checks of its own.
    pub database: Option<Vec<String>>,
}

impl Soundness {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        let database = self.database.as_ref().is_none_or(Vec::is_empty);
        self.audit.broken_at.is_none() && self.damaged.is_empty() && database
    }
}

/// Copies the directory and the tenants of a data folder, which may be in use, into the folder `into`: each database
/// as it is at one moment. The files, as paths below `into`.
pub async fn copy_databases(dir: &Path, into: &Path) -> Result<Vec<PathBuf>, Error> {
    let tenants = listed(&Backend::Sqlite { dir: dir.to_owned() }).await?;
    std::fs::create_dir_all(into.join("tenants")).map_err(|source| Error::Io { path: into.to_owned(), source })?;
    let mut files = vec![PathBuf::from(DIRECTORY)];
    files.extend(tenants.iter().map(|tenant| PathBuf::from(format!("tenants/{tenant}.db"))));
    for file in &files {
        copy(&dir.join(file), &into.join(file)).await?;
    }
    Ok(files)
}

/// Looks at one tenant, or at all: the audit trail, the contents of files, and on SQLite the database itself.
pub async fn inspect(backend: &Backend, tenant: Option<&Key>) -> Result<Vec<Soundness>, Error> {
    let all = listed(backend).await?;
    let wanted = match tenant {
        Some(tenant) if all.contains(tenant) => vec![tenant.clone()],
        Some(tenant) => return Err(Error::NoTenant(tenant.clone())),
        None => all,
    };
    let mut found = Vec::new();
    for tenant in wanted {
        found.push(look_at(backend, &tenant).await?);
    }
    Ok(found)
}

/// The faults that SQLite finds in a file, one line each.
pub async fn faults_of(file: &Path) -> Result<Vec<String>, Error> {
    let db = sqlite_looker(file).await?;
    let found = faults(&db).await;
    db.close().await.ok();
    found
}

/// The tenants that hold data.
async fn listed(backend: &Backend) -> Result<Vec<Key>, Error> {
    let directory = Directory::look_at(backend).await?;
    let entries = directory.list().await;
    directory.close().await;
    let holds = |state| matches!(state, TenantState::Active | TenantState::Suspended);
    Ok(entries?.into_iter().filter(|entry| holds(entry.state)).map(|entry| entry.key).collect())
}

async fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    let db = sqlite_looker(from).await?;
    let text = to.to_str().ok_or_else(|| Error::Io {
        path: to.to_owned(),
        source: std::io::Error::new(std::io::ErrorKind::InvalidInput, "the path is not UTF-8"),
    })?;
    let statement = Statement::from_sql_and_values(db.get_database_backend(), "VACUUM INTO ?", [text.into()]);
    let done = db.execute_raw(statement).await;
    db.close().await.ok();
    done?;
    Ok(())
}

async fn look_at(backend: &Backend, tenant: &Key) -> Result<Soundness, Error> {
    let db = match backend {
        Backend::Sqlite { dir } => sqlite_looker(&sqlite_file(dir, tenant)).await?,
        Backend::Postgres { url } => postgres_pool(url, &schema_of(tenant), 1).await?,
    };
    let found = look_into(&db, backend, tenant).await;
    db.close().await.ok();
    found
}

async fn look_into(db: &DatabaseConnection, backend: &Backend, tenant: &Key) -> Result<Soundness, Error> {
    let database = match backend {
        Backend::Sqlite { .. } => Some(faults(db).await?),
        Backend::Postgres { .. } => None,
    };
    // All of it at one moment, so that people may go on working.
    let tx = match backend {
        Backend::Sqlite { .. } => db.begin().await?,
        Backend::Postgres { .. } => {
            db.begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?
        }
    };
    let audit = verify_audit(&tx).await?;
    let (blobs, mut damaged) = damaged_blobs(&tx).await?;
    damaged.extend(missing_blobs(&tx).await?);
    Ok(Soundness { tenant: tenant.clone(), audit, blobs, damaged, database })
}

async fn faults(db: &DatabaseConnection) -> Result<Vec<String>, Error> {
    let mut faults = Vec::new();
    let ask = |sql| Statement::from_string(db.get_database_backend(), sql);
    for row in db.query_all_raw(ask("PRAGMA integrity_check")).await? {
        let line: String = row.try_get_by_index(0)?;
        if line != "ok" {
            faults.push(line);
        }
    }
    for row in db.query_all_raw(ask("PRAGMA foreign_key_check")).await? {
        let table: String = row.try_get_by_index(0)?;
        faults.push(format!("a row of `{table}` refers to one that is not there"));
    }
    Ok(faults)
}

/// How many contents there are, and the hashes of those that have another one now.
async fn damaged_blobs(tx: &DatabaseTransaction) -> Result<(u64, Vec<String>), Error> {
    let (mut count, mut damaged, mut after) = (0, Vec::new(), String::new());
    loop {
        let select = blob::Entity::find().select_only().column(blob::Column::Sha256);
        let select = select.filter(blob::Column::Sha256.gt(after.as_str())).order_by_asc(blob::Column::Sha256);
        let hashes: Vec<String> = select.limit(AT_ONCE).into_tuple().all(tx).await?;
        let Some(last) = hashes.last() else { return Ok((count, damaged)) };
        after.clone_from(last);
        for hash in hashes {
            count += 1;
            match whole_blob(tx, &hash).await {
                Ok(Some(_)) => {}
                Ok(None) | Err(Error::Unreadable { .. }) => damaged.push(hash),
                Err(error) => return Err(error),
            }
        }
    }
}

/// The hashes that files have and no content.
async fn missing_blobs(tx: &DatabaseTransaction) -> Result<Vec<String>, Error> {
    let kept = blob::Entity::find().select_only().column(blob::Column::Sha256).into_query();
    let select = file::Entity::find().select_only().column(file::Column::Sha256).distinct();
    let select = select.filter(file::Column::Sha256.not_in_subquery(kept)).order_by_asc(file::Column::Sha256);
    Ok(select.into_tuple().all(tx).await?)
}
