//! What the product tells people: who is meant, how it is kept, and how they read it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use mortise_model::{Ctx, I18n, Id, Key};
use mortise_store::{
    ConnectionTrait,
    repos::{
        Page,
        notifications::{self as repo, Notification},
        users,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::{Error, News, Platform, Result, Session};

/// How many notifications one page has.
const AT_ONCE: u64 = 30;

/// Something to tell people.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    /// What kind of news: `task_assigned`, `task_overdue`, `rule` …
    pub(crate) kind: String,
    /// The one line.
    pub(crate) title: I18n,
    /// More, where there is more.
    pub(crate) body: Option<I18n>,
    /// Where it leads.
    pub(crate) target: Option<Json>,
    /// What keeps it from being told to the same person twice.
    pub(crate) once: Option<String>,
}

/// Tells people something in the caller's transaction; those to whom it is new.
pub(crate) async fn tell(db: &impl ConnectionTrait, ctx: &Ctx, to: &[Id], notice: &Notice) -> Result<BTreeSet<Id>> {
    let mut told = BTreeSet::new();
    for user in to {
        let notification = Notification {
            id: ctx.new_id(),
            user: *user,
            kind: notice.kind.clone(),
            title: notice.title.clone(),
            body: notice.body.clone(),
            target: notice.target.clone(),
            dedupe_key: notice.once.clone(),
            at: ctx.now,
            read_at: None,
        };
        if repo::notify(db, &notification).await? {
            told.insert(*user);
        }
    }
    Ok(told)
}

/// Who looks after an app: the active people with its role `admin`; where there are none, the owners of the tenant.
pub(crate) async fn administrators(db: &impl ConnectionTrait, app: &Key) -> Result<Vec<Id>> {
    let active = |people: Vec<users::User>| people.into_iter().filter(|user| user.active).map(|user| user.id);
    let found: Vec<Id> = active(users::people_with_role(db, app, "admin").await?).collect();
    if found.is_empty() { Ok(active(users::owners(db).await?).collect()) } else { Ok(found) }
}

/// Something that a person was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationView {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// What kind of news: `task_assigned`, `task_due_soon`, `task_overdue`, `task_urged`, `task_cancelled`, `returned`, `approved`,
    /// `rejected`, `withdrawn`, `terminated`, `cc`, `commented`, `incident`, `rule`, `rule_failed`.
    pub kind: String,
    /// The one line: of news of flows the title of the record, of rules their own headline.
    #[schema(value_type = Object)]
    pub title: I18n,
    /// More, where there is more.
    #[schema(value_type = Option<Object>)]
    pub body: Option<I18n>,
    /// Where it leads: `{app, form?, record?, instance?, task?, node?, rule?}`.
    #[schema(value_type = Option<Object>)]
    pub target: Option<Json>,
    /// When.
    pub at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

/// One page of what a person was told.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationPage {
    /// The newest first.
    pub items: Vec<NotificationView>,
    /// Leads to the next page.
    pub next_cursor: Option<String>,
    /// How many are unread in all.
    pub unread: u64,
}

/// What has been read.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadNotifications {
    /// Which; absent: all.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub ids: Option<Vec<Id>>,
}

/// How many are still unread.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnreadView {
    /// So many.
    pub unread: u64,
}

/// What the person was told, newest first.
pub async fn notifications(_: &Platform, session: &Session, cursor: Option<Id>) -> Result<NotificationPage> {
    let (db, me) = (session.tenant.reader(), session.user_id());
    let page = cursor.map_or_else(|| Page::first(AT_ONCE), |last| Page::after(last, AT_ONCE));
    let found = repo::notifications_for(db, me, page).await?;
    let full = found.len() as u64 == AT_ONCE;
    let next_cursor = found.last().filter(|_| full).map(|last| last.id.to_string());
    let items = found.into_iter().map(view).collect();
    Ok(NotificationPage { items, next_cursor, unread: repo::count_unread(db, me).await? })
}

/// Notes what the person has read.
pub async fn read_notifications(
    platform: &Platform,
    session: &Session,
    params: ReadNotifications,
) -> Result<UnreadView> {
    const MOST: usize = 500;
    if params.ids.as_ref().is_some_and(|ids| ids.len() > MOST) {
        let at = mortise_model::Pointer::root().at("ids");
        return Err(Error::Invalid(mortise_model::Issue::error(at, "too_many").with("max", MOST).into()));
    }
    let me = session.user_id();
    let tx = session.tenant.write().await?;
    let read = repo::mark_read(&tx, me, params.ids.as_deref(), session.ctx.now).await?;
    tx.commit().await?;
    if read > 0 {
        // The person's other pages count anew.
        platform.events.tell(&session.ctx.tenant, me, News::Notification);
    }
    Ok(UnreadView { unread: repo::count_unread(session.tenant.reader(), me).await? })
}

fn view(notification: Notification) -> NotificationView {
    let Notification { id, kind, title, body, target, at, read_at, .. } = notification;
    NotificationView { id, kind, title, body, target, at, read_at }
}
