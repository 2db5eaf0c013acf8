//! What an SQLite database knows of the sizes of its tables, and which connections know it.
//!
//! SQLite chooses indexes by counts that it keeps in a table of its own, and each connection reads that table once.
//! A reader that was opened while a table was empty goes on as if it were: it finds a hundred thousand records by the
//! wrong index. So the writer notes when it has counted anew, and readers that are older than that are replaced when
//! they are next needed.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbErr, Statement,
    sea_query::{Expr, ExprTrait, Query},
};

/// Counts all tables that have grown a lot since they were counted last, or never were. It is a whole count: from a part
/// SQLite concludes far too much where the first column of an index is the same in all records, as it is in ours.
const COUNT: &str = "PRAGMA optimize=0x10002";
/// Answers a line for each table that would be counted.
const WOULD_COUNT: &str = "PRAGMA optimize=0x10003";
/// Besides its counts SQLite keeps samples of the values. With them it plans a statement anew each time that it is asked
/// with other values, which costs more than most of our statements do.
const FORGET_SAMPLES: &str = "DELETE FROM sqlite_stat4";
/// Makes the connection read the counts again.
const READ_ANEW: &str = "ANALYZE sqlite_schema";

/// When the tables of one database were last counted.
#[derive(Clone, Default)]
pub(crate) struct Statistics {
    renewed: Arc<Mutex<Option<Instant>>>,
}

impl Statistics {
    /// Counts what has grown a lot.
    pub(crate) async fn renew(&self, writer: &DatabaseConnection) -> Result<(), DbErr> {
        let ask = Statement::from_string(writer.get_database_backend(), WOULD_COUNT);
        if writer.query_all_raw(ask).await?.is_empty() {
            return Ok(());
        }
        writer.execute_unprepared(COUNT).await?;
        let samples =
            Query::select().column("name").from("sqlite_schema").and_where(Expr::col("name").eq("sqlite_stat4")).take();
        if writer.query_one(&samples).await?.is_some() {
            writer.execute_unprepared(FORGET_SAMPLES).await?;
            writer.execute_unprepared(READ_ANEW).await?;
        }
        *self.renewed.lock() = Some(Instant::now());
        Ok(())
    }

    /// Whether a connection of this age knows the latest counts.
    pub(crate) fn are_known_at(&self, age: Duration) -> bool {
        self.renewed.lock().is_none_or(|renewed| age < renewed.elapsed())
    }
}
