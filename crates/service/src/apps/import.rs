use mortise_bundles::{ArchiveError, ArchiveLimits, Bundle, FileIssue, read_files, unpack};
use mortise_model::{Issue, Issues, Key, Pointer};

use super::install::{Install, Installed, file_issues, install_once};
use crate::{
    Error, Platform, Result, Session,
    idempotency::{Answered, Once},
};

/// What an imported zip may unpack to.
const UNPACKED: ArchiveLimits = ArchiveLimits { entries: 2_000, file_bytes: 16 << 20, total_bytes: 64 << 20, depth: 6 };

/// Installs an app from a zip, as [`super::export()`] makes one, under `key` or its own. Its demo people and records,
/// where it has some, stay behind. All that is wrong with it is told at once: pointers begin with the file's name.
pub async fn import(
    platform: &Platform,
    session: &Session,
    zip: Vec<u8>,
    key: Option<Key>,
    once: &Once,
) -> Result<Answered<Installed>> {
    if !session.is_owner() {
        return Err(Error::Forbidden("owner_only"));
    }
    let read = tokio::task::spawn_blocking(move || bundle_in(&zip));
    let bundle = read.await.map_err(Error::internal)??;
    let params = Install { key, installer: Some(session.user_id()), ..Install::default() };
    install_once(platform, (&session.ctx, &session.tenant), &bundle, params, (once, &|_, _| {})).await
}

fn bundle_in(zip: &[u8]) -> Result<Bundle> {
    let files = unpack(zip, UNPACKED).map_err(|error| Error::Invalid(Issues::from(issue(&error))))?;
    read_files(&files).map_err(|issues: Vec<FileIssue>| Error::Invalid(file_issues(issues)))
}

fn issue(error: &ArchiveError) -> Issue {
    let root = Pointer::root();
    match error {
        ArchiveError::NotAZip => Issue::error(root, "not_a_zip"),
        ArchiveError::TooLarge { what, most } => {
            Issue::error(root, "zip_too_large").with("what", *what).with("most", *most)
        }
        ArchiveError::BadEntry(name) => Issue::error(root, "zip_bad_entry").with("name", name.as_str()),
    }
}
