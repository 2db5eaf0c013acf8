use chrono::{DateTime, Utc};
use mortise_access::Act;
use mortise_model::{Id, Issue, Issues, Key, Pointer};
use mortise_store::repos::{
    Page,
    comments::{self as repo, Comment},
    users,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::require_visible;
use crate::{
    Error, Platform, Result, Session,
    audit::{self, Object},
    flows::PersonRef,
    idempotency::{Answered, Once},
};

const AT_MOST: u64 = 200;
const LONGEST: usize = 4_000;

/// What somebody said about a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommentView {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; absent: the product.
    pub by: Option<PersonRef>,
    /// What.
    pub text: String,
}

/// What somebody says about a record.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentParams {
    /// The text, at most 4,000 characters.
    pub text: String,
}

/// What was said about a record, oldest first, for those who may read it.
pub async fn comments(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    id: Id,
) -> Result<Vec<CommentView>> {
    let model = platform.app(session, app).await?;
    require_visible(&model, session, form, Act::Read, id).await?;
    let db = session.tenant.reader();
    let mut found = repo::comments_at(db, (app, form, id), Page::first(AT_MOST)).await?;
    found.sort_by_key(|comment| comment.id);
    let mut people: Vec<Id> = found.iter().filter_map(|comment| comment.author).collect();
    people.sort_unstable();
    people.dedup();
    let people = users::users_by_ids(db, &people).await?;
    let name = |id: Id| {
        let name = people.iter().find(|user| user.id == id).map_or_else(String::new, |user| user.name.clone());
        PersonRef { id, name }
    };
    Ok(found
        .into_iter()
        .filter(|comment| comment.deleted_at.is_none())
        .map(|comment| CommentView { id: comment.id, at: comment.at, by: comment.author.map(name), text: comment.body })
        .collect())
}

/// Says something about a record.
pub async fn comment(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    id: Id,
    (params, once): (CommentParams, &Once),
) -> Result<Answered<CommentView>> {
    let model = platform.app(session, app).await?;
    require_visible(&model, session, form, Act::Read, id).await?;
    let text = params.text.trim().to_owned();
    if text.is_empty() || text.chars().count() > LONGEST {
        let issue = Issue::error(Pointer::root().at("text"), "comment_length").with("max", LONGEST);
        return Err(Error::Invalid(Issues::from(issue)));
    }
    let ctx = &session.ctx;
    let comment = Comment {
        id: ctx.new_id(),
        app: app.clone(),
        form: form.clone(),
        record: id,
        reply_to: None,
        author: Some(session.user_id()),
        body: text,
        mentions: Vec::new(),
        at: ctx.now,
        edited_at: None,
        deleted_at: None,
    };
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, ctx).await? {
        return Ok(answer);
    }
    repo::insert_comment(&tx, &comment).await?;
    audit::note(&tx, ctx, "comment_record", Object::of_app(app, "record", id), Json::Null).await?;
    let by = PersonRef { id: session.user_id(), name: session.user().name.clone() };
    let view = CommentView { id: comment.id, at: comment.at, by: Some(by), text: comment.body };
    once.keep(&tx, ctx, 201, &view).await?;
    tx.commit().await?;
    Ok(Answered::Now(view))
}
