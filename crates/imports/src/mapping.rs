use indexmap::IndexMap;
use mortise_model::{Issue, Issues, Key, Pointer, read_document};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The version of the document format.
pub const DOCUMENT_VERSION: u32 = 1;

/// How the columns of a file become fields of a form, and what happens to records that are there already.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MappingSpec {
    /// Where the schema of this document lies, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the document format.
    #[serde(default = "version")]
    pub version: u32,
    /// The columns that are imported; all others are left out.
    pub columns: Vec<ColumnSpec>,
    /// The fields by which a record that is there already is found; empty: every row is a new record.
    #[serde(default, rename = "match")]
    pub match_fields: Vec<Key>,
    /// What happens to a record that was found so.
    #[serde(default)]
    pub on_match: OnMatch,
    /// What a blank cell does to the value of a record that was found.
    #[serde(default)]
    pub blanks: Blanks,
    /// The warnings that are confirmed; absent: a row that warns is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<ConfirmSpec>,
    /// Whether the rules before save run. Only who may design the app can leave them out.
    #[serde(default = "yes")]
    pub rules: bool,
    /// Whether the approval flow of each new record starts.
    #[serde(default)]
    pub flows: bool,
    /// The encoding of a CSV, such as `gb18030`; absent: found by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The sheet of a workbook; absent: the first that is not empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The number of the row with the column names, from 1; absent: the first that is not blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
}

/// One column and the field it goes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    /// The name of the column; absent where the expression needs none. A column may go to several fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The key of the field.
    pub to: Key,
    /// How the text is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parse: Option<ParseSpec>,
    /// Computes the value. `value` is the cell as `parse` and `dictionary` leave it; the other names are fields that
    /// columns before this one go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expr: Option<String>,
    /// Texts and what stands for them; what is not in it stays as it is.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub dictionary: IndexMap<String, String>,
    /// The field of the linked form that the text is looked for in; absent: its title, where that is one field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_by: Option<Key>,
    /// Whether a record that is not found is made, with the text as its only value.
    #[serde(default, skip_serializing_if = "is_false")]
    pub create_missing: bool,
}

/// How the text of a cell is read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParseSpec {
    /// The pattern of a date, such as `%b %d %Y` for `Jun 12 1998`; cells that are dates in the file need none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Mends text that somebody once read in the wrong encoding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misread: Option<MisreadSpec>,
}

/// Text was `was`, was read as `as`, and is mended by going back. Where that is not possible it stays as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MisreadSpec {
    /// The encoding that it was in, such as `windows-1252`.
    pub was: String,
    /// The encoding that it was taken for, such as `macintosh`.
    #[serde(rename = "as")]
    pub taken_for: String,
}

/// What happens to a row whose record is there already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnMatch {
    /// It becomes a new record all the same.
    #[default]
    Create,
    /// It changes the record.
    Update,
    /// It is left out.
    Skip,
}

/// What a blank cell does to a value that is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Blanks {
    /// Nothing.
    #[default]
    Keep,
    /// It empties it.
    Clear,
}

/// Which warnings are confirmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ConfirmSpec {
    /// `all`.
    All(AllWord),
    /// These codes.
    Codes(Vec<String>),
}

/// The word `all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AllWord {
    /// Every warning.
    All,
}

impl Default for MappingSpec {
    fn default() -> Self {
        Self {
            schema: None,
            version: DOCUMENT_VERSION,
            columns: Vec::new(),
            match_fields: Vec::new(),
            on_match: OnMatch::default(),
            blanks: Blanks::default(),
            confirm: None,
            rules: true,
            flows: false,
            encoding: None,
            sheet: None,
            header_row: None,
        }
    }
}

impl ColumnSpec {
    /// A column that goes to a field as it is.
    pub fn plain(from: impl Into<String>, to: Key) -> Self {
        Self {
            from: Some(from.into()),
            to,
            parse: None,
            expr: None,
            dictionary: IndexMap::new(),
            link_by: None,
            create_missing: false,
        }
    }
}

/// Reads a mapping; a misspelt, missing or wrong property is an issue with its pointer.
pub fn read_mapping(json: &Json) -> Result<MappingSpec, Issues> {
    let spec: MappingSpec = read_document(json)?;
    if spec.version != DOCUMENT_VERSION {
        let issue =
            Issue::error(Pointer::root().at("version"), "unknown_document_version").with("known", DOCUMENT_VERSION);
        return Err(issue.into());
    }
    Ok(spec)
}

fn version() -> u32 {
    DOCUMENT_VERSION
}

fn yes() -> bool {
    true
}

fn is_false(flag: &bool) -> bool {
    !flag
}
