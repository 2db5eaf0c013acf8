//! Views: ways to look at many records of a form. Each kind has a file of its own, named here and nowhere else.

mod calendar;
mod check;
mod compare;
mod feed;
mod gallery;
mod gantt;
mod kanban;
mod kind;
mod map;
mod matrix;
mod sight;
mod table;
mod timeline;
mod tree;

use mortise_model::{Aggregate, Filter, Grouping, I18n, Key, Path};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::kind::ViewKind;
pub use self::{
    calendar::CalendarView,
    check::{ViewSight, check_view},
    compare::CompareView,
    feed::FeedView,
    gallery::GalleryView,
    gantt::GanttView,
    kanban::KanbanView,
    map::MapView,
    matrix::MatrixView,
    sight::view_in_sight,
    table::{ColourRule, ColumnWidth, RowColour, RowHeight, TableView},
    timeline::TimelineView,
    tree::TreeView,
};
use crate::definition::is_false;

/// A way to look at many records of a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewSpec {
    /// Its key.
    pub key: Key,
    /// Its name.
    pub name: I18n,
    /// How it is drawn, and the settings of that kind.
    pub show: ViewShow,
    /// Which records; absent: all that the reader may see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// Their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sort: Vec<SortSpec>,
    /// Groups of records under a heading with subtotals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub group: Vec<GroupSpec>,
    /// The roles that see it; empty: everybody who may read the form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Key>,
}

/// By which field, and in which direction; blanks stand last in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SortSpec {
    /// A field, a system column or a path through links.
    pub field: Path,
    /// Large to small.
    #[serde(default, skip_serializing_if = "is_false")]
    pub desc: bool,
    /// How texts are compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<Collation>,
}

/// How texts are compared when sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Collation {
    /// By the code points of their characters.
    Codepoint,
    /// By the sound of Chinese characters.
    Pinyin,
}

/// By what records are put into groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupSpec {
    /// A field, a system column or a path through links.
    pub field: Path,
    /// How its values are put together; absent: each value is its own group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Grouping>,
}

/// A figure over all records of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FigureSpec {
    /// The field.
    pub field: Path,
    /// How its values are summed up.
    pub agg: Aggregate,
}

macro_rules! view_kinds {
    ($($(#[$meta:meta])* $name:ident($settings:ident),)+) => {
        /// How a view is drawn.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "kind", content = "settings", rename_all = "snake_case", deny_unknown_fields)]
        pub enum ViewShow {
            $($(#[$meta])* $name($settings),)+
        }

        impl ViewShow {
            fn kind(&self) -> &dyn ViewKind {
                match self {
                    $(Self::$name(settings) => settings,)+
                }
            }
        }
    };
}

view_kinds! {
    /// Rows and columns.
    Table(TableView),
    /// Columns of cards that are moved from one to the next.
    Kanban(KanbanView),
    /// A calendar.
    Calendar(CalendarView),
    /// Bars over time with dependencies.
    Gantt(GanttView),
    /// Cards with a picture.
    Gallery(GalleryView),
    /// Records below each other.
    Tree(TreeView),
    /// Bars over time, one line for each of something.
    Timeline(TimelineView),
    /// Newest first, as a stream of news.
    Feed(FeedView),
    /// Counts by province.
    Map(MapView),
    /// Counts or figures by two fields.
    Matrix(MatrixView),
    /// A few records beside each other.
    Compare(CompareView),
}

#[cfg(test)]
mod tests;
