//! Character references: `&amp;`, `&#20013;`, `&#x4e2d;`.

/// The longest reference that is looked for.
const LONGEST: usize = 12;

/// Replaces the references in a text; those that mean nothing are handed to `unknown` and stay as they are.
/// An ampersand that begins no reference stands for itself.
pub(super) fn decode(text: &str, mut unknown: impl FnMut(usize, &str)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
        let name = end.map(|end| &rest[1..end]).filter(|name| looks_like_reference(name));
        match name.map(|name| (name, character(name))) {
            Some((name, Some(character))) => {
                out.push(character);
                rest = &rest[name.len() + 2..];
            }
            Some((name, None)) => {
                unknown(text.len() - rest.len(), name);
                out.push('&');
                rest = &rest[1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn looks_like_reference(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().enumerate().all(|(i, byte)| byte.is_ascii_alphanumeric() || (i == 0 && byte == b'#'))
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32).filter(|character| *character != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "ensp" => '\u{2002}',
        "emsp" => '\u{2003}',
        "yen" => '¥',
        "copy" => '©',
        "reg" => '®',
        "middot" => '·',
        "times" => '×',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "laquo" => '«',
        "raquo" => '»',
        "sect" => '§',
        "deg" => '°',
        _ => return None,
    })
}
