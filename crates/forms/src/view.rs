use mortise_model::{Aggregate, Filter, Grouping, I18n, Key, Path};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

/// How a view is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "settings", rename_all = "snake_case", deny_unknown_fields)]
pub enum ViewShow {
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
}

/// Columns of cards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KanbanView {
    /// The select field whose options are the columns.
    pub by: Key,
    /// What a card shows.
    #[serde(default)]
    pub card: Vec<Path>,
    /// Figures above each column.
    #[serde(default)]
    pub figures: Vec<FigureSpec>,
    /// The field that colours a card.
    #[serde(default)]
    pub colour: Option<Key>,
}

/// A calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarView {
    /// The day, moment or range at which a record stands.
    pub date: Key,
    /// What an entry shows; empty: the title.
    #[serde(default)]
    pub card: Vec<Path>,
    /// The field that colours an entry.
    #[serde(default)]
    pub colour: Option<Key>,
}

/// Bars over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GanttView {
    /// Where a bar begins: a day, or a range that is the whole bar.
    pub start: Path,
    /// Where it ends; absent where `start` is a range.
    #[serde(default)]
    pub end: Option<Path>,
    /// What the lines are; absent: one line a record.
    #[serde(default)]
    pub row: Option<Path>,
    /// The link to the record above.
    #[serde(default)]
    pub parent: Option<Key>,
    /// The subform or links that name what must come before.
    #[serde(default)]
    pub depends: Option<Key>,
    /// The field that says how far it is.
    #[serde(default)]
    pub progress: Option<Key>,
    /// The planned beginning and end, drawn thin.
    #[serde(default)]
    pub baseline: Option<[Key; 2]>,
    /// A day that is marked on the bar.
    #[serde(default)]
    pub marker: Option<Key>,
    /// The field that colours a bar.
    #[serde(default)]
    pub colour: Option<Key>,
}

/// Cards with a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GalleryView {
    /// The picture.
    #[serde(default)]
    pub image: Option<Key>,
    /// What a card shows.
    #[serde(default)]
    pub card: Vec<Path>,
}

/// Records below each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TreeView {
    /// The link to the record above, or the field whose values are the branches.
    pub parent: Key,
    /// The columns.
    #[serde(default)]
    pub columns: Vec<Path>,
}

/// Bars over time, one line for each of something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimelineView {
    /// The form whose records are the bars; absent: this one.
    #[serde(default)]
    pub form: Option<Key>,
    /// What the lines are: a field of the bars' form.
    pub row: Key,
    /// The range of a bar.
    pub range: Key,
    /// The field that colours a bar.
    #[serde(default)]
    pub colour: Option<Key>,
    /// What a bar shows; empty: the title.
    #[serde(default)]
    pub card: Vec<Path>,
    /// How many days are seen at once; 0 is a month.
    #[serde(default)]
    pub days: u32,
}

/// Newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedView {
    /// The moment of a record.
    pub at: Path,
    /// What an entry shows.
    #[serde(default)]
    pub card: Vec<Path>,
}

/// Counts by province.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapView {
    /// The address or region.
    pub region: Key,
    /// The figure; absent: how many records.
    #[serde(default)]
    pub figure: Option<FigureSpec>,
}

/// Counts or figures by two fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MatrixView {
    /// What the lines are.
    pub rows: GroupSpec,
    /// What the columns are.
    pub columns: GroupSpec,
    /// The figure; absent: how many records.
    #[serde(default)]
    pub figure: Option<FigureSpec>,
}

/// A few records beside each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompareView {
    /// The fields that are compared.
    pub fields: Vec<Path>,
    /// Numbers that are drawn as a radar.
    #[serde(default)]
    pub radar: Vec<Path>,
}

impl ViewShow {
    /// The form whose fields the settings name, where it is another one, and those fields with their places.
    pub(crate) fn fields_named(&self) -> (Option<&Key>, Vec<(String, Path)>) {
        let mut named = Vec::new();
        let mut form = None;
        match self {
            Self::Table(view) => {
                list(&mut named, "/columns", &view.columns);
                figures(&mut named, &view.figures);
            }
            Self::Kanban(view) => {
                key(&mut named, "/by", Some(&view.by));
                list(&mut named, "/card", &view.card);
                figures(&mut named, &view.figures);
                key(&mut named, "/colour", view.colour.as_ref());
            }
            Self::Calendar(view) => {
                key(&mut named, "/date", Some(&view.date));
                list(&mut named, "/card", &view.card);
                key(&mut named, "/colour", view.colour.as_ref());
            }
            Self::Gantt(view) => gantt(&mut named, view),
            Self::Gallery(view) => {
                key(&mut named, "/image", view.image.as_ref());
                list(&mut named, "/card", &view.card);
            }
            Self::Tree(view) => {
                key(&mut named, "/parent", Some(&view.parent));
                list(&mut named, "/columns", &view.columns);
            }
            Self::Timeline(view) => {
                form = view.form.as_ref();
                key(&mut named, "/row", Some(&view.row));
                key(&mut named, "/range", Some(&view.range));
                key(&mut named, "/colour", view.colour.as_ref());
                list(&mut named, "/card", &view.card);
            }
            Self::Feed(view) => {
                named.push(("/at".to_owned(), view.at.clone()));
                list(&mut named, "/card", &view.card);
            }
            Self::Map(view) => {
                key(&mut named, "/region", Some(&view.region));
                named.extend(view.figure.iter().map(|figure| ("/figure/field".to_owned(), figure.field.clone())));
            }
            Self::Matrix(view) => {
                named.push(("/rows/field".to_owned(), view.rows.field.clone()));
                named.push(("/columns/field".to_owned(), view.columns.field.clone()));
                named.extend(view.figure.iter().map(|figure| ("/figure/field".to_owned(), figure.field.clone())));
            }
            Self::Compare(view) => {
                list(&mut named, "/fields", &view.fields);
                list(&mut named, "/radar", &view.radar);
            }
        }
        (form, named)
    }
}

type Named = Vec<(String, Path)>;

fn list(named: &mut Named, at: &str, paths: &[Path]) {
    named.extend(paths.iter().enumerate().map(|(index, path)| (format!("{at}/{index}"), path.clone())));
}

fn key(named: &mut Named, at: &str, key: Option<&Key>) {
    named.extend(key.map(|key| (at.to_owned(), Path::new(key))));
}

fn figures(named: &mut Named, figures: &[FigureSpec]) {
    let places = figures.iter().enumerate();
    named.extend(places.map(|(index, figure)| (format!("/figures/{index}/field"), figure.field.clone())));
}

fn gantt(named: &mut Named, view: &GanttView) {
    let paths = [("/start", Some(&view.start)), ("/end", view.end.as_ref()), ("/row", view.row.as_ref())];
    named.extend(paths.into_iter().filter_map(|(at, path)| Some((at.to_owned(), path?.clone()))));
    key(named, "/parent", view.parent.as_ref());
    key(named, "/depends", view.depends.as_ref());
    key(named, "/progress", view.progress.as_ref());
    for (index, end) in view.baseline.iter().flatten().enumerate() {
        key(named, &format!("/baseline/{index}"), Some(end));
    }
    key(named, "/marker", view.marker.as_ref());
    key(named, "/colour", view.colour.as_ref());
}
