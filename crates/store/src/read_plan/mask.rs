use mortise_model::Value;

/// What somebody sees of a value who may only know that there is one: the ends of a long text, the first
/// character of a short one, nothing of anything else. Blank stays blank.
pub(super) fn masked(value: &Value) -> Option<String> {
    match value {
        value if value.is_blank() => None,
        Value::Text(text) => Some(text_masked(text)),
        _ => Some("****".to_owned()),
    }
}

fn text_masked(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let part = |letters: &[char]| letters.iter().collect::<String>();
    match letters.len() {
        0 | 1 => "*".to_owned(),
        // A name such as 张三 shows how it begins.
        n @ 2..=6 => format!("{}{}", letters[0], "*".repeat(n - 1)),
        7..=10 => format!("{}****{}", part(&letters[..2]), part(&letters[letters.len() - 2..])),
        // A telephone number, a card or an identity number: three in front, four behind.
        n => format!("{}****{}", part(&letters[..3]), part(&letters[n - 4..])),
    }
}

#[cfg(test)]
mod tests;
