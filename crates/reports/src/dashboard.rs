//! The document `dashboards/<dashboard>.dashboard.json`.

use mortise_model::{I18n, Issue, Issues, Key, Pointer, read_document};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::ChartKind;

/// The columns of a dashboard's grid.
const GRID: u8 = 12;

/// Several reports and lists on one page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "dashboard")]
pub struct DashboardSpec {
    /// Where the description of this format lies.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of this format: 1.
    pub version: u32,
    /// Its key.
    pub key: Key,
    /// The name that people read.
    pub name: I18n,
    /// The tiles, in reading order. A tile that a reader may not see is left out, and the rest move up.
    pub tiles: Vec<TileSpec>,
}

/// One tile of a dashboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TileSpec {
    /// Its title; absent: the name of what it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<I18n>,
    /// How many of twelve columns it takes.
    pub width: u8,
    /// How many lines of the grid it takes.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub height: u8,
    /// What it shows.
    pub content: TileContent,
}

/// What a tile shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "settings", rename_all = "snake_case", deny_unknown_fields)]
pub enum TileContent {
    /// A report, drawn as it says or otherwise.
    Report {
        /// The report.
        report: Key,
        /// How it is drawn here; absent: as the report says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        show: Option<ChartKind>,
    },
    /// The first records of a view.
    List {
        /// The form.
        form: Key,
        /// Its view; absent: the first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        view: Option<Key>,
        /// How many records.
        limit: u32,
    },
    /// The reader's open tasks.
    Tasks {},
    /// A text.
    Text {
        /// The text.
        text: I18n,
    },
}

/// Reads a dashboard; what is misspelt is an issue with its pointer.
pub fn read_dashboard(json: &Json) -> Result<DashboardSpec, Issues> {
    read_document(json)
}

/// Whether its tiles fit the grid and show what exists: reports and forms of the app, by key.
pub fn check_dashboard(dashboard: &DashboardSpec, reports: &[Key], forms: &[Key]) -> Issues {
    let mut issues = Issues::new();
    if dashboard.version != 1 {
        issues.push(Issue::error(Pointer::root().at("version"), "unknown_version").with("name", dashboard.version));
    }
    for (index, tile) in dashboard.tiles.iter().enumerate() {
        let at = Pointer::root().at("tiles").at(index);
        if tile.width == 0 || tile.width > GRID {
            issues.push(Issue::error(at.at("width"), "tile_too_wide").with("most", GRID));
        }
        if tile.height == 0 {
            issues.push(Issue::error(at.at("height"), "tile_without_height"));
        }
        let settings = at.at("content").at("settings");
        let (known, member, key) = match &tile.content {
            TileContent::Report { report, .. } => (reports, "report", report),
            TileContent::List { form, .. } => (forms, "form", form),
            TileContent::Tasks {} | TileContent::Text { .. } => continue,
        };
        if !known.contains(key) {
            issues.push(Issue::error(settings.at(member), format!("unknown_{member}")).with("name", &**key));
        }
    }
    issues
}

fn one() -> u8 {
    1
}

fn is_one(height: &u8) -> bool {
    *height == 1
}

#[cfg(test)]
mod tests;
