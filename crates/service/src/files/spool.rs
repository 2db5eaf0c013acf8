//! Bytes on their way into the database. They lie in an unnamed file on disk, so that no transaction waits for a slow
//! sender and no memory for a large file.

use chrono::{DateTime, Utc};
use mortise_store::{ConnectionTrait, repos::blobs};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt, SeekFrom};

use super::content;
use crate::{Error, Limits, Result};

/// A file that somebody is sending.
#[derive(Debug)]
pub struct Incoming {
    disk: tokio::fs::File,
    hash: Sha256,
    size: u64,
    limit: u64,
    head: Vec<u8>,
}

/// Content that has come as a whole.
#[derive(Debug)]
pub(crate) struct Spooled {
    disk: tokio::fs::File,
    pub(super) head: Vec<u8>,
    pub(crate) sha256: String,
    pub(crate) size: i64,
}

impl Incoming {
    /// Nothing yet.
    pub fn new(limits: &Limits) -> Result<Self> {
        let disk = tokio::fs::File::from_std(tempfile::tempfile().map_err(Error::internal)?);
        Ok(Self { disk, hash: Sha256::new(), size: 0, limit: limits.file_bytes, head: Vec::new() })
    }

    /// Takes the next bytes; [`Error::TooLarge`] where these are more than a file may have.
    pub async fn take(&mut self, bytes: &[u8]) -> Result<()> {
        self.size += bytes.len() as u64;
        if self.size > self.limit {
            return Err(Error::TooLarge { limit: self.limit });
        }
        let missing = content::HEAD - self.head.len();
        self.head.extend_from_slice(&bytes[..bytes.len().min(missing)]);
        self.hash.update(bytes);
        self.disk.write_all(bytes).await.map_err(Error::internal)
    }

    /// All has come.
    pub(super) async fn end(mut self) -> Result<Spooled> {
        self.disk.flush().await.map_err(Error::internal)?;
        let size = i64::try_from(self.size).map_err(Error::internal)?;
        Ok(Spooled { disk: self.disk, head: self.head, sha256: hex::encode(self.hash.finalize()), size })
    }
}

impl Spooled {
    /// Content that lies in a file from its beginning to its end.
    pub(crate) async fn of(file: std::fs::File) -> Result<Self> {
        let mut disk = tokio::fs::File::from_std(file);
        disk.seek(SeekFrom::Start(0)).await.map_err(Error::internal)?;
        let (mut hash, mut size, mut head) = (Sha256::new(), 0, Vec::new());
        let mut piece = vec![0; blobs::PIECE_BYTES];
        loop {
            let length = disk.read(&mut piece).await.map_err(Error::internal)?;
            if length == 0 {
                return Ok(Self { disk, head, sha256: hex::encode(hash.finalize()), size });
            }
            if head.is_empty() {
                head.extend_from_slice(&piece[..length.min(content::HEAD)]);
            }
            hash.update(&piece[..length]);
            size += i64::try_from(length).map_err(Error::internal)?;
        }
    }

    /// Whether keeping it takes so long that other commands should not share its commit.
    pub(super) fn is_long(&self) -> bool {
        self.size > 4 * blobs::PIECE_BYTES as i64
    }
}

/// Keeps the content in the database, once for each hash.
pub(crate) async fn keep(db: &impl ConnectionTrait, content: &mut Spooled, now: DateTime<Utc>) -> Result<()> {
    if !blobs::begin_blob(db, &content.sha256, content.size, now).await? {
        return Ok(());
    }
    content.disk.seek(SeekFrom::Start(0)).await.map_err(Error::internal)?;
    for seq in 0.. {
        let mut piece = Vec::with_capacity(blobs::PIECE_BYTES);
        let most = blobs::PIECE_BYTES as u64;
        (&mut content.disk).take(most).read_to_end(&mut piece).await.map_err(Error::internal)?;
        if piece.is_empty() {
            break;
        }
        blobs::put_piece(db, &content.sha256, seq, piece).await?;
    }
    Ok(())
}
