//! The stored document of a print template: which form, which page, who may print it when.

use mortise_model::{Filter, I18n, Issue, Issues, Key, Pointer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_path_to_error::Segment;

/// The one format of print documents so far.
const FORMAT: u32 = 1;
/// What must remain of a page between its margins, so that a line fits.
const LEAST_CONTENT_MM: f32 = 30.0;

/// A print template of a form; the template text stands beside it under the same name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrintSpec {
    /// Where the schema of this file lies, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The format of this document: 1.
    pub version: u32,
    /// The stable name of the template within its form.
    pub key: Key,
    /// The form whose records it prints.
    pub form: Key,
    /// What people call it.
    pub name: I18n,
    /// Paper and margins.
    #[serde(default)]
    pub page: PageSpec,
    /// The line above the text of each page; a `<header>` in the template stands in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<RunningText>,
    /// The line below the text of each page; a `<footer>` in the template stands in its place.
    /// Without either the page's number is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<RunningText>,
    /// Which records it can print; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available_when: Option<Filter>,
    /// Whether printing issues a document: it is kept, numbered by its hash and can be verified.
    #[serde(default)]
    pub issue: bool,
}

/// Paper and margins.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PageSpec {
    /// The paper.
    pub size: PageSize,
    /// How the paper lies.
    pub orientation: Orientation,
    /// The margins in millimetres: top, right, bottom, left.
    pub margins_mm: [f32; 4],
}

/// A format of paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum PageSize {
    /// 297 × 420 mm.
    A3,
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 148 × 210 mm.
    A5,
}

/// How the paper lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Orientation {
    /// The short side above.
    #[default]
    Portrait,
    /// The long side above.
    Landscape,
}

/// A line that stands on each page, in three parts. `{{page}}` and `{{pages}}` stand for the
/// number of the page and of all pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RunningText {
    /// The part at the left margin.
    #[serde(skip_serializing_if = "I18n::is_empty")]
    pub left: I18n,
    /// The part in the middle.
    #[serde(skip_serializing_if = "I18n::is_empty")]
    pub center: I18n,
    /// The part at the right margin.
    #[serde(skip_serializing_if = "I18n::is_empty")]
    pub right: I18n,
}

impl Default for PageSpec {
    fn default() -> Self {
        Self { size: PageSize::A4, orientation: Orientation::Portrait, margins_mm: [20.0; 4] }
    }
}

impl PageSpec {
    /// Width and height of the paper as it lies, in millimetres.
    pub fn paper_mm(&self) -> (f32, f32) {
        let (short, long) = match self.size {
            PageSize::A3 => (297.0, 420.0),
            PageSize::A4 => (210.0, 297.0),
            PageSize::A5 => (148.0, 210.0),
        };
        match self.orientation {
            Orientation::Portrait => (short, long),
            Orientation::Landscape => (long, short),
        }
    }
}

/// Reads a print document: its shape first, then what it says.
///
/// # Errors
/// `unknown_field`, `wrong_shape` and the like with a pointer to the place; all semantic issues at once.
pub fn read_print(json: &str) -> Result<PrintSpec, Issues> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let spec: PrintSpec = serde_path_to_error::deserialize(&mut reader).map_err(|error| shape_issue(&error))?;
    reader.end().map_err(|error| malformed(&error))?;
    check(&spec).into_result()?;
    Ok(spec)
}

fn shape_issue(error: &serde_path_to_error::Error<serde_json::Error>) -> Issue {
    if error.inner().is_syntax() || error.inner().is_eof() {
        return malformed(error.inner());
    }
    let mut pointer = Pointer::root();
    for segment in error.path() {
        match segment {
            Segment::Seq { index } => pointer = pointer.at(index),
            Segment::Map { key } => pointer = pointer.at(key),
            Segment::Enum { variant } => pointer = pointer.at(variant),
            Segment::Unknown => {}
        }
    }
    let detail = error.inner().to_string();
    let code = if detail.starts_with("unknown field") { "unknown_property" } else { "wrong_shape" };
    Issue::error(pointer, code).with("detail", detail)
}

fn malformed(error: &serde_json::Error) -> Issue {
    Issue::error(Pointer::root(), "malformed_json").with("line", error.line()).with("column", error.column())
}

fn check(spec: &PrintSpec) -> Issues {
    let mut issues = Issues::new();
    if spec.version != FORMAT {
        issues.push(Issue::error(Pointer::raw("/version"), "unknown_version").with("version", spec.version));
    }
    if spec.name.is_empty() {
        issues.push(Issue::error(Pointer::raw("/name"), "required"));
    }
    let margins = Pointer::raw("/page/margins_mm");
    let [top, right, bottom, left] = spec.page.margins_mm;
    for (index, margin) in spec.page.margins_mm.into_iter().enumerate() {
        if !margin.is_finite() || margin < 0.0 {
            issues.push(Issue::error(margins.at(index), "out_of_range").with("min", 0));
        }
    }
    let (width, height) = spec.page.paper_mm();
    if width - left - right < LEAST_CONTENT_MM || height - top - bottom < LEAST_CONTENT_MM {
        issues.push(Issue::error(margins, "margins_too_wide").with("least_content_mm", LEAST_CONTENT_MM));
    }
    issues
}

#[cfg(test)]
mod tests;
