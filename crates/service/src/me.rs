//! Who one is, and what one may do.

use chrono::{DateTime, Utc};
use mortise_model::{I18n, Id, Key, Locale};
use mortise_store::repos::apps;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Error, Platform, Result, Session};

/// Who one is, and what one may do.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeView {
    /// Who.
    user: MeUser,
    /// Where.
    tenant: MeTenant,
    /// Whether this is the demo.
    demo: bool,
    /// What the server's clock shows, to which "two days ago" and "late" refer.
    #[schema(value_type = String, format = DateTime)]
    now: DateTime<Utc>,
    /// The apps in which one has a role.
    apps: Vec<MeApp>,
}

/// The person.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeUser {
    #[schema(value_type = String)]
    id: Id,
    username: String,
    name: String,
    #[schema(value_type = Option<String>)]
    dept: Option<Id>,
    #[schema(value_type = String)]
    locale: Locale,
    is_owner: bool,
}

/// The tenant.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeTenant {
    #[schema(value_type = String)]
    key: Key,
    name: String,
}

/// An app and one's place in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeApp {
    #[schema(value_type = String)]
    key: Key,
    #[schema(value_type = Object)]
    name: I18n,
    icon: Option<String>,
    #[schema(value_type = Vec<String>)]
    roles: Vec<Key>,
    can_design: bool,
}

/// Tells a person who they are and what they may do.
pub async fn me(platform: &Platform, session: &Session) -> Result<MeView> {
    let user = session.user();
    let mut mine = Vec::new();
    for app in apps::apps(session.tenant.reader()).await? {
        let roles = session.roles(&app.key);
        if roles.is_empty() && !session.is_owner() {
            continue;
        }
        let model = match platform.app(session, &app.key).await {
            Ok(model) => model,
            // An app that cannot be read must not lock everybody out of the others.
            Err(Error::Stored(issues)) => {
                tracing::error!(app.key = %app.key, ?issues, "an app cannot be read");
                continue;
            }
            Err(error) => return Err(error),
        };
        let can_design = model.may_design(session);
        mine.push(MeApp { key: app.key, name: app.name, icon: app.icon, roles, can_design });
    }
    Ok(MeView {
        user: MeUser {
            id: user.id,
            username: user.username.clone(),
            name: user.name.clone(),
            dept: user.main_dept,
            locale: user.locale,
            is_owner: user.is_owner,
        },
        tenant: MeTenant { key: session.ctx.tenant.clone(), name: session.ctx.tenant.to_string() },
        demo: platform.is_demo(),
        now: session.ctx.now,
        apps: mine,
    })
}
