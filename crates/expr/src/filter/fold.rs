/// The text without differences of case, by Unicode simple case folding: each character becomes one character.
///
/// Full foldings that change the length (`ß` to `ss`) are not made; the dotless `ı` stays itself.
pub fn fold(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().map(fold_char).collect() }
}

/// One character without its case.
pub(crate) fn fold_char(c: char) -> char {
    if c == 'ı' {
        return c;
    }
    let upper = only(c.to_uppercase()).unwrap_or(c);
    only(upper.to_lowercase()).unwrap_or(c)
}

/// The only character of a mapping; `None` where it has several.
fn only(mut mapped: impl Iterator<Item = char>) -> Option<char> {
    let first = mapped.next()?;
    mapped.next().is_none().then_some(first)
}
