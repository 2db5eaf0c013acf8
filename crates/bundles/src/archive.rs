//! Zip files, which strangers send.

use std::io::{Cursor, Read, Write};

use zip::{CompressionMethod, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::Files;

/// How much a zip may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArchiveLimits {
    /// How many entries.
    pub entries: usize,
    /// How many bytes one file has, unpacked.
    pub file_bytes: u64,
    /// How many bytes all files have together, unpacked.
    pub total_bytes: u64,
    /// How many folders stand in each other.
    pub depth: usize,
}

/// Why a zip is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// It is no zip, or a broken one.
    #[error("the file is not a readable zip")]
    NotAZip,
    /// It holds more than is allowed.
    #[error("the zip holds too much: more than {most} {what}")]
    TooLarge {
        /// Of what.
        what: &'static str,
        /// How much is allowed.
        most: u64,
    },
    /// An entry has a name that leads out of the bundle, or is no plain file.
    #[error("the zip holds the entry `{0}`, which is not a plain file inside it")]
    BadEntry(String),
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        Self { entries: 2_000, file_bytes: 64 << 20, total_bytes: 256 << 20, depth: 6 }
    }
}

/// Unpacks a zip within limits. What its directory declares is not trusted: the bytes that come out are counted.
///
/// Where all files lie in one outer folder, as zips of folders do, that folder is left out.
pub fn unpack(zip: &[u8], limits: ArchiveLimits) -> Result<Files, ArchiveError> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).map_err(|_| ArchiveError::NotAZip)?;
    if archive.len() > limits.entries {
        return Err(ArchiveError::TooLarge { what: "entries", most: limits.entries as u64 });
    }
    let mut files = Files::new();
    let mut left = limits.total_bytes;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|_| ArchiveError::NotAZip)?;
        let name = entry.name().map_err(|_| ArchiveError::NotAZip)?.into_owned();
        let folder = entry.is_dir();
        if !is_plain(name.trim_end_matches('/'), limits.depth) || entry.is_symlink() || entry.encrypted() {
            return Err(ArchiveError::BadEntry(name.chars().take(120).collect()));
        }
        if folder || is_clutter(&name) {
            continue;
        }
        let bytes = bounded(&mut entry, left, limits)?;
        left -= bytes.len() as u64;
        files.insert(name, bytes);
    }
    Ok(without_outer_folder(files))
}

/// Packs files into a zip. The same files always give the same bytes.
pub fn pack(files: &Files) -> Vec<u8> {
    write(files).expect("memory takes every byte, and the names were files of a bundle")
}

fn write(files: &Files) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn bounded(entry: &mut impl Read, left: u64, limits: ArchiveLimits) -> Result<Vec<u8>, ArchiveError> {
    let most = left.min(limits.file_bytes);
    let mut bytes = Vec::new();
    entry.take(most + 1).read_to_end(&mut bytes).map_err(|_| ArchiveError::NotAZip)?;
    if bytes.len() as u64 <= most {
        return Ok(bytes);
    }
    Err(if left < limits.file_bytes {
        ArchiveError::TooLarge { what: "bytes in all", most: limits.total_bytes }
    } else {
        ArchiveError::TooLarge { what: "bytes in one file", most: limits.file_bytes }
    })
}

/// Whether a name stays inside the bundle on every system.
pub(crate) fn is_plain(name: &str, depth: usize) -> bool {
    let bad = |part: &str| {
        part.is_empty() || part == "." || part == ".." || part.ends_with([' ', '.']) || part.contains(['\\', ':'])
    };
    !name.is_empty()
        && name.len() <= 400
        && !name.chars().any(char::is_control)
        && name.split('/').count() <= depth
        && !name.split('/').any(bad)
}

/// What file managers leave behind.
pub(crate) fn is_clutter(name: &str) -> bool {
    let part_is_clutter =
        |part: &str| part == "__MACOSX" || part == ".DS_Store" || part == "Thumbs.db" || part == ".git";
    name.split('/').any(part_is_clutter)
}

fn without_outer_folder(files: Files) -> Files {
    if files.contains_key("app.json") {
        return files;
    }
    let mut outer = files.keys().map(|name| name.split_once('/').map(|(folder, _)| folder));
    let Some(Some(first)) = outer.next() else { return files };
    if !outer.all(|folder| folder == Some(first)) || !files.contains_key(&format!("{first}/app.json")) {
        return files;
    }
    let cut = first.len() + 1;
    files.into_iter().map(|(name, bytes)| (name[cut..].to_owned(), bytes)).collect()
}

#[cfg(test)]
mod tests;
