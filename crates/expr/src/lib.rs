//! The expression language: formulas, conditions and filters over values in memory.
//!
//! A [`Formula`] is one expression of the scripting language rhai, compiled once and evaluated against a [`Scope`].
//! A [`mortise_model::Filter`] is evaluated here by [`holds`], with exactly the meaning that the store gives it in
//! SQL; `filter` says what that meaning is, and the store reuses its helpers ([`days_of`], [`fold`], [`literal`]).
//!
//! **Invariant:** pure. What must be known of the world is asked for with a [`mortise_model::Need`]. No other crate
//! names rhai; nothing that a person wrote can panic, loop, recurse or allocate without bound.

mod convert;
mod engine;
mod filter;
mod formula;
mod functions;
mod operators;
mod resolve;
#[cfg(test)]
mod sample;
mod scope;
mod search;

pub use filter::{
    Sight, bind, check_filter, check_filter_in_sight, check_path, compare, days_of, equal, fold, holds, literal,
    moments_of, within_days, written,
};
pub use formula::{ExprError, Formula, Reads, RelatedRead};
pub use functions::{FunctionDoc, functions};
pub use resolve::{Reached, reach};
pub use scope::{Moment, RowScope, Scope, SystemValues, Viewer};
pub use search::{
    grams, grams_of_word, holds_word, initials, initials_alike, may_be_initials, places_of_words, search_fold,
    search_fold_char, search_words,
};
