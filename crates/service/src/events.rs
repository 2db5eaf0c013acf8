use mortise_model::{Id, Key};
use serde::Serialize;
use tokio::sync::broadcast;

const REMEMBERED: usize = 256;

/// Something that a person's open pages may want to know at once.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum News {
    /// A task came or went.
    Tasks,
    /// A job moved on.
    Job {
        /// Which.
        job: Id,
    },
    /// A notification arrived.
    Notification,
}

/// News for one person of one tenant.
#[derive(Debug, Clone)]
pub struct Event {
    /// The tenant.
    pub tenant: Key,
    /// The person.
    pub user: Id,
    /// What happened.
    pub news: News,
}

/// Hands news to the pages that listen; what nobody hears is lost, since every page also asks anew.
#[derive(Debug)]
pub struct Events(parking_lot::Mutex<Option<broadcast::Sender<Event>>>);

impl Default for Events {
    fn default() -> Self {
        Self(parking_lot::Mutex::new(Some(broadcast::channel(REMEMBERED).0)))
    }
}

impl News {
    /// The name of the event on the line.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Tasks => "task",
            Self::Job { .. } => "job",
            Self::Notification => "notification",
        }
    }
}

impl Events {
    /// Tells one person something.
    pub(crate) fn tell(&self, tenant: &Key, user: Id, news: News) {
        if let Some(sender) = &*self.0.lock() {
            // Nobody listening is no failure.
            let _ = sender.send(Event { tenant: tenant.clone(), user, news });
        }
    }

    /// All news from now on; `None` once the product is ending.
    pub fn listen(&self) -> Option<broadcast::Receiver<Event>> {
        self.0.lock().as_ref().map(broadcast::Sender::subscribe)
    }

    /// Ends all listening.
    pub fn close(&self) {
        self.0.lock().take();
    }
}
