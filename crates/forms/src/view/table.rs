use mortise_model::{Filter, Issue, Path, Pointer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    FigureSpec,
    check::ViewCheck,
    kind::{Named, ViewKind, places},
};

/// A column may be as narrow as an icon and as wide as a paragraph.
const WIDTHS: std::ops::RangeInclusive<u32> = 48..=960;
/// How many conditions may colour the rows of a view: each is asked of the database.
const MOST_COLOURS: usize = 8;

/// Rows and columns.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TableView {
    /// The columns; empty: the fields of the form in their order.
    pub columns: Vec<Path>,
    /// How many columns stay in place when the table is moved sideways.
    pub pinned: u32,
    /// Figures below the table and below each group.
    pub figures: Vec<FigureSpec>,
    /// The widths of columns that do not have that of their kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub widths: Vec<ColumnWidth>,
    /// How high the rows are.
    #[serde(skip_serializing_if = "is_normal")]
    pub row_height: RowHeight,
    /// Rows that stand out; of several conditions the first that holds decides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub colours: Vec<ColourRule>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_normal(height: &RowHeight) -> bool {
    *height == RowHeight::Normal
}

/// How wide a column is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnWidth {
    /// The column.
    pub field: Path,
    /// Its width in pixels, 48 to 960.
    pub width: u32,
}

/// How high the rows of a table are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowHeight {
    /// As the reader has set the product.
    #[default]
    Normal,
    /// One line, close together.
    Low,
    /// Two lines.
    High,
}

/// That rows which fit stand out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColourRule {
    /// Which rows.
    pub when: Filter,
    /// Their colour.
    pub colour: RowColour,
}

/// The colour of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowColour {
    /// Red.
    Red,
    /// Orange.
    Orange,
    /// Yellow.
    Yellow,
    /// Green.
    Green,
    /// Blue.
    Blue,
    /// Purple.
    Purple,
    /// Grey.
    Grey,
}

impl ViewKind for TableView {
    fn names(&self, named: &mut Named) {
        named.list("/columns", &self.columns);
        named.figures("/figures", &self.figures);
        for (index, column) in self.widths.iter().enumerate() {
            named.shown(&format!("/widths/{index}/field"), &column.field);
        }
    }

    fn figures(&self) -> Vec<(String, &FigureSpec)> {
        places("/figures", &self.figures)
    }

    fn conditions(&self) -> Vec<(String, &Filter)> {
        let rules = self.colours.iter().enumerate();
        rules.map(|(index, rule)| (format!("/colours/{index}/when"), &rule.when)).collect()
    }

    fn check(&self, at: &Pointer, check: &mut ViewCheck<'_>) {
        check.none_twice(&at.at("columns"), &self.columns);
        for (index, column) in self.widths.iter().enumerate() {
            if !WIDTHS.contains(&column.width) {
                let issue = Issue::error(at.at("widths").at(index).at("width"), "width_out_of_range");
                check.issues.push(issue.with("min", *WIDTHS.start()).with("max", *WIDTHS.end()));
            }
        }
        if self.colours.len() > MOST_COLOURS {
            check.issues.push(Issue::error(at.at("colours"), "too_many").with("max", MOST_COLOURS));
        }
    }
}
