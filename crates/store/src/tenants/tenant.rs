use std::{path::Path, sync::Arc};

use mortise_model::Key;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, IsolationLevel,
    QueryResult, Statement, TransactionTrait,
};

use super::directory::schema_of;
use crate::{
    Error,
    connection::{postgres_pool, sqlite_readers},
    statistics::Statistics,
    write::{Sharing, SqliteWriter, WriteTx},
};

/// One tenant's database. Cheap to clone.
#[derive(Clone)]
pub struct Tenant {
    inner: Arc<Inner>,
}

struct Inner {
    key: Key,
    readers: DatabaseConnection,
    /// Absent on PostgreSQL, where the one pool reads and writes.
    writer: Option<SqliteWriter>,
}

/// Reads that all see the same moment.
pub struct ReadTx(DatabaseTransaction);

impl Tenant {
    pub(super) async fn on_sqlite(key: &Key, file: &Path, readers: u32) -> Result<Self, Error> {
        let statistics = Statistics::default();
        let writer = SqliteWriter::open(file.to_owned(), statistics.clone()).await?;
        let readers = sqlite_readers(file, readers, statistics).await?;
        Ok(Self { inner: Arc::new(Inner { key: key.clone(), readers, writer: Some(writer) }) })
    }

    pub(super) async fn on_postgres(key: &Key, url: &str, size: u32) -> Result<Self, Error> {
        let readers = postgres_pool(url, &schema_of(key), size).await?;
        Ok(Self { inner: Arc::new(Inner { key: key.clone(), readers, writer: None }) })
    }

    /// Its key.
    pub fn key(&self) -> &Key {
        &self.inner.key
    }

    /// Connections for single statements, each of which may see a later moment than the one before.
    pub fn reader(&self) -> &impl ConnectionTrait {
        &self.inner.readers
    }

    /// Several reads that all see the same moment.
    pub async fn read(&self) -> Result<ReadTx, Error> {
        let readers = &self.inner.readers;
        let transaction = match self.inner.writer {
            Some(_) => readers.begin().await?,
            None => readers.begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly)).await?,
        };
        Ok(ReadTx(transaction))
    }

    /// A transaction for one short command. On SQLite commands stand in line, and those that
    /// stand close together share a commit.
    pub async fn write(&self) -> Result<WriteTx, Error> {
        self.begin(Sharing::Shared).await
    }

    /// A transaction for something long, such as an import or a change of tables: it shares its commit with nobody.
    pub async fn write_alone(&self) -> Result<WriteTx, Error> {
        self.begin(Sharing::Alone).await
    }

    async fn begin(&self, sharing: Sharing) -> Result<WriteTx, Error> {
        match &self.inner.writer {
            Some(writer) => WriteTx::on_sqlite(writer, sharing).await,
            None => WriteTx::on_postgres(&self.inner.readers).await,
        }
    }

    /// Whether nobody but the directory holds it.
    pub(super) fn is_idle(&self) -> bool {
        Arc::strong_count(&self.inner) == 1
    }

    pub(super) async fn close(&self) {
        if let Some(writer) = &self.inner.writer {
            writer.close().await;
        }
        self.inner.readers.close_by_ref().await.ok();
    }
}

impl std::fmt::Debug for Tenant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Tenant").field(&self.inner.key).finish()
    }
}

impl std::fmt::Debug for ReadTx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReadTx")
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for ReadTx {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.0.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.0.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.0.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.0.query_all_raw(statement).await
    }
}
