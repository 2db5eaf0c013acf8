use mortise_store::repos::{audit, sessions};
use serde_json::json;

use crate::{Platform, Result, Session, audit::Entry};

/// Ends the session; the cookie is worth nothing from now on.
pub async fn log_out(platform: &Platform, session: &Session) -> Result<()> {
    if let Some(login) = &session.identity.login {
        let tx = session.tenant.write().await?;
        sessions::end_session(&tx, login.id).await?;
        audit::append(&tx, Entry::of(&session.ctx, "log_out", json!({})).into()).await?;
        tx.commit().await?;
    }
    platform.identities.forget(&session.ctx.tenant);
    Ok(())
}
