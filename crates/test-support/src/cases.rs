use std::{fs, path::PathBuf};

use serde_json::Value as Json;

/// One file of `tests/cases/<area>`.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// Its name without the ending, to be told when a case fails.
    pub name: String,
    /// What it says.
    pub json: Json,
}

/// All case files of an area, by name. Stops the test when there is none or one is no JSON.
pub fn case_files(area: &str) -> Vec<CaseFile> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases")).join(area);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<CaseFile> = entries
        .map(|entry| entry.expect("a listed file can be named").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            CaseFile { name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), json }
        })
        .collect();
    assert!(!files.is_empty(), "{} holds no case file", folder.display());
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files
}
