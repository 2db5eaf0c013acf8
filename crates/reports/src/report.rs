//! The document `reports/<report>.report.json`.

use indexmap::IndexMap;
use mortise_access::{Act, Permit};
use mortise_model::{AppShape, I18n, Issue, Issues, Key, Pointer, read_document};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{ChartKind, PivotSpec, Viewing, plan};

/// A saved pivot with a name and a way to be drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "report")]
pub struct ReportSpec {
    /// Where the description of this format lies.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of this format: 1.
    pub version: u32,
    /// Its key.
    pub key: Key,
    /// The name that people read.
    pub name: I18n,
    /// What it tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<I18n>,
    /// The pivot.
    pub pivot: PivotSpec,
    /// How it is drawn.
    pub show: ChartKind,
    /// How measures are written, by their keys.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub format: IndexMap<String, Format>,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// As it is, with thousands apart.
    Number,
    /// Without decimals.
    Integer,
    /// With two decimals.
    Money,
    /// In ten thousands (万) or thousands, by language.
    Compact,
    /// The number is a percentage already: `12.5` is 12.5 %.
    Percent,
    /// The number is a share: `0.125` is 12.5 %.
    Share,
    /// A number of days.
    Days,
}

/// Reads a report; what is misspelt is an issue with its pointer.
pub fn read_report(json: &Json) -> Result<ReportSpec, Issues> {
    read_document(json)
}

/// Whether a report can be run in its app and drawn as it says.
pub fn check_report(report: &ReportSpec, app: &AppShape) -> Issues {
    let mut issues = Issues::new();
    if report.version != 1 {
        issues.push(Issue::error(Pointer::root().at("version"), "unknown_version").with("name", report.version));
    }
    let every = |form: &Key| Some(Permit::system(form.clone(), Act::Read));
    match plan(&report.pivot, app, &every, Viewing::AdHoc) {
        Err(wrong) => issues.extend(wrong.under(&Pointer::root().at("pivot"))),
        Ok(plan) => {
            let shape = plan.shape();
            let settings = Pointer::root().at("show").at("settings");
            issues.extend(report.show.accepts(&shape).under(&settings));
            for name in report.format.keys().filter(|name| !shape.measures.contains(name)) {
                let at = Pointer::root().at("format").at(name);
                issues.push(Issue::error(at, "unknown_measure").with("measure", name.as_str()));
            }
        }
    }
    issues
}

#[cfg(test)]
mod tests;
