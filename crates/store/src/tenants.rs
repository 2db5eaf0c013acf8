//! The tenants of this server: a directory of their keys and states, and a database of its own for each.
//!
//! **Invariant:** [`Tenants::open`] is the only way to a tenant's database, and a [`Tenant`] reaches
//! no other one: its connections know one file or one schema only.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use mortise_model::Key;
use parking_lot::Mutex;
use sea_orm_migration::MigratorTrait;

mod directory;
mod tenant;

pub use directory::{TenantEntry, TenantState};
pub use tenant::{ReadTx, Tenant};

use crate::{Backend, Error, Migrator};
pub(crate) use directory::{Directory, schema_of};

/// How long a known state of a tenant is believed: other servers may share the directory.
const STATE_BELIEVED: Duration = Duration::from_secs(3);

/// How many connections and tenants are held open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolLimits {
    /// Connections for reading an SQLite tenant, or all connections of a PostgreSQL tenant.
    pub per_tenant: u32,
    /// Tenants open at once; the one unused for longest is closed for another.
    pub open_tenants: usize,
}

impl Default for PoolLimits {
    fn default() -> Self {
        Self { per_tenant: 8, open_tenants: 50 }
    }
}

/// All tenants of this server.
pub struct Tenants {
    backend: Backend,
    limits: PoolLimits,
    directory: Directory,
    open: Mutex<HashMap<Key, Opened>>,
    /// Tenants are opened one after the other; those that are open do not wait for that.
    opening: tokio::sync::Mutex<()>,
}

struct Opened {
    tenant: Tenant,
    used: Instant,
    checked: Instant,
}

/// The proof that no other server works on this data folder, for as long as it is kept.
#[derive(Debug)]
pub struct DataLock {
    _file: std::fs::File,
}

impl Tenants {
    /// Opens the directory, which is made where it is absent.
    pub async fn connect(backend: Backend, limits: PoolLimits) -> Result<Self, Error> {
        let directory = Directory::open(&backend).await?;
        Ok(Self { backend, limits, directory, open: Mutex::default(), opening: tokio::sync::Mutex::default() })
    }

