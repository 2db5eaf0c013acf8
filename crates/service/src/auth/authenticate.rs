use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use mortise_access::Subject;
use mortise_model::{Actor, Id, Key, Locale};
use mortise_store::{
    ConnectionTrait, Tenant,
    repos::{api_keys, departments, grants, sessions, users},
};
use parking_lot::Mutex;

use super::token;
use crate::{Error, Platform, Result, Session, session::Identity, session::Login};

/// Who stands behind a secret, remembered for a few seconds so that a page of requests asks once.
#[derive(Debug)]
pub(crate) struct Identities {
    believed: Duration,
    known: Mutex<HashMap<String, Known>>,
}

/// Since when, of which tenant, who.
type Known = (Instant, Key, Arc<Identity>);

const REMEMBERED: usize = 10_000;

impl Identities {
    pub(crate) fn new(believed: Duration) -> Self {
        Self { believed, known: Mutex::default() }
    }

    fn get(&self, hash: &str) -> Option<Arc<Identity>> {
        let known = self.known.lock();
        known.get(hash).filter(|(at, _, _)| at.elapsed() < self.believed).map(|(_, _, identity)| Arc::clone(identity))
    }

    fn put(&self, hash: String, tenant: Key, identity: Arc<Identity>) {
        let mut known = self.known.lock();
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(hash, (Instant::now(), tenant, identity));
    }

    /// Forgets everybody of a tenant: roles, departments or a log-in have changed.
    pub(crate) fn forget(&self, tenant: &Key) {
        self.known.lock().retain(|_, (_, of, _)| of != tenant);
    }
}

/// Finds who stands behind the secret of a cookie or an API key.
pub async fn authenticate(platform: &Platform, secret: &str, locale: Locale, request_id: &str) -> Result<Session> {
    let tenant_key = token::tenant(secret).ok_or(Error::Unauthorized)?;
    crate::demo::require_settled(platform, &tenant_key)?;
    let tenant = platform.open(&tenant_key).await.map_err(|_| Error::Unauthorized)?;
    let hash = token::hash(secret);
    let identity = match platform.identities.get(&hash) {
        Some(identity) => identity,
        None => {
            let identity = Arc::new(look_up(&tenant, &hash, platform.clock.now()).await?);
            platform.identities.put(hash, tenant_key.clone(), Arc::clone(&identity));
            identity
        }
    };
    let ctx = platform.ctx(&tenant_key, Actor::User(identity.user.id), locale, request_id);
    Ok(Session { ctx, tenant, identity })
}

/// Somebody who does not act just now, with the rights of this moment: for long work in their name. `as_asked` are the
/// language and the id of the request.
pub(crate) async fn act_for(
    platform: &Platform,
    tenant: &Tenant,
    user: Id,
    as_asked: (Locale, String),
) -> Result<Session> {
    let identity = Arc::new(identify(tenant.reader(), user, None).await?);
    let ctx = platform.ctx(tenant.key(), Actor::User(user), as_asked.0, as_asked.1);
    Ok(Session { ctx, tenant: tenant.clone(), identity })
}

async fn look_up(tenant: &Tenant, hash: &str, now: DateTime<Utc>) -> Result<Identity> {
    let db = tenant.reader();
    if let Some(session) = sessions::live_session(db, hash, now).await? {
        let login = Login { id: session.id, csrf_hash: session.csrf_hash };
        return identify(db, session.user, Some(login)).await;
    }
    let key = api_keys::live_api_key(db, hash, now).await?.ok_or(Error::Unauthorized)?;
    identify(db, key.user, None).await
}

/// A person with roles and departments; who is disabled is nobody.
pub(crate) async fn identify(db: &impl ConnectionTrait, user: Id, login: Option<Login>) -> Result<Identity> {
    let user = users::user_by_id(db, user).await?.filter(|user| user.active).ok_or(Error::Unauthorized)?;
    let own = users::depts_of(db, user.id).await?;
    let depts = departments::with_all_below(db, &own).await?;
    let roles = grants::grants_of(db, user.id).await?.into_iter().map(|grant| (grant.app, grant.role)).collect();
    let subject = Subject { user: Some(user.id), dept: user.main_dept, depts };
    Ok(Identity { user, subject, roles, login })
}
