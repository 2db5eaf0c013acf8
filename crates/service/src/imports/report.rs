//! What became of an import, for people and programs.

use std::borrow::Cow;

use mortise_imports::{Cell, Column, Columns, Format, MappingSpec, Table, TableRow, write_csv, write_xlsx};
use mortise_model::{Id, Issue, Issues, Locale, Pointer};
use mortise_store::{
    ConnectionTrait,
    repos::{
        blobs,
        files::{self, File},
        imports::{self, ImportRow, RowVerdict},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use super::{importer::Importer, start::mime};
use crate::{Error, Platform, Result};

/// How many verdicts a result holds; the file of refused rows holds all.
const MOST_VERDICTS: usize = 1_000;
const SAMPLES: usize = 5;
const AT_ONCE: u64 = 1_000;

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportResult {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// The columns of the file, with samples and the first field that each goes to.
    pub columns: Vec<FoundColumn>,
    /// The mapping that was used: the one that was sent, or the one that was proposed.
    #[schema(value_type = Object)]
    pub mapping: Json,
    /// What the file turned out to be: `csv` or `xlsx`.
    pub format: String,
    /// The encoding of a CSV.
    pub encoding: Option<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// All sheets of a workbook.
    pub sheets: Vec<String>,
    /// How many rows the file has.
    pub rows: i64,
    /// How many became new records.
    pub created: i64,
    /// How many were found to be there and were brought up to date.
    pub updated: i64,
    /// How many were left out, for their record is there already.
    pub skipped: i64,
    /// How many were refused.
    pub failed: i64,
    /// The refused rows with the reasons, in the format of the file that was imported; absent in a rehearsal.
    pub rejects_file: Option<RejectsFile>,
    /// What is wrong with which cell, at most 1,000.
    pub verdicts: Vec<CellVerdict>,
    /// How many verdicts more there are.
    pub more_verdicts: usize,
    /// What the import has written, to be looked at and undone as a whole.
    #[schema(value_type = Option<String>)]
    pub change_set: Option<Id>,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FoundColumn {
    /// Its name.
    pub from: String,
    /// The key of the field that it goes to.
    pub to: Option<String>,
    /// The first of its cells that are not blank.
    pub samples: Vec<String>,
    /// How many cells are blank.
    pub blank: usize,
}

/// What is wrong with one cell, or with a row as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CellVerdict {
    /// The number of the row as a spreadsheet shows it: the header is row 1.
    pub row: i64,
    /// The name of the column; absent where the row as a whole is meant.
    pub column: Option<String>,
    /// The key of the field.
    pub field: Option<String>,
    /// What, in lower snake case.
    pub code: String,
    /// What stands in the cell.
    pub value: Option<String>,
    /// The same in the language of the person who imports.
    pub message: String,
}

/// A file to fetch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RejectsFile {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub size: i64,
    /// Its type.
    pub mime: String,
    /// The hash of its content.
    pub sha256: String,
}

impl ImportResult {
    /// The result before anything was done.
    pub(super) fn of(table: &Table, spec: &MappingSpec) -> Self {
        let (format, encoding, sheet, sheets) = match &table.format {
            Format::Csv { encoding, .. } => ("csv", Some((*encoding).to_owned()), None, Vec::new()),
            Format::Xlsx { sheet, sheets } => ("xlsx", None, Some(sheet.clone()), sheets.clone()),
        };
        Self {
            columns: found(table, spec),
            mapping: json!(spec),
            format: format.to_owned(),
            encoding,
            sheet,
            sheets,
            rows: i64::try_from(table.rows.len()).unwrap_or(i64::MAX),
            ..Self::default()
        }
    }

    /// Adds verdicts as far as there is room.
    pub(super) fn add(&mut self, verdicts: impl IntoIterator<Item = CellVerdict>) {
        for verdict in verdicts {
            if self.verdicts.len() < MOST_VERDICTS {
                self.verdicts.push(verdict);
            } else {
                self.more_verdicts += 1;
            }
        }
    }
}

fn found(table: &Table, spec: &MappingSpec) -> Vec<FoundColumn> {
    let columns = table.columns.iter().enumerate().map(|(place, name)| {
        let cells = || table.rows.iter().map(move |row| &row.cells[place]);
        let target = spec.columns.iter().find(|column| column.from.as_ref() == Some(name));
        let shorten = |cell: &Cell| cell.shown().trim().chars().take(80).collect();
        FoundColumn {
            from: name.clone(),
            to: target.map(|column| column.to.to_string()),
            samples: cells().filter(|cell| !cell.is_blank()).take(SAMPLES).map(shorten).collect(),
            blank: cells().filter(|cell| cell.is_blank()).count(),
        }
    });
    columns.collect()
}

/// What is wrong with a row.
#[derive(Debug, Default)]
pub(super) struct Refusal {
    /// Issues by the place of their column in the mapping; absent: of the row as a whole.
    issues: Vec<(Option<usize>, Issue)>,
}

impl Refusal {
    /// Adds what is wrong with the cell of a column.
    pub(super) fn cell(&mut self, column: usize, issue: Issue) {
        self.issues.push((Some(column), issue));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.issues.is_empty()
    }

    /// An error of the door for writing, told about cells.
    pub(super) fn of(error: Error, columns: &Columns) -> Self {
        let code = |code: String| Issues::from(Issue::error(Pointer::root(), code));
        let issues = match error {
            Error::BadRequest(issues) | Error::Invalid(issues) | Error::Confirm(issues) => issues,
            Error::Forbidden(what) => code(what.to_owned()),
            Error::Conflict { code: what, .. } => code(what),
            other => code(other.to_string()),
        };
        let place = |issue: &Issue| {
            let field = issue.pointer.as_str().strip_prefix("/values/")?.split('/').next()?.to_owned();
            columns.iter().position(|column| *column.to == *field)
        };
        Self { issues: issues.into_iter().map(|issue| (place(&issue), issue)).collect() }
    }

    /// The verdicts, each with its sentence.
    pub(super) fn verdicts(
        &self,
        platform: &Platform,
        locale: Locale,
        row: &TableRow,
        (columns, names): (&Columns, &[String]),
    ) -> Vec<CellVerdict> {
        let told = self.issues.iter().map(|(place, issue)| {
            let column: Option<&Column> = place.and_then(|place| columns.iter().nth(place));
            let cell = column.and_then(|column| {
                let at = names.iter().position(|name| Some(name) == column.from.as_ref())?;
                row.cells.get(at)
            });
            CellVerdict {
                row: row.number.into(),
                column: column.and_then(|column| column.from.clone()),
                field: column.map(|column| column.to.to_string()).or_else(|| field_of(issue)),
                code: issue.code.clone(),
                value: cell.map(|cell| cell.shown().chars().take(200).collect()),
                message: platform.sentence(issue, locale),
            }
        });
        told.collect()
    }
}

/// The field that an issue names though no column goes to it, such as a required one.
fn field_of(issue: &Issue) -> Option<String> {
    let field = issue.pointer.as_str().strip_prefix("/values/")?.split('/').next()?;
    Some(field.to_owned())
}

/// What is kept of a refused row.
pub(super) fn refused_row(import: Id, row: &TableRow, verdicts: &[CellVerdict]) -> ImportRow {
    let cells: Vec<_> = row.cells.iter().map(Cell::shown).collect();
    ImportRow {
        import,
        row_no: row.number.into(),
        verdict: RowVerdict::Failed,
        record: None,
        issues: json!(verdicts),
        source: Some(json!(cells)),
    }
}

/// All refused rows of an import: adds their verdicts to the result and writes them into a file.
pub(super) async fn write_rejects(
    db: &impl ConnectionTrait,
    (platform, importer): (&Platform, &Importer),
    (import, file_name): (Id, &str),
    table: &Table,
    result: &mut ImportResult,
) -> Result<()> {
    let mut rows: Vec<Vec<Cow<'_, str>>> = Vec::new();
    let mut after = 0;
    loop {
        let some = imports::import_rows(db, import, Some(RowVerdict::Failed), after, AT_ONCE).await?;
        let Some(last) = some.last() else { break };
        after = last.row_no;
        for row in some {
            let verdicts: Vec<CellVerdict> = serde_json::from_value(row.issues).map_err(Error::internal)?;
            let cells: Vec<String> =
                row.source.map(serde_json::from_value).transpose().map_err(Error::internal)?.unwrap_or_default();
            rows.push(cells.into_iter().chain([reasons(&verdicts)]).map(Cow::Owned).collect());
            result.add(verdicts);
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    let mut names = table.columns.clone();
    names.push(reason_column(platform, importer.ctx.locale, &names));
    let (content, ending) = match table.format {
        Format::Csv { .. } => (write_csv(&names, rows), "csv"),
        Format::Xlsx { .. } => (write_xlsx(&names, rows).map_err(Error::internal)?, "xlsx"),
    };
    let ctx = &importer.ctx;
    let file = File {
        id: ctx.new_id(),
        sha256: blobs::put_blob(db, &content, ctx.now).await?,
        name: rejects_name(platform, ctx.locale, file_name, ending),
        size: i64::try_from(content.len()).unwrap_or(i64::MAX),
        mime: mime(&table.format).to_owned(),
        detail: None,
        created_at: ctx.now,
        created_by: ctx.actor.user(),
    };
    files::insert_file(db, &file).await?;
    result.rejects_file =
        Some(RejectsFile { id: file.id, name: file.name, size: file.size, mime: file.mime, sha256: file.sha256 });
    Ok(())
}

/// Why a row was refused, each reason with its column.
fn reasons(verdicts: &[CellVerdict]) -> String {
    let told = verdicts.iter().map(|verdict| {
        let place = verdict.column.as_ref().or(verdict.field.as_ref());
        place.map_or_else(|| verdict.message.clone(), |place| format!("{place}: {}", verdict.message))
    });
    told.collect::<Vec<_>>().join("\n")
}

/// The name of the column with the reasons, which no column of the file has.
fn reason_column(platform: &Platform, locale: Locale, names: &[String]) -> String {
    let mut name = platform.sentence(&Issue::error(Pointer::root(), "import_reason"), locale);
    while names.contains(&name) {
        name.push('*');
    }
    name
}

fn rejects_name(platform: &Platform, locale: Locale, file_name: &str, ending: &str) -> String {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let what = platform.sentence(&Issue::error(Pointer::root(), "import_rejects"), locale);
    format!("{stem}-{what}.{ending}")
}