    /// Takes the data folder for this server alone; `None` where PostgreSQL looks after that itself.
    pub fn lock(&self) -> Result<Option<DataLock>, Error> {
        let Backend::Sqlite { dir } = &self.backend else { return Ok(None) };
        let path = dir.join("mortise.lock");
        let file = std::fs::File::create(&path).map_err(|source| io(&path, source))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(DataLock { _file: file })),
            Err(std::fs::TryLockError::WouldBlock) => Err(Error::InUse(dir.clone())),
            Err(std::fs::TryLockError::Error(source)) => Err(io(&path, source)),
        }
    }

    /// Makes a tenant: its database with all tables of this release, then its entry. `now_ms` is the moment.
    pub async fn create(&self, key: &Key, now_ms: i64) -> Result<Tenant, Error> {
        let _one_at_a_time = self.opening.lock().await;
        self.directory.announce(key, now_ms).await?;
        // A tenant that was announced and never finished may have left something behind.
        self.remove_database(key).await?;
        let tenant = self.open_database(key).await?;
        self.directory.set_state(key, TenantState::Active).await?;
        // Without room it is opened when it is wanted.
        if self.make_room().await.is_ok() {
            self.open.lock().insert(key.clone(), Opened::new(&tenant));
        }
        Ok(tenant)
    }

    /// The tenant with this key, brought up to this release where it was made by an older one.
    pub async fn open(&self, key: &Key) -> Result<Tenant, Error> {
        if let Some(tenant) = self.opened(key).await? {
            return Ok(tenant);
        }
        let _one_at_a_time = self.opening.lock().await;
        if let Some(tenant) = self.opened(key).await? {
            return Ok(tenant);
        }
        self.directory.require_active(key).await?;
        self.make_room().await?;
        let tenant = self.open_database(key).await?;
        self.open.lock().insert(key.clone(), Opened::new(&tenant));
        Ok(tenant)
    }

    /// The tenant where it is open, after a look at its state where that was long ago.
    async fn opened(&self, key: &Key) -> Result<Option<Tenant>, Error> {
        let (tenant, believed) = match self.open.lock().get_mut(key) {
            None => return Ok(None),
            Some(opened) => {
                opened.used = Instant::now();
                (opened.tenant.clone(), opened.checked.elapsed() < STATE_BELIEVED)
            }
        };
        if believed {
            return Ok(Some(tenant));
        }
        if let Err(error) = self.directory.require_active(key).await {
            self.open.lock().remove(key);
            return Err(error);
        }
        if let Some(opened) = self.open.lock().get_mut(key) {
            opened.checked = Instant::now();
        }
        Ok(Some(tenant))
    }

    /// All tenants by key.
    pub async fn list(&self) -> Result<Vec<TenantEntry>, Error> {
        self.directory.list().await
    }

    /// Suspends a tenant or lets it work again. Elsewhere it takes a few seconds to be noticed.
    pub async fn set_state(&self, key: &Key, state: TenantState) -> Result<(), Error> {
        self.directory.set_state(key, state).await?;
        self.forget(key).await;
        Ok(())
    }

    /// Deletes a tenant with all that it holds.
    pub async fn delete(&self, key: &Key) -> Result<(), Error> {
        self.directory.set_state(key, TenantState::Deleting).await?;
        self.forget(key).await;
        self.remove_database(key).await?;
        self.directory.remove(key).await
    }

    /// Closes everything, after what is running has ended.
    pub async fn close(&self) {
        let open: Vec<Opened> = self.open.lock().drain().map(|(_, opened)| opened).collect();
        for opened in open {
            opened.tenant.close().await;
        }
        self.directory.close().await;
    }

    async fn open_database(&self, key: &Key) -> Result<Tenant, Error> {
        let tenant = match &self.backend {
            Backend::Sqlite { dir } => {
                let folder = dir.join("tenants");
                std::fs::create_dir_all(&folder).map_err(|source| io(&folder, source))?;
                Tenant::on_sqlite(key, &sqlite_file(dir, key), self.limits.per_tenant).await?
            }
            Backend::Postgres { url } => {
                self.directory.create_schema(key).await?;
                Tenant::on_postgres(key, url, self.limits.per_tenant).await?
            }
        };
        let tx = tenant.write_alone().await?;
        Migrator::up(tx.connection(), None).await?;
        tx.commit().await?;
        Ok(tenant)
    }

    async fn remove_database(&self, key: &Key) -> Result<(), Error> {
        match &self.backend {
            Backend::Sqlite { dir } => remove_file(&sqlite_file(dir, key)),
            Backend::Postgres { .. } => self.directory.drop_schema(key).await,
        }
    }

    async fn forget(&self, key: &Key) {
        let opened = self.open.lock().remove(key);
        if let Some(opened) = opened {
            opened.tenant.close().await;
        }
    }

    /// Closes the tenant that nobody holds and that was unused for longest, where the room is full.
    async fn make_room(&self) -> Result<(), Error> {
        loop {
            let oldest = {
                let mut open = self.open.lock();
                if open.len() < self.limits.open_tenants {
                    return Ok(());
                }
                let idle = open.iter().filter(|(_, opened)| opened.tenant.is_idle());
                let oldest = idle.min_by_key(|(_, opened)| opened.used).map(|(key, _)| key.clone());
                oldest.and_then(|key| open.remove(&key))
            };
            oldest.ok_or(Error::Busy)?.tenant.close().await;
        }
    }
}

impl std::fmt::Debug for Tenants {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tenants").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Opened {
    fn new(tenant: &Tenant) -> Self {
        Self { tenant: tenant.clone(), used: Instant::now(), checked: Instant::now() }
    }
}

/// The file of a tenant in a data folder.
pub(crate) fn sqlite_file(dir: &Path, key: &Key) -> PathBuf {
    dir.join("tenants").join(format!("{key}.db"))
}

fn remove_file(file: &Path) -> Result<(), Error> {
    for suffix in ["", "-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(suffix);
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => return Err(io(Path::new(&path), source)),
            _ => {}
        }
    }
    Ok(())
}

fn io(path: &Path, source: std::io::Error) -> Error {
    Error::Io { path: path.to_owned(), source }
}
