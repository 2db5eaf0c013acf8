//! Sets a template's output: text into lines, blocks into strips, strips onto pages.
//!
//! A block gives [`Strip`]s: pieces of paper across the column that are never cut. Lines, table
//! rows and images are strips; what may not be parted says so of a strip, and
//! [`paginate`](mod@paginate) does the rest.

mod lines;
mod look;
mod paginate;
mod running;
mod setter;
mod strip;
mod text;

pub(crate) use lines::{Extent, measure, set_lines};
pub(crate) use look::{Align, Look, Style};
pub(crate) use setter::{Numbers, Setter};
pub(crate) use strip::{Cut, Head, Strip, stack, total_height};
pub(crate) use text::{gather, one_line};

use mortise_model::{Issue, Issues, Locale, Pointer};

use self::{
    paginate::paginate,
    running::{Running, watermark},
};
use crate::{Fonts, Pages, PrintSpec, blocks::set_flow, markup::parse};

pub(crate) const POINTS_PER_MM: f32 = 72.0 / 25.4;
/// What header and footer must leave of a page, so that any line fits.
const LEAST_COLUMN: f32 = 70.0;

/// The pages of a template's output. `html` speaks the vocabulary of `markup/vocabulary.rs`; the
/// header and footer of the spec are printed in the language of `locale`.
///
/// # Errors
/// What is wrong with `html`, all of it, with `line` and `column`. What can be printed, if not quite
/// as asked, is a warning in [`Pages::warnings`]: `missing_glyph` for characters that no font has.
pub fn lay_out(spec: &PrintSpec, html: &str, locale: Locale, fonts: &Fonts) -> Result<Pages, Issues> {
    let document = parse(html)?;
    let mut running = Running::new(spec, &document, locale);
    let mut setter = Setter::new(html, fonts);
    let column = running.column(&spec.page, &mut setter);
    if column.height < LEAST_COLUMN {
        return Err(Issue::error(Pointer::root(), "no_room_between_header_and_footer").into());
    }
    setter.column_height = column.height;
    let strips = set_flow(&document.body, Look::body(), column.width, &mut setter);
    let mut pages = paginate(strips, &column);
    let n_pages = pages.len();
    for (index, page) in pages.iter_mut().enumerate() {
        let numbers = Numbers { page: index + 1, pages: n_pages };
        let mut items = watermark(document.watermark.as_deref(), &column, &mut setter);
        items.append(&mut page.items);
        items.extend(running.items(&column, numbers, &mut setter));
        page.items = items;
    }
    let warnings = setter.into_issues().into_result()?;
    Ok(Pages { pages, warnings })
}

#[cfg(test)]
mod tests;
