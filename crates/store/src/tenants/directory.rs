use mortise_model::Key;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbErr, Statement,
    sea_query::{ColumnDef, Expr, ExprTrait, OnConflict, Order, Query, Table},
};

use super::io;
use crate::{
    Backend, Error,
    connection::{postgres_pool, sqlite_looker, sqlite_writer},
};

const SCHEMA: &str = "mortise_directory";
const TABLE: &str = "tenant";

/// What the directory knows of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantEntry {
    /// Its key.
    pub key: Key,
    /// Whether it may be worked in.
    pub state: TenantState,
    /// When it was made, in Unix milliseconds.
    pub created_at_ms: i64,
}

/// Whether a tenant may be worked in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TenantState {
    /// It is being made, or its making was interrupted.
    Creating,
    /// It is in use.
    Active,
    /// Nobody may work in it; its data stay.
    Suspended,
    /// It is being deleted, or its deletion was interrupted.
    Deleting,
}

/// The directory of tenants: keys and states, nothing else.
pub(crate) struct Directory {
    db: DatabaseConnection,
}

impl Directory {
    pub(super) async fn open(backend: &Backend) -> Result<Self, Error> {
        let db = match backend {
            Backend::Sqlite { dir } => {
                std::fs::create_dir_all(dir).map_err(|source| io(dir, source))?;
                sqlite_writer(&dir.join("directory.db")).await?
            }
            Backend::Postgres { url } => {
                let db = postgres_pool(url, SCHEMA, 2).await?;
                create_schema(&db, SCHEMA).await?;
                db
            }
        };
        let table = Table::create()
            .table(TABLE)
            .if_not_exists()
            .col(ColumnDef::new("key").text().not_null().primary_key())
            .col(ColumnDef::new("state").text().not_null())
            .col(ColumnDef::new("created_at").big_integer().not_null())
            .to_owned();
        unless_there(db.execute(&table).await)?;
        Ok(Self { db })
    }

    /// The directory as it is; nothing is made where it is absent.
    pub(crate) async fn look_at(backend: &Backend) -> Result<Self, Error> {
        let db = match backend {
            Backend::Sqlite { dir } => sqlite_looker(&dir.join("directory.db")).await?,
            Backend::Postgres { url } => postgres_pool(url, SCHEMA, 1).await?,
        };
        Ok(Self { db })
    }

    /// Enters a tenant that is being made; one whose making was interrupted may be made again.
    pub(super) async fn announce(&self, key: &Key, now_ms: i64) -> Result<(), Error> {
        let insert = Query::insert()
            .into_table(TABLE)
            .columns(["key", "state", "created_at"])
            .values_panic([key.as_str().into(), TenantState::Creating.word().into(), now_ms.into()])
            .on_conflict(OnConflict::column("key").do_nothing().to_owned())
            .to_owned();
        self.db.execute(&insert).await?;
        match self.state(key).await? {
            TenantState::Creating => Ok(()),
            _ => Err(Error::TenantTaken(key.clone())),
        }
    }

    pub(super) async fn set_state(&self, key: &Key, state: TenantState) -> Result<(), Error> {
        let update = Query::update()
            .table(TABLE)
            .value("state", state.word())
            .and_where(Expr::col("key").eq(key.as_str()))
            .to_owned();
        match self.db.execute(&update).await?.rows_affected() {
            0 => Err(Error::NoTenant(key.clone())),
            _ => Ok(()),
        }
    }

    pub(super) async fn require_active(&self, key: &Key) -> Result<(), Error> {
        match self.state(key).await? {
            TenantState::Active => Ok(()),
            TenantState::Suspended => Err(Error::Suspended(key.clone())),
            TenantState::Creating | TenantState::Deleting => Err(Error::NoTenant(key.clone())),
        }
    }

    pub(crate) async fn list(&self) -> Result<Vec<TenantEntry>, Error> {
        let select =
            Query::select().columns(["key", "state", "created_at"]).from(TABLE).order_by("key", Order::Asc).to_owned();
        let rows = self.db.query_all(&select).await?;
        rows.iter()
            .map(|row| {
                let key: String = row.try_get("", "key")?;
                let state: String = row.try_get("", "state")?;
                let key = Key::new(&key).map_err(|error| unreadable(error.to_string()))?;
                Ok(TenantEntry { key, state: read_state(&state)?, created_at_ms: row.try_get("", "created_at")? })
            })
            .collect()
    }

    pub(super) async fn remove(&self, key: &Key) -> Result<(), Error> {
        let delete = Query::delete().from_table(TABLE).and_where(Expr::col("key").eq(key.as_str())).to_owned();
        self.db.execute(&delete).await?;
        Ok(())
    }

    pub(super) async fn create_schema(&self, key: &Key) -> Result<(), Error> {
        create_schema(&self.db, &schema_of(key)).await
    }

    pub(super) async fn drop_schema(&self, key: &Key) -> Result<(), Error> {
        let sql = format!("DROP SCHEMA IF EXISTS \"{}\" CASCADE", schema_of(key));
        self.db.execute_raw(Statement::from_string(self.db.get_database_backend(), sql)).await?;
        Ok(())
    }

    pub(crate) async fn close(&self) {
        self.db.close_by_ref().await.ok();
    }

    async fn state(&self, key: &Key) -> Result<TenantState, Error> {
        let select =
            Query::select().column("state").from(TABLE).and_where(Expr::col("key").eq(key.as_str())).to_owned();
        let row = self.db.query_one(&select).await?.ok_or_else(|| Error::NoTenant(key.clone()))?;
        let state: String = row.try_get("", "state")?;
        read_state(&state)
    }
}

impl TenantState {
    fn word(self) -> &'static str {
        match self {
            Self::Creating => "creating",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Deleting => "deleting",
        }
    }
}

/// The schema of a tenant on PostgreSQL. A key is ASCII letters, digits and `_`, so that it needs no escape.
pub(crate) fn schema_of(key: &Key) -> String {
    format!("t_{key}")
}

async fn create_schema(db: &DatabaseConnection, schema: &str) -> Result<(), Error> {
    let sql = format!("CREATE SCHEMA IF NOT EXISTS \"{schema}\"");
    unless_there(db.execute_raw(Statement::from_string(db.get_database_backend(), sql)).await)
}

/// Of two servers that begin at once, PostgreSQL tells the later one that it exists, `IF NOT EXISTS` or not.
fn unless_there<T>(made: Result<T, DbErr>) -> Result<(), Error> {
    match made.map_err(Error::from) {
        Ok(_) | Err(Error::Taken(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

fn read_state(word: &str) -> Result<TenantState, Error> {
    [TenantState::Creating, TenantState::Active, TenantState::Suspended, TenantState::Deleting]
        .into_iter()
        .find(|state| state.word() == word)
        .ok_or_else(|| unreadable(format!("`{word}` is not a state")))
}

fn unreadable(detail: String) -> Error {
    Error::Unreadable { what: TABLE, detail }
}
