//! What several field kinds have in common.

pub(crate) mod adopt;
pub(crate) mod list;
pub(crate) mod numbers;
pub(crate) mod options;
pub(crate) mod palette;
pub(crate) mod places;
pub(crate) mod refs;
pub(crate) mod texts;
pub(crate) mod times;
pub(crate) mod uploads;
