//! Cursors: opaque to the caller, and never trusted. A forged one can only name a place in a list that its
//! holder may read and sort anyway; one of another list, or of the same list in another order, is refused.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::order::{Position, SortColumn, SortValue, Stretch, stretches};

/// Names the list and its order.
pub(super) fn fingerprint(list: &str) -> u32 {
    let digest = Sha256::digest(list.as_bytes());
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

pub(super) fn write(fingerprint: u32, position: &Position) -> String {
    let json = serde_json::to_vec(&(fingerprint, position)).expect("numbers and texts can always be written");
    URL_SAFE_NO_PAD.encode(json)
}

/// The position that a cursor names; `None` where it is not one of this list.
pub(super) fn read(cursor: &str, fingerprint: u32, columns: &[SortColumn]) -> Option<Position> {
    let json = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (own, position): (u32, Position) = serde_json::from_slice(&json).ok()?;
    let stretch_fits = stretches(columns).contains(&position.stretch);
    let values_fit = position.last.as_ref().is_none_or(|(values, _)| {
        let blank_first = values.first() == Some(&SortValue::Null);
        values.len() == columns.len()
            && values.iter().zip(columns).all(|(value, column)| column.takes(value))
            && (position.stretch == Stretch::Whole || blank_first == (position.stretch == Stretch::Blank))
    });
    (own == fingerprint && stretch_fits && values_fit).then_some(position)
}
