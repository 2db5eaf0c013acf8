use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::{DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::Sharing;
use crate::{Error, connection::sqlite_writer, statistics::Statistics};

/// How many commands share a commit at most.
const GROUP_SIZE: usize = 64;
/// How long a finished command waits for others at most.
const GROUP_PATIENCE: Duration = Duration::from_millis(2);

/// How often the sizes of tables are looked at; long commands look always.
const GROUPS_PER_LOOK: u64 = 2048;

/// The one writer of an SQLite file.
pub(crate) struct SqliteWriter {
    shared: Arc<Shared>,
}

struct Shared {
    file: PathBuf,
    state: Arc<Mutex<State>>,
    /// How many callers wait for the writer now.
    waiting: AtomicUsize,
}

#[derive(Default)]
struct State {
    /// Absent before the first use and after a failure: whatever a broken connection still holds goes with it.
    db: Option<DatabaseConnection>,
    group: Option<Group>,
    groups_opened: u64,
    statistics: Statistics,
}

/// Commands between one BEGIN and its COMMIT.
struct Group {
    number: u64,
    outer: DatabaseTransaction,
    opened: Instant,
    sharing: Sharing,
    finished: usize,
    /// Those of the finished commands that wait for the commit.
    members: Vec<oneshot::Sender<Result<(), String>>>,
}

/// The writer in the hands of one caller, before anything is begun.
pub(super) struct Turn {
    state: OwnedMutexGuard<State>,
    shared: Arc<Shared>,
}

/// One command with the writer in its hands.
pub(super) struct Command {
    /// Its savepoint; the first of a group needs none, for nobody stands before it.
    nested: Option<DatabaseTransaction>,
    state: OwnedMutexGuard<State>,
    shared: Arc<Shared>,
}

impl SqliteWriter {
    pub(crate) async fn open(file: PathBuf, statistics: Statistics) -> Result<Self, Error> {
        let db = sqlite_writer(&file).await?;
        let state = Arc::new(Mutex::new(State { db: Some(db), statistics, ..State::default() }));
        Ok(Self { shared: Arc::new(Shared { file, state, waiting: AtomicUsize::new(0) }) })
    }

    /// Waits until it is the caller's turn; may be given up at any time.
    pub(super) async fn turn(&self) -> Turn {
        Turn { state: self.shared.wait().await, shared: Arc::clone(&self.shared) }
    }

    /// Ends what is open and closes the file.
    pub(crate) async fn close(&self) {
        let mut state = self.shared.wait().await;
        state.commit_group().await.ok();
        if let Some(db) = state.db.take() {
            db.close().await.ok();
        }
    }
}

impl Shared {
    async fn wait(&self) -> OwnedMutexGuard<State> {
        struct Waiting<'a>(&'a AtomicUsize);
        impl Drop for Waiting<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::AcqRel);
            }
        }
        self.waiting.fetch_add(1, Ordering::AcqRel);
        let _waiting = Waiting(&self.waiting);
        Arc::clone(&self.state).lock_owned().await
    }

    fn someone_waits(&self) -> bool {
        self.waiting.load(Ordering::Acquire) > 0
    }
}

impl Turn {
    /// Opens a group or a savepoint in the open one. Must run to its end: a savepoint whose
    /// caller goes away while it is made would be undone twice by the layers below, the
    /// second time together with the whole group.
    pub(super) async fn begin(self, sharing: Sharing) -> Result<Command, Error> {
        let Self { mut state, shared } = self;
        if state.group.is_some() && sharing == Sharing::Alone {
            state.commit_group().await.ok();
        }
        let nested = match &state.group {
            Some(group) => match group.outer.begin().await {
                Ok(nested) => Some(nested),
                Err(error) => {
                    state.fail(&error.to_string()).await;
                    return Err(error.into());
                }
            },
            None => {
                state.open_group(&shared.file, sharing).await?;
                None
            }
        };
        Ok(Command { nested, state, shared })
    }
}

impl Command {
    pub(super) fn connection(&self) -> &DatabaseTransaction {
        match &self.nested {
            Some(nested) => nested,
            None => &self.state.group.as_ref().expect("a command stands in an open group").outer,
        }
    }

