use mortise_jobs::{Enqueue, enqueue};
use mortise_model::{Id, Issue, Issues, Pointer};
use mortise_store::repos::files::{File, insert_file};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Incoming, SweepFiles, content, keep};
use crate::{
    Error, Platform, Result, Session,
    idempotency::{Answered, Once},
};

/// A file as the HTTP interface names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileView {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub size: i64,
    /// Its type, as its content shows it.
    pub mime: String,
    /// The SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

impl From<File> for FileView {
    fn from(file: File) -> Self {
        Self { id: file.id, name: file.name, size: file.size, mime: file.mime, sha256: file.sha256 }
    }
}

/// Keeps a file that has come as a whole. Its type is what its content shows; content that its name denies is refused.
///
/// Until a record holds it, only the person reads it, and it is cleared away after a day. `key` is the
/// `Idempotency-Key` of the request.
pub async fn upload(
    platform: &Platform,
    session: &Session,
    incoming: Incoming,
    name: &str,
    key: Option<String>,
) -> Result<Answered<FileView>> {
    let mut content = incoming.end().await?;
    let name = content::safe_name(name);
    let at = Pointer::root().at("file");
    if content.size == 0 {
        return Err(Error::Invalid(Issues::from(Issue::error(at, "file_empty").with("name", name))));
    }
    if !content::fits(&name, &content.head) {
        return Err(Error::Invalid(Issues::from(Issue::error(at, "file_disguised").with("name", name))));
    }
    let file = File {
        id: session.ctx.new_id(),
        sha256: content.sha256.clone(),
        name,
        size: content.size,
        mime: content::mime_of(&content.head).to_owned(),
        detail: None,
        created_at: session.ctx.now,
        created_by: Some(session.user_id()),
    };
    let once = Once::new(key, format!("/files\n{} {}", file.sha256, file.name).as_bytes());
    let tx = if content.is_long() { session.tenant.write_alone().await? } else { session.tenant.write().await? };
    if let Some(answer) = once.claim(&tx, &session.ctx).await? {
        return Ok(answer);
    }
    keep(&tx, &mut content, session.ctx.now).await?;
    insert_file(&tx, &file).await?;
    let sweep = Enqueue { actor: None, ..Enqueue::new(&session.ctx) };
    enqueue(&tx, &SweepFiles {}, SweepFiles::after(sweep, file.created_at)).await?;
    let view = FileView::from(file);
    once.keep(&tx, &session.ctx, 201, &view).await?;
    tx.commit().await?;
    platform.queue.wake(&session.ctx.tenant);
    Ok(Answered::Now(view))
}
