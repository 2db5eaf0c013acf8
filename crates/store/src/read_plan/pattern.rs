//! Looking for a text in a text, case ignored, with the same answer on both databases and in memory.
//!
//! Neither database folds case as [`mortise_expr::fold`] does. But simple folding turns one character into one, so
//! that "the folded text contains the folded part" can be said as a pattern in which each character of the part
//! stands for all characters with the same folding: `k` for `k`, `K` and the Kelvin sign. SQLite has such classes
//! in GLOB, PostgreSQL in regular expressions.

use std::{collections::HashMap, fmt::Write as _, sync::LazyLock};

use mortise_expr::fold;
use sea_orm::sea_query::{
    Expr, ExprTrait,
    extension::{postgres::PgBinOper, sqlite::SqliteBinOper},
};

/// No character behind this one has cases; a test looks at all of them.
const LAST_CASED: char = '\u{1ffff}';

/// Where the part is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    Anywhere,
    AtStart,
    AtEnd,
}

/// Whether the text holds the part, which must not be blank.
pub(super) fn holds(text: Expr, part: &str, at: Where, sqlite: bool) -> Expr {
    // No text holds the character 0, and PostgreSQL would refuse it.
    if part.contains('\0') {
        return super::sql::never();
    }
    if sqlite {
        text.binary(SqliteBinOper::Glob, glob(part, at))
    } else {
        text.binary(PgBinOper::Regex, regex(part, at))
    }
}

fn glob(part: &str, at: Where) -> String {
    let body = written(part, |pattern, c| match c {
        '*' | '?' | '[' => write!(pattern, "[{c}]"),
        _ => write!(pattern, "{c}"),
    });
    match at {
        Where::Anywhere => format!("*{body}*"),
        Where::AtStart => format!("{body}*"),
        Where::AtEnd => format!("*{body}"),
    }
}

fn regex(part: &str, at: Where) -> String {
    let body = written(part, |pattern, c| {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && !c.is_ascii_whitespace() {
            write!(pattern, "\\{c}")
        } else {
            write!(pattern, "{c}")
        }
    });
    match at {
        // The prefix says that the rest is a regular expression without options.
        Where::Anywhere => format!("***:{body}"),
        Where::AtStart => format!("***:^{body}"),
        Where::AtEnd => format!("***:{body}$"),
    }
}

fn written(part: &str, literal: impl Fn(&mut String, char) -> std::fmt::Result) -> String {
    let mut pattern = String::with_capacity(part.len() * 4);
    for c in part.chars() {
        match variants(c) {
            Some(same) => write!(pattern, "[{same}]"),
            None => literal(&mut pattern, c),
        }
        .expect("a string takes all that is written");
    }
    pattern
}

/// All characters that fold like this one, where there are others.
fn variants(c: char) -> Option<&'static str> {
    static CLASSES: LazyLock<HashMap<char, String>> = LazyLock::new(classes);
    CLASSES.get(&folded(c)).map(String::as_str)
}

fn classes() -> HashMap<char, String> {
    let mut classes: HashMap<char, String> = HashMap::new();
    for c in ('\u{1}'..=LAST_CASED).filter(|c| c.is_lowercase() || c.is_uppercase() || folded(*c) != *c) {
        classes.entry(folded(c)).or_default().push(c);
    }
    classes.retain(|_, same| same.chars().count() > 1);
    classes
}

fn folded(c: char) -> char {
    let mut buffer = [0; 4];
    fold(c.encode_utf8(&mut buffer)).chars().next().unwrap_or(c)
}

#[cfg(test)]
mod tests;
