//! From bytes to text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8};
use mortise_model::Issue;

use crate::table::wrong;

/// A detector that is asked in China takes doubtful bytes for Chinese.
const HOME: &[u8] = b"cn";

/// The text, and the name of its encoding; a mark at the beginning is left out.
pub(crate) fn decode(bytes: &[u8], wanted: Option<&str>) -> Result<(String, &'static str), Issue> {
    let encoding = match wanted {
        Some(label) => {
            let known = Encoding::for_label(label.trim().as_bytes());
            known.ok_or_else(|| wrong("encoding_unknown").with("encoding", label))?
        }
        None => find(bytes),
    };
    // A mark at the beginning wins over everything.
    let (text, encoding, malformed) = encoding.decode(bytes);
    if malformed {
        return Err(wrong("encoding_wrong").with("encoding", encoding.name()));
    }
    if text.chars().take(4_000).any(|letter| letter == '\0') {
        return Err(wrong("file_type_unknown"));
    }
    let name = if encoding == GBK { GB18030.name() } else { encoding.name() };
    Ok((text.into_owned(), name))
}

/// UTF-8 where the bytes are that; otherwise what they look like.
fn find(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(HOME), Utf8Detection::Deny);
    // Whatever is not that after all may still be the national standard, of which GBK is a part.
    let (_, malformed) = guess.decode_without_bom_handling(bytes);
    if malformed || guess == GBK { GB18030 } else { guess }
}

#[cfg(test)]
mod tests;
