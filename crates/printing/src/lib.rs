//! Printing: the output of a print template becomes pages (plain data), and pages become a PDF.
//!
//! The same text, spec and fonts always give the same bytes.
//!
//! **Invariant:** nothing here reads a file, a clock or the network; only this crate names printpdf.

mod blocks;
mod fonts;
mod layout;
mod markup;
mod pages;
mod pdf;
mod spec;

pub use fonts::Fonts;
pub use layout::lay_out;
pub use pages::{Colour, FaceId, Fill, Item, Page, Pages, Picture, PictureFormat, Rule, Run};
pub use pdf::{Meta, pdf};
pub use spec::{Orientation, PageSize, PageSpec, PrintSpec, RunningText, read_print};

#[cfg(test)]
mod testing;
