//! The one rhai of the product, under the name that casbin asks for.
//!
//! casbin requests rhai with features that would remove all limits; this crate
//! answers to those features by name and does nothing for them.
pub use real::*;
