use bytes::Bytes;
use futures_util::{Stream, stream};
use mortise_model::Id;
use mortise_store::{
    Tenant,
    repos::{
        blobs::blob_piece,
        files::{File, file_by_id, uses_of},
    },
};
use serde_json::json;

use super::{FileView, access::shown_by};
use crate::{
    Error, Platform, Result, Session,
    audit::{self, Object},
};

/// A file to be sent to a reader.
#[derive(Debug)]
pub struct Download {
    /// What is known of it.
    pub file: FileView,
    tenant: Tenant,
}

/// A file, for who may read it; to everybody else it is not there. Downloads of exports are noted in the audit trail.
pub async fn read(platform: &Platform, session: &Session, id: Id) -> Result<Download> {
    let file = readable(platform, session, id).await?;
    if let Some(export) = file.detail.as_ref().and_then(|detail| detail.get("export")) {
        let tx = session.tenant.write().await?;
        let detail = json!({"export": export, "sha256": file.sha256});
        audit::note(&tx, &session.ctx, "download_export", Object::of_tenant("file", id), detail).await?;
        tx.commit().await?;
    }
    Ok(Download { file: file.into(), tenant: session.tenant.clone() })
}

impl Download {
    /// Its content, piece by piece; no connection is held between them.
    pub fn content(self) -> impl Stream<Item = Result<Bytes>> + Send + 'static {
        let Self { file, tenant } = self;
        stream::try_unfold((tenant, file, 0_i64, 0_i64), |(tenant, file, seq, sent)| async move {
            if sent >= file.size {
                return Ok(None);
            }
            let piece = blob_piece(tenant.reader(), &file.sha256, seq).await?;
            let piece = piece.ok_or_else(|| Error::internal(format!("piece {seq} of `{}` is missing", file.sha256)))?;
            let sent = sent + i64::try_from(piece.len()).map_err(Error::internal)?;
            Ok(Some((Bytes::from(piece), (tenant, file, seq + 1, sent))))
        })
    }
}

/// The file, where the person may read it.
pub(super) async fn readable(platform: &Platform, session: &Session, id: Id) -> Result<File> {
    let db = session.tenant.reader();
    let file = file_by_id(db, id).await?.ok_or(Error::NotFound("file"))?;
    let uses = uses_of(db, id).await?;
    if uses.is_empty() && file.created_by == Some(session.user_id()) {
        return Ok(file);
    }
    for held in &uses {
        let model = match platform.app(session, &held.app).await {
            Err(Error::NotFound(_)) => continue,
            model => model?,
        };
        if shown_by(db, &model, (&session.ctx, &*session.identity), held).await? {
            return Ok(file);
        }
    }
    Err(Error::NotFound("file"))
}
