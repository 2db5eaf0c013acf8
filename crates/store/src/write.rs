//! The write side of a tenant: ordinary transactions on PostgreSQL; on SQLite one writer
//! whose commands share a commit, so that one flush to disk serves many.
//!
//! **Invariant:** [`WriteTx::commit`] returns `Ok` only after the database has said so for the
//! whole group; where the group fails, each of its commands is told. What a rolled back command
//! did is gone, what others of its group did is not.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
    TransactionTrait,
};
use tokio::task::JoinError;

mod group;

pub(crate) use group::SqliteWriter;

use crate::Error;
use group::Command;

/// An open write transaction. Dropped without [`WriteTx::commit`], it is rolled back.
#[must_use = "a transaction that is dropped is rolled back"]
pub struct WriteTx {
    kind: Option<Kind>,
}

/// Whether a command may share its commit with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// It is short: others may wait for it, it may wait for others.
    Shared,
    /// It is long, such as an import or a change of tables: nobody waits for it longer than for the lock.
    Alone,
}

enum Kind {
    Sqlite(Command),
    Postgres(DatabaseTransaction),
}

impl WriteTx {
    pub(crate) async fn on_postgres(pool: &DatabaseConnection) -> Result<Self, Error> {
        Ok(Self { kind: Some(Kind::Postgres(pool.begin().await?)) })
    }

    pub(crate) async fn on_sqlite(writer: &SqliteWriter, sharing: Sharing) -> Result<Self, Error> {
        let turn = writer.turn().await;
        let begin = async move { Ok(Self { kind: Some(Kind::Sqlite(turn.begin(sharing).await?)) }) };
        tokio::spawn(begin).await.unwrap_or_else(|error| Err(lost(error)))
    }

    /// Makes what was written last. An error means that nothing of it is there; only
    /// [`Error::CommitUnknown`] says that the connection broke in the very commit.
    pub async fn commit(mut self) -> Result<(), Error> {
        let kind = self.kind.take().expect("a transaction is committed once");
        // In a task of its own, so that a caller who goes away cannot leave a commit half done.
        let task = tokio::spawn(async move {
            match kind {
                Kind::Sqlite(command) => command.commit().await,
                Kind::Postgres(transaction) => transaction.commit().await.map_err(commit_error),
            }
        });
        task.await.unwrap_or_else(|error| Err(lost(error)))
    }

    /// Undoes what was written.
    pub async fn rollback(mut self) -> Result<(), Error> {
        let kind = self.kind.take().expect("a transaction is rolled back once");
        tokio::spawn(kind.rollback()).await.unwrap_or_else(|error| Err(lost(error)))
    }

    /// Does something that may fail without spoiling the rest of the transaction: where `work` fails, what it
    /// wrote is undone, and its error is the inner result. For single rows of an import, say.
    pub async fn attempt<T, E>(&self, work: impl AsyncFnOnce() -> Result<T, E>) -> Result<Result<T, E>, Error> {
        self.mark().await?;
        let outcome = work().await;
        match outcome {
            Ok(_) => self.keep().await?,
            Err(_) => self.undo().await?,
        }
        Ok(outcome)
    }

    /// Begins something that may fail: [`WriteTx::keep`] or [`WriteTx::undo`] ends it. Marks stand in each other.
    pub async fn mark(&self) -> Result<(), Error> {
        self.execute_unprepared("SAVEPOINT mortise_attempt").await?;
        Ok(())
    }

    /// Keeps what was written since the last mark, and forgets the mark.
    pub async fn keep(&self) -> Result<(), Error> {
        self.execute_unprepared("RELEASE SAVEPOINT mortise_attempt").await?;
        Ok(())
    }

    /// Undoes what was written since the last mark, and forgets the mark.
    pub async fn undo(&self) -> Result<(), Error> {
        self.execute_unprepared("ROLLBACK TO SAVEPOINT mortise_attempt").await?;
        self.keep().await
    }

    /// The transaction as sea-orm's migrations want it.
    pub(crate) fn connection(&self) -> &DatabaseTransaction {
        match self.kind.as_ref().expect("only commit and rollback end a transaction, and they consume it") {
            Kind::Sqlite(command) => command.connection(),
            Kind::Postgres(transaction) => transaction,
        }
    }
}

impl Kind {
    async fn rollback(self) -> Result<(), Error> {
        match self {
            Self::Sqlite(command) => command.rollback().await,
            Self::Postgres(transaction) => Ok(transaction.rollback().await?),
        }
    }
}

impl Drop for WriteTx {
    fn drop(&mut self) {
        let Some(kind) = self.kind.take() else { return };
        // Without a runtime (the server has ended) the connection closes, which rolls back too.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = kind.rollback().await {
                    tracing::warn!(%error, "a transaction that was dropped could not be rolled back");
                }
            });
        }
    }
}

impl std::fmt::Debug for WriteTx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WriteTx")
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for WriteTx {
    fn get_database_backend(&self) -> DbBackend {
        self.connection().get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.connection().execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.connection().execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.connection().query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.connection().query_all_raw(statement).await
    }
}

/// A commit that the database refused is an ordinary failure; one whose answer got lost is not.
fn commit_error(error: DbErr) -> Error {
    match error {
        DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => Error::CommitUnknown(error),
        error => Error::from(error),
    }
}

fn lost(error: JoinError) -> Error {
    Error::CommitUnknown(DbErr::Custom(error.to_string()))
}

#[cfg(test)]
mod tests;