    pub(super) async fn commit(mut self) -> Result<(), Error> {
        if let Some(nested) = self.nested.take()
            && let Err(error) = nested.commit().await
        {
            self.state.fail(&error.to_string()).await;
            return Err(error.into());
        }
        let group = self.state.group.as_mut().expect("a command stands in an open group");
        group.finished += 1;
        if !self.shared.someone_waits() || group.is_due() {
            return self.state.commit_group().await;
        }
        let (told, mut answer) = oneshot::channel();
        group.members.push(told);
        let number = group.number;
        let Self { state, shared, .. } = self;
        drop(state);
        if let Ok(answer) = tokio::time::timeout(GROUP_PATIENCE, &mut answer).await {
            return outcome(answer);
        }
        // Whoever was to follow has gone away or takes long: this command ends the group itself.
        let mut state = shared.wait().await;
        if state.group.as_ref().is_some_and(|group| group.number == number) {
            state.commit_group().await.ok();
        }
        drop(state);
        outcome(answer.await)
    }

    pub(super) async fn rollback(mut self) -> Result<(), Error> {
        let Some(nested) = self.nested.take() else {
            let group = self.state.group.take().expect("a command stands in an open group");
            let result = group.outer.rollback().await;
            if result.is_err() {
                self.state.reconnect().await;
            }
            return Ok(result?);
        };
        if let Err(error) = nested.rollback().await {
            self.state.fail(&error.to_string()).await;
            return Err(error.into());
        }
        if !self.shared.someone_waits() {
            self.state.commit_group().await.ok();
        }
        Ok(())
    }
}

impl State {
    async fn open_group(&mut self, file: &std::path::Path, sharing: Sharing) -> Result<(), Error> {
        if self.db.is_none() {
            self.db = Some(sqlite_writer(file).await?);
        }
        let db = self.db.as_ref().expect("it was just opened");
        let immediate = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let outer = match db.begin_with_options(immediate).await {
            Ok(outer) => outer,
            Err(error) => {
                self.reconnect().await;
                return Err(error.into());
            }
        };
        self.groups_opened += 1;
        self.group = Some(Group {
            number: self.groups_opened,
            outer,
            opened: Instant::now(),
            sharing,
            finished: 0,
            members: Vec::new(),
        });
        Ok(())
    }

    /// Commits the open group, if there is one, and tells its members how it went.
    async fn commit_group(&mut self) -> Result<(), Error> {
        let Some(group) = self.group.take() else { return Ok(()) };
        let result = group.outer.commit().await;
        if result.is_ok() && (group.sharing == Sharing::Alone || group.number.is_multiple_of(GROUPS_PER_LOOK)) {
            self.look_at_sizes().await;
        }
        let told = result.as_ref().map_or_else(|error| Err(error.to_string()), |()| Ok(()));
        if result.is_err() {
            self.reconnect().await;
        }
        for member in group.members {
            member.send(told.clone()).ok();
        }
        Ok(result?)
    }

    /// Lets SQLite count anew the tables that have grown a lot: without that it guesses which index to use.
    async fn look_at_sizes(&self) {
        if let Some(db) = &self.db
            && let Err(error) = self.statistics.renew(db).await
        {
            tracing::warn!(%error, "the statistics of tables could not be renewed");
        }
    }

    /// Gives up the open group: its members are told, and the connection goes with all that it held.
    async fn fail(&mut self, why: &str) {
        if let Some(group) = self.group.take() {
            drop(group.outer);
            for member in group.members {
                member.send(Err(why.to_owned())).ok();
            }
        }
        self.reconnect().await;
    }

    async fn reconnect(&mut self) {
        if let Some(db) = self.db.take() {
            db.close().await.ok();
        }
    }
}

impl Group {
    fn is_due(&self) -> bool {
        self.sharing == Sharing::Alone || self.finished >= GROUP_SIZE || self.opened.elapsed() >= GROUP_PATIENCE
    }
}

fn outcome(answer: Result<Result<(), String>, oneshot::error::RecvError>) -> Result<(), Error> {
    match answer {
        Ok(Ok(())) => Ok(()),
        Ok(Err(why)) => Err(Error::GroupFailed(why)),
        Err(_) => Err(Error::GroupFailed("the writer ended".to_owned())),
    }
}
