use mortise_model::{Id, Issues, Key};
use sea_orm::{DbErr, SqlErr};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another row already has this name, key or number; the text is the database's own.
    #[error("such a row exists already: {0}")]
    Taken(String),
    /// A row that was referred to is not there; the text is the database's own.
    #[error("a row that this one needs is missing: {0}")]
    Missing(String),
    /// What is stored cannot be read back: a damaged row, or one of a later release.
    #[error("`{what}` is stored in a form that cannot be read: {detail}")]
    Unreadable {
        /// The table or column.
        what: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// There is no tenant with this key.
    #[error("there is no tenant `{0}`")]
    NoTenant(Key),
    /// A tenant has this key already.
    #[error("there is a tenant `{0}` already")]
    TenantTaken(Key),
    /// The tenant is suspended: nobody may work in it.
    #[error("the tenant `{0}` is suspended")]
    Suspended(Key),
    /// No connection was free in time, or as many tenants are in use as connections allow.
    #[error("the database is busy")]
    Busy,
    /// Another server works on this data folder.
    #[error("another server works on `{0}`")]
    InUse(std::path::PathBuf),
    /// The SQLite library can lose committed writes.
    #[error("SQLite {found} can lose committed writes; 3.51.3 or newer is needed")]
    OldSqlite {
        /// The version found.
        found: String,
    },
    /// A field cannot be stored as its form wants it.
    #[error("the field `{field}` cannot be stored: {why}")]
    CannotStore {
        /// The key of the field.
        field: String,
        /// Why.
        why: String,
    },
    /// Another live record has the same values in fields that must be unique together.
    #[error("another record has the same values in {}", .fields.iter().map(|key| &**key).collect::<Vec<_>>().join(", "))]
    NotUnique {
        /// The fields.
        fields: Vec<Key>,
    },
    /// The record is not there, or not in the version that the caller knows.
    #[error("the record `{0}` was changed meanwhile")]
    Stale(Id),
    /// A value does not fit into its column.
    #[error("the value of `{field}` cannot be stored")]
    OutOfRange {
        /// The key of the field.
        field: String,
    },
    /// A filter, sort or list of fields names what is not there or not readable, or a value that does not fit.
    #[error("the question cannot be asked: {} issues", .0.iter().count())]
    Refused(Issues),
    /// A command was undone because the commit that it shared with others failed.
    #[error("the commit failed: {0}")]
    GroupFailed(String),
    /// The connection broke during a commit: it may have happened or not.
    #[error("the connection broke during a commit")]
    CommitUnknown(#[source] DbErr),
    /// A file or folder could not be used.
    #[error("`{path}` cannot be used")]
    Io {
        /// Which.
        path: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] DbErr),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(text)) => Self::Taken(text),
            Some(SqlErr::ForeignKeyConstraintViolation(text)) => Self::Missing(text),
            _ if matches!(error, DbErr::ConnectionAcquire(_)) => Self::Busy,
            _ => Self::Database(error),
        }
    }
}
