use chrono::TimeDelta;
use mortise_model::{Actor, Key, Locale};
use mortise_store::repos::{
    sessions::{self, Session as SessionRow},
    users::{self, Credential, User},
};
use serde_json::json;

use super::{password, token};
use crate::{
    Error, Platform, Result,
    audit::{self, Object},
};

/// How long a log-in lasts without a new one.
const LASTS: TimeDelta = TimeDelta::hours(12);
/// So many tries may fail before waiting begins.
const FREE_TRIES: u32 = 5;
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;

/// What a log-in needs.
#[derive(Debug, Clone)]
pub struct LogIn {
    /// The tenant.
    pub tenant: String,
    /// The log-in name.
    pub username: String,
    /// The password.
    pub password: String,
    /// The program and address it comes from, for the list of sessions.
    pub user_agent: Option<String>,
    /// The address it comes from.
    pub address: Option<String>,
}

/// A log-in that was accepted.
#[derive(Debug)]
pub struct LoggedIn {
    /// The secret of the cookie.
    pub token: String,
    /// The secret that every write carries in a header.
    pub csrf_token: String,
    /// Who.
    pub user: User,
    /// Where.
    pub tenant: Key,
}

/// Checks name and password and opens a session.
///
/// An unknown tenant, an unknown name and a wrong password are answered alike. After five
/// failures each further try waits twice as long as the one before, at most 15 minutes.
pub async fn log_in(platform: &Platform, params: LogIn, request_id: &str) -> Result<LoggedIn> {
    let refused = || Error::LoginRefused { retry_after: None };
    let key = Key::new(&params.tenant).ok();
    if let Some(key) = &key {
        crate::demo::require_settled(platform, key)?;
    }
    let tenant = match &key {
        Some(key) => platform.open(key).await.ok(),
        None => None,
    };
    let (Some(key), Some(tenant)) = (key, tenant) else {
        password::fits(params.password, None).await?;
        return Err(refused());
    };
    let now = platform.clock.now();
    let credential = users::credential_of(tenant.reader(), &params.username).await?;
    if let Some(until) = credential.as_ref().and_then(|credential| credential.locked_until).filter(|until| *until > now)
    {
        let seconds = u32::try_from((until - now).num_seconds() + 1).unwrap_or(u32::MAX);
        return Err(Error::LoginRefused { retry_after: Some(seconds) });
    }
    let hash = credential.as_ref().filter(|c| c.user.active).and_then(|credential| credential.password_hash.clone());
    let fits = password::fits(params.password.clone(), hash).await?;
    let Some(credential) = credential else { return Err(refused()) };
    let ctx = platform.ctx(&key, Actor::User(credential.user.id), Locale::default(), request_id);
    let tx = tenant.write().await?;
    if !fits {
        note_failure(&tx, &credential, now).await?;
        tx.commit().await?;
        return Err(refused());
    }
    let token = token::new(&key);
    let csrf_token = token::csrf(&token);
    let row = SessionRow {
        id: ctx.new_id(),
        token_hash: token::hash(&token),
        csrf_hash: token::hash(&csrf_token),
        user: credential.user.id,
        created_at: now,
        last_seen_at: now,
        expires_at: now + LASTS,
        user_agent: params.user_agent,
        address: params.address,
    };
    sessions::insert_session(&tx, &row).await?;
    users::note_login(&tx, credential.user.id, now).await?;
    audit::note(
        &tx,
        &ctx,
        "log_in",
        Object::of_tenant("session", row.id),
        json!({"username": credential.user.username}),
    )
    .await?;
    tx.commit().await?;
    Ok(LoggedIn { token, csrf_token, user: credential.user, tenant: key })
}

async fn note_failure(
    tx: &mortise_store::WriteTx,
    credential: &Credential,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let failures = users::count_failed_login(tx, credential.user.id).await?;
    if failures >= FREE_TRIES {
        let wait =
            1i64.checked_shl(failures - FREE_TRIES + 1).unwrap_or(LONGEST_WAIT_SECONDS).min(LONGEST_WAIT_SECONDS);
        users::lock_user(tx, credential.user.id, now + TimeDelta::seconds(wait)).await?;
    }
    Ok(())
}
