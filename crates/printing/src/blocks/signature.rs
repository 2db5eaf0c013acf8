//! Signatures: `div` with the class `signature`. They stay together, and with the end of the text
//! before them: signatures alone on a page could be put under any text.

use super::group::keep_together;
use crate::layout::{Look, Strip};

/// The room above signatures, in sizes of their text.
const GAP: f32 = 2.0;

/// Binds the strips to each other and to what stands before them.
pub(super) fn bind(strips: &mut [Strip], look: Look) {
    keep_together(strips);
    if let Some(first) = strips.first_mut() {
        first.before = first.before.max(GAP * look.style.size);
        first.holds = true;
    }
}
