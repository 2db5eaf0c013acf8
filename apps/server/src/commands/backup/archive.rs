//! The file of a backup: a zip with `manifest.json` and the databases that it lists with their hashes.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Seek, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Utc};
use semver::Version;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// The format that this release writes.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
const LARGEST_MANIFEST: u64 = 16 << 20;

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The format: 1.
    pub(crate) version: u32,
    /// The release that made it.
    pub(crate) release: Version,
    /// When.
    pub(crate) made_at: DateTime<Utc>,
    /// The databases.
    pub(crate) files: Vec<Packed>,
}

/// A database in a backup.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Packed {
    /// Where it lies in a data folder.
    pub(crate) path: String,
    /// Its size.
    pub(crate) bytes: u64,
    /// SHA-256 of its content, in hexadecimal.
    pub(crate) sha256: String,
}

/// A backup that is read.
pub(crate) struct Archive {
    zip: ZipArchive<BufReader<File>>,
    pub(crate) manifest: Manifest,
}

/// Writes a new backup of these files of a folder.
pub(super) fn pack(folder: &Path, files: &[PathBuf], into: &Path, now: DateTime<Utc>) -> Result<Manifest> {
    let mut manifest =
        Manifest { version: FORMAT, release: super::super::bundle::release()?, made_at: now, files: Vec::new() };
    let target = File::create_new(into)?;
    let written = write(folder, files, BufWriter::new(target), &mut manifest);
    if written.is_err() {
        // Half a backup must not be taken for one.
        let _ = fs::remove_file(into);
    }
    written.map(|()| manifest)
}

fn write(folder: &Path, files: &[PathBuf], target: impl Write + Seek, manifest: &mut Manifest) -> Result<()> {
    let mut zip = ZipWriter::new(target);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    for file in files {
        let path = file.to_str().context("the name of a database is ASCII")?.to_owned();
        zip.start_file(path.as_str(), options)?;
        let (bytes, sha256) = copy(&mut File::open(folder.join(file))?, &mut zip)?;
        manifest.files.push(Packed { path, bytes, sha256 });
    }
    zip.start_file(MANIFEST, options)?;
    zip.write_all(&serde_json::to_vec_pretty(manifest)?)?;
    let mut target = zip.finish()?;
    Ok(target.flush()?)
}

impl Archive {
    /// Opens a backup of this release or an older one.
    pub(crate) fn open(file: &Path) -> Result<Self> {
        let mut zip = ZipArchive::new(BufReader::new(File::open(file)?)).context("it is not a backup of Mortise")?;
        let manifest: Manifest = {
            let entry = zip.by_name(MANIFEST).context("it is not a backup of Mortise: there is no manifest")?;
            serde_json::from_reader(entry.take(LARGEST_MANIFEST)).context("its manifest cannot be read")?
        };
        let release = super::super::bundle::release()?;
        if manifest.version != FORMAT || manifest.release > release {
            bail!("it was made by Mortise {}; this is {release}", manifest.release);
        }
        if let Some(strange) = manifest.files.iter().find(|packed| !is_database(&packed.path)) {
            bail!("it lists `{}`, which is no file of a data folder", strange.path);
        }
        Ok(Self { zip, manifest })
    }

    /// Unpacks all databases below a folder, each compared with its hash.
    pub(crate) fn unpack(mut self, folder: &Path) -> Result<Manifest> {
        fs::create_dir_all(folder.join("tenants"))?;
        for packed in &self.manifest.files {
            let entry = self.zip.by_name(&packed.path).with_context(|| format!("`{}` is missing", packed.path))?;
            let mut target = File::create_new(folder.join(&packed.path))?;
            // What the zip declares of sizes is not trusted: no more than the manifest says is unpacked.
            let (bytes, sha256) = copy(&mut entry.take(packed.bytes + 1), &mut target)?;
            if bytes != packed.bytes || sha256 != packed.sha256 {
                bail!("`{}` is not what was backed up: the file is damaged", packed.path);
            }
            target.sync_all()?;
        }
        Ok(self.manifest)
    }
}

/// Whether a path is the directory or a tenant of a data folder.
fn is_database(path: &str) -> bool {
    let tenant = path.strip_prefix("tenants/").and_then(|name| name.strip_suffix(".db"));
    path == "directory.db" || tenant.is_some_and(|key| mortise_model::Key::new(key).is_ok())
}

/// Copies and tells how much, with its hash.
fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<(u64, String)> {
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok((bytes, hex::encode(hash.finalize())));
        }
        hash.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
        bytes += read as u64;
    }
}
