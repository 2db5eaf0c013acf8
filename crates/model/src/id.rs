use std::{fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 13;

/// The identity of a record, person, task or anything else that is stored.
///
/// A positive 63-bit number that grows with time, so that tables stay in order of
/// creation. Outside the database it is written as 13 characters of Crockford's
/// base 32 (no `i l o u`), which a JavaScript number cannot round.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(i64);

/// What was given is not an [`Id`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id")]
pub struct IdError(String);

impl Id {
    /// The id with this number in the database.
    pub const fn from_raw(raw: i64) -> Self {
        Self(raw)
    }

    /// The number in the database.
    pub const fn raw(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0u8; LENGTH];
        let mut rest = self.0 as u64;
        for place in text.iter_mut().rev() {
            *place = ALPHABET[(rest & 31) as usize];
            rest >>= 5;
        }
        f.write_str(std::str::from_utf8(&text).expect("the alphabet is ASCII"))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError(text.chars().take(40).collect());
        if text.len() != LENGTH {
            return Err(wrong());
        }
        let mut number: u64 = 0;
        for byte in text.bytes() {
            let digit = ALPHABET.iter().position(|known| *known == byte).ok_or_else(wrong)? as u64;
            number = number.checked_mul(32).and_then(|n| n.checked_add(digit)).ok_or_else(wrong)?;
        }
        i64::try_from(number).map(Id).map_err(|_| wrong())
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Id {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{13}$"})
    }
}

#[cfg(test)]
mod tests;
