//! Reads the HTML-like text that a template gives: a small fixed vocabulary, nested properly.
//!
//! What is not in the [`vocabulary`] is an issue with its line, never ignored. Nothing here
//! knows fonts or pages.

mod entities;
mod parse;
mod tree;
mod vocabulary;

pub(crate) use parse::{issue_at, parse};
pub(crate) use tree::{Attributes, Document, Element, Length, Node};
pub(crate) use vocabulary::{BlockTag, Class, Classes, InlineTag, PartTag, Tag};

#[cfg(test)]
mod tests;
