//! Templates of documents and messages, in handlebars.
//!
//! A template is written by a person who designs documents. It may only read what it is given and use the helpers
//! listed by [`helpers()`]: no partials, no decorators, no raw output. Its size, nesting, rounds and output are
//! bounded. What it reads is known before it is rendered ([`Template::references`]).
//!
//! **Invariant:** pure; data is never compiled. No other crate names handlebars.

mod helpers;
mod references;
mod scan;
mod template;
mod walk;

pub use helpers::{HelperDoc, RICH, helpers};
pub use references::Reference;
pub use template::{Limits, RenderError, Template};
