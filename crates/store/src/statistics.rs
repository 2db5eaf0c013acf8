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
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement};

/// Counts all tables that have grown a lot since they were counted last, or never were; of a large one only a part.
///
/// Without that limit (0x10) SQLite would also keep samples of the values, and then plan a statement anew each time that
/// it is asked with other values, which costs more than most statements themselves.
const COUNT: &str = "PRAGMA optimize=0x10012";
/// Answers a line for each table that would be counted.
const WOULD_COUNT: &str = "PRAGMA optimize=0x10013";

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
        *self.renewed.lock() = Some(Instant::now());
        Ok(())
    }

    /// Whether a connection of this age knows the latest counts.
    pub(crate) fn are_known_at(&self, age: Duration) -> bool {
        self.renewed.lock().is_none_or(|renewed| age < renewed.elapsed())
    }
}
