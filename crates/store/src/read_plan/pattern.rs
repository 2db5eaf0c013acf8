//! Looking for a text in a text, case ignored, with the same answer on both databases and in memory.
//!
//! Neither database folds case as [`mortise_expr::fold`] does. But simple folding turns one character into one, so
//! that "the folded text contains the folded part" can be said as a pattern in which each character of the part
//! stands for all characters with the same folding: `k` for `k`, `K` and the Kelvin sign. SQLite has such classes
//! in GLOB, PostgreSQL in regular expressions.

use std::{collections::HashMap, fmt::Write as _, sync::LazyLock};

use mortise_expr::{fold, initials_alike, search_fold_char};
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

/// Which characters count as the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alike {
    /// Those that differ by case: in filters.
    Case,
    /// Those that differ by case or width: in searches.
    CaseAndWidth,
    /// A letter and what stands for it in initials.
    Initial,
}

/// Whether the text holds the part, which must not be blank.
pub(super) fn holds(text: Expr, part: &str, at: Where, sqlite: bool) -> Expr {
    fits(text, part, (at, Alike::Case), sqlite)
}

/// Whether the text holds a word that somebody looks for.
pub(super) fn holds_word(text: Expr, word: &str, sqlite: bool) -> Expr {
    fits(text, word, (Where::Anywhere, Alike::CaseAndWidth), sqlite)
}

/// Whether initials hold a word that somebody looks for.
pub(super) fn holds_initials(initials: Expr, word: &str, sqlite: bool) -> Expr {
    fits(initials, word, (Where::Anywhere, Alike::Initial), sqlite)
}

fn fits(text: Expr, part: &str, how: (Where, Alike), sqlite: bool) -> Expr {
    // No text holds the character 0, and PostgreSQL would refuse it.
    if part.contains('\0') {
        return super::sql::never();
    }
    if sqlite {
        text.binary(SqliteBinOper::Glob, glob(part, how))
    } else {
        text.binary(PgBinOper::Regex, regex(part, how))
    }
}

fn glob(part: &str, (at, alike): (Where, Alike)) -> String {
    let body = written(part, alike, |pattern, c| match c {
        '*' | '?' | '[' => write!(pattern, "[{c}]"),
        _ => write!(pattern, "{c}"),
    });
    match at {
        Where::Anywhere => format!("*{body}*"),
        Where::AtStart => format!("{body}*"),
        Where::AtEnd => format!("*{body}"),
    }
}

fn regex(part: &str, (at, alike): (Where, Alike)) -> String {
    let body = written(part, alike, |pattern, c| {
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

fn written(part: &str, alike: Alike, literal: impl Fn(&mut String, char) -> std::fmt::Result) -> String {
    let mut pattern = String::with_capacity(part.len() * 4);
    for c in part.chars() {
        match variants(c, alike) {
            Some(same) => write!(pattern, "[{same}]"),
            None => literal(&mut pattern, c),
        }
        .expect("a string takes all that is written");
    }
    pattern
}

/// All characters that count as this one, where there are others.
fn variants(c: char, alike: Alike) -> Option<&'static str> {
    static BY_CASE: LazyLock<Classes> = LazyLock::new(|| classes(folded));
    static BY_CASE_AND_WIDTH: LazyLock<Classes> = LazyLock::new(|| classes(search_fold_char));
    match alike {
        Alike::Case => BY_CASE.get(&folded(c)).map(String::as_str),
        Alike::CaseAndWidth => BY_CASE_AND_WIDTH.get(&search_fold_char(c)).map(String::as_str),
        Alike::Initial => initials_alike(c),
    }
}

/// The characters that count as one, by the one that stands for them.
type Classes = HashMap<char, String>;

fn classes(stands_for: fn(char) -> char) -> Classes {
    let mut classes = Classes::new();
    for c in '\u{1}'..=LAST_CASED {
        classes.entry(stands_for(c)).or_default().push(c);
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
