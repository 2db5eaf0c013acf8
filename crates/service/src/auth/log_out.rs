use mortise_store::repos::sessions;
use serde_json::Value as Json;

use crate::{
    Platform, Result, Session,
    audit::{self, Object},
};

/// Ends the session; the cookie is worth nothing from now on.
pub async fn log_out(platform: &Platform, session: &Session) -> Result<()> {
    if let Some(login) = &session.identity.login {
        let tx = session.tenant.write().await?;
        sessions::end_session(&tx, login.id).await?;
        audit::note(&tx, &session.ctx, "log_out", Object::of_tenant("session", login.id), Json::Null).await?;
        tx.commit().await?;
    }
    platform.identities.forget(&session.ctx.tenant);
    Ok(())
}
