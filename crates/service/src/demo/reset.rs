//! Starting the demo over.

use std::sync::Arc;

use mortise_model::{Id, Issue, Key, Pointer};
use mortise_store::repos::{
    sessions::{self, Session as LogIn},
    users,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Shift, TENANT, set_up};
use crate::{Error, Platform, Result, Session};

/// That it is meant: what is thrown away does not come back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartOver {
    /// The key of the demo's tenant.
    confirm: String,
}

/// How far the demo is in being set up anew.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resetting {
    done: u64,
    total: u64,
}

/// How far the demo is in being set up anew.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ResettingView {
    /// So many records are there.
    done: u64,
    /// Of so many; 0 before that is known.
    total: u64,
}

/// Begins the demo's story anew: everything in its tenant is thrown away and set up again, and the clock goes back.
///
/// Goes on in the background; [`super::people`] tells how far it is. The person who asked stays logged in, everybody
/// else has to log in again. Refused with `demo_not_confirmed`, and with `demo_resetting` while it goes on.
pub async fn start_over(platform: &Arc<Platform>, session: &Session, params: &StartOver) -> Result<ResettingView> {
    if !platform.is_demo() || session.ctx.tenant.as_str() != TENANT {
        return Err(Error::NotFound("demo"));
    }
    if params.confirm != TENANT {
        let at = Pointer::root().at("confirm");
        return Err(Error::Invalid(Issue::error(at, "demo_not_confirmed").with("tenant", TENANT).into()));
    }
    {
        let mut resetting = platform.resetting.lock();
        if resetting.is_some() {
            return Err(Error::conflict("demo_resetting"));
        }
        *resetting = Some(Resetting { done: 0, total: 0 });
    }
    let kept = kept_log_in(session).await;
    let (username, platform) = (session.user().username.clone(), Arc::clone(platform));
    tokio::spawn(async move {
        let done = begin_anew(&platform, &username, kept).await;
        *platform.resetting.lock() = None;
        match done {
            Ok(()) => tracing::info!("the demo was set up anew"),
            Err(error) => tracing::error!(%error, "the demo could not be set up anew"),
        }
    });
    Ok(ResettingView { done: 0, total: 0 })
}

/// How far it is; nothing where it is not being set up.
pub(super) fn view(platform: &Platform) -> Option<ResettingView> {
    platform.resetting.lock().map(|Resetting { done, total }| ResettingView { done, total })
}

/// Refuses for now whoever comes to the demo while it is being set up anew: nobody is logged out by that.
pub(crate) fn require_settled(platform: &Platform, tenant: &Key) -> Result<()> {
    let unsettled = tenant.as_str() == TENANT && platform.resetting.lock().is_some();
    if unsettled { Err(Error::Unavailable) } else { Ok(()) }
}

/// The log-in of the person who asks, which is to hold in the new story too.
async fn kept_log_in(session: &Session) -> Option<LogIn> {
    let login = session.identity.login.as_ref()?;
    let live = sessions::sessions_of(session.tenant.reader(), session.user_id(), session.ctx.now).await.ok()?;
    live.into_iter().find(|live| live.id == login.id)
}

async fn begin_anew(platform: &Arc<Platform>, username: &str, kept: Option<LogIn>) -> Result<()> {
    let key = Key::new(TENANT).expect("a literal key");
    // Nothing else is under way meanwhile, and nothing begins.
    let _alone = platform.queue.alone().await;
    platform.tenants.delete(&key).await?;
    platform.identities.forget(&key);
    platform.models.forget_all(&key);
    platform.armed.lock().retain(|(of, _), _| *of != key);
    platform.clock.set_back();
    platform.ids.set_back();
    let progress = {
        let platform = Arc::clone(platform);
        move |done, total| *platform.resetting.lock() = Some(Resetting { done, total })
    };
    let shift = if platform.clock.is_set() { Shift::None } else { Shift::ToNow };
    set_up(platform, &platform.templates, shift, &progress).await?;
    if let Some(login) = kept {
        keep(platform, &key, username, login).await?;
    }
    Ok(())
}

/// Lets a log-in hold for the same person of the new story.
async fn keep(platform: &Platform, key: &Key, username: &str, login: LogIn) -> Result<()> {
    let tenant = platform.open(key).await?;
    let tx = tenant.write().await?;
    let Some(user) = users::user_by_username(&tx, username).await?.filter(|user| user.active) else { return Ok(()) };
    let id: Id = platform.ids.next(platform.clock.now());
    sessions::insert_session(&tx, &LogIn { id, user: user.id, ..login }).await?;
    Ok(tx.commit().await?)
}
