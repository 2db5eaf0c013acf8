//! What stands on every page: header, footer, watermark.

use mortise_model::{I18n, Locale};

use super::{Look, Numbers, POINTS_PER_MM, Setter, one_line, paginate::Column, stack, total_height};
use crate::{
    Colour, Item, PageSpec, PrintSpec, RunningText,
    blocks::set_flow,
    markup::{Document, Node, parse},
};

/// Between the edge of the paper and running text, at least.
const EDGE: f32 = 8.0 * POINTS_PER_MM;
/// Between running text and the column.
const GAP: f32 = 4.0 * POINTS_PER_MM;
/// Stands for page numbers while the room that they need is measured.
const MEASURING: Numbers = Numbers { page: 88, pages: 88 };
const PALE: Colour = Colour(228, 228, 228);
const WATERMARK_SIZE: f32 = 72.0;
/// Part of the width of the paper that a watermark may take.
const WATERMARK_WIDTH: f32 = 0.85;
const WATERMARK_TURN: f32 = 40.0;

/// The header and the footer of a document.
pub(crate) struct Running<'d> {
    header: Source<'d>,
    footer: Source<'d>,
    /// How high header and footer are.
    heights: (f32, f32),
}

enum Source<'d> {
    /// An element of the template.
    Template(&'d [Node]),
    /// A text of the spec, as markup.
    Spec(Vec<Node>),
    Nothing,
}

impl Source<'_> {
    fn nodes(&self) -> &[Node] {
        match self {
            Self::Template(nodes) => nodes,
            Self::Spec(nodes) => nodes,
            Self::Nothing => &[],
        }
    }
}

impl<'d> Running<'d> {
    pub(crate) fn new(spec: &PrintSpec, document: &'d Document, locale: Locale) -> Self {
        let header = match (&document.header, &spec.header) {
            (Some(element), _) => Source::Template(&element.children),
            (None, Some(text)) => Source::Spec(running_nodes(text, locale)),
            (None, None) => Source::Nothing,
        };
        let footer = match (&document.footer, &spec.footer) {
            (Some(element), _) => Source::Template(&element.children),
            (None, Some(text)) => Source::Spec(running_nodes(text, locale)),
            (None, None) => Source::Spec(running_nodes(&page_numbers(), locale)),
        };
        Self { header, footer, heights: (0.0, 0.0) }
    }

    /// The column that header and footer leave.
    pub(crate) fn column(&mut self, page: &PageSpec, setter: &mut Setter<'_>) -> Column {
        let (paper_width, paper_height) = page.paper_mm();
        let (paper_width, paper_height) = (paper_width * POINTS_PER_MM, paper_height * POINTS_PER_MM);
        let [top, right, bottom, left] = page.margins_mm.map(|margin| margin * POINTS_PER_MM);
        let width = paper_width - left - right;
        setter.column_height = paper_height;
        setter.numbers = MEASURING;
        let mut height = |source: &Source<'_>| total_height(&set_flow(source.nodes(), Look::running(), width, setter));
        self.heights = (height(&self.header), height(&self.footer));
        let margin = |margin: f32, height: f32| if height > 0.0 { margin.max(EDGE + height + GAP) } else { margin };
        let (top, bottom) = (margin(top, self.heights.0), margin(bottom, self.heights.1));
        Column { paper_width, paper_height, left, top, width, height: paper_height - top - bottom }
    }

    /// Header and footer of one page.
    pub(crate) fn items(&self, column: &Column, numbers: Numbers, setter: &mut Setter<'_>) -> Vec<Item> {
        setter.numbers = numbers;
        let mut set = |source: &Source<'_>, y: f32| {
            let strips = set_flow(source.nodes(), Look::running(), column.width, setter);
            stack(strips).into_iter().map(|item| item.shifted(column.left, y)).collect::<Vec<_>>()
        };
        let mut items = set(&self.header, column.top - GAP - self.heights.0);
        items.extend(set(&self.footer, column.top + column.height + GAP));
        items
    }
}

/// The text that lies across a page.
pub(crate) fn watermark(text: Option<&str>, column: &Column, setter: &mut Setter<'_>) -> Vec<Item> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Vec::new() };
    let mut style = Look::body().style;
    (style.size, style.colour) = (WATERMARK_SIZE, PALE);
    let (_, width) = one_line(text, style, (0.0, 0.0), setter);
    style.size *= (column.paper_width * WATERMARK_WIDTH / width.max(1.0)).min(1.0);
    let (items, width) = one_line(text, style, (0.0, 0.0), setter);
    let (sine, cosine) = WATERMARK_TURN.to_radians().sin_cos();
    let along = |distance: f32| (distance * cosine, -distance * sine);
    let (dx, dy) = along(-width / 2.0);
    let middle = (column.paper_width / 2.0, column.paper_height / 2.0);
    let turned = |item: Item| {
        let Item::Text(mut run) = item else { return item };
        let (x, y) = along(run.x);
        (run.x, run.y, run.turn) = (middle.0 + dx + x, middle.1 + dy + y, WATERMARK_TURN);
        Item::Text(run)
    };
    items.into_iter().map(turned).collect()
}

fn page_numbers() -> RunningText {
    let center = I18n::new("第 {{page}} 页 / 共 {{pages}} 页", "Page {{page}} of {{pages}}");
    RunningText { center, ..RunningText::default() }
}

/// The three parts of a running text, as a template would write them.
fn running_nodes(text: &RunningText, locale: Locale) -> Vec<Node> {
    let part = |align: &'static str, part: &I18n| (align, markup_of(part.get(locale)));
    let parts = [part("left", &text.left), part("center", &text.center), part("right", &text.right)];
    let written: Vec<_> = parts.iter().filter(|(_, text)| !text.is_empty()).collect();
    let markup = match written.as_slice() {
        [] => return Vec::new(),
        [(align, text)] => format!("<p class=\"{align}\">{text}</p>"),
        _ => {
            let cell =
                |(align, text): &(&str, String)| format!("<td class=\"{align} bottom\" width=\"33.3%\">{text}</td>");
            let cells: String = parts.iter().map(cell).collect();
            format!("<table class=\"plain flush\"><tr>{cells}</tr></table>")
        }
    };
    let document = parse(&format!("<header>{markup}</header>")).expect("escaped text is well formed");
    document.header.map(|header| header.children).unwrap_or_default()
}

fn markup_of(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let page = escaped.replace("{{page}}", "<span class=\"page\"></span>");
    page.replace("{{pages}}", "<span class=\"pages\"></span>")
}
