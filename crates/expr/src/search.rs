//! What it means that somebody looks for words: which texts hold a word, and where.
//!
//! A text holds a word that occurs in it, whatever the case, and whether its letters, digits and most signs are of full
//! or of half width. It also holds a word of at least two Latin letters that occurs among its *initials*: the first
//! letters of the pinyin of its Chinese characters, between what else is in it, so that `zs` finds 张三 and `az` finds
//! A组. A character with several readings has the first letters of all of them: 长夜 is found by `cy` and by `zy`.
//!
//! An index need not know this. It knows the [`grams`] of texts, and a text that holds a word has all of its
//! [`grams_of_word`]; what it finds is looked at once more.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use pinyin::ToPinyinMulti;

use crate::filter::fold_char;

/// Words beyond these are not looked for.
const MOST_WORDS: usize = 8;
/// An index that is asked for so many parts of a word is told enough of it.
const MOST_GRAMS: usize = 16;
/// Lies above all characters, so that a pair of characters is never taken for a single one.
const PAIR: u32 = 0x4000_0000;
/// From here on, private characters stand for several initials: their places in the alphabet, from 1, as digits to the
/// base 27. They are stored, so this never changes.
const SEVERAL: u32 = 0xF_0000;
const BASE: u32 = 27;
/// So many initials one private character stands for at most; no Chinese character in use has more.
const MOST_INITIALS: usize = 3;

/// The words of what somebody looks for, folded by [`search_fold`].
pub fn search_words(text: &str) -> Vec<String> {
    text.split_whitespace().take(MOST_WORDS).map(search_fold).collect()
}

/// The text without differences of case and width: each character becomes one character.
pub fn search_fold(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().map(search_fold_char).collect() }
}

/// The character that stands for this one and for its other cases and widths.
pub fn search_fold_char(c: char) -> char {
    fold_char(half_width(c))
}

/// The initials of a text, one character for each of its own, as they are stored; `None` where it is not Chinese.
/// Where a character has several, a private one stands for them: [`initials_alike`] has those for each letter.
pub fn initials(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut found = false;
    let initial = |c: char| match initial_of(c) {
        Some(initial) => {
            found = true;
            initial
        }
        None => search_fold_char(c),
    };
    let written = text.chars().map(initial).collect();
    found.then_some(written)
}

/// What may stand in initials for a letter: itself, and all that stand for it and others. `None` for other characters.
pub fn initials_alike(letter: char) -> Option<&'static str> {
    static BY_LETTER: LazyLock<BTreeMap<char, String>> = LazyLock::new(|| {
        let mut alike: BTreeMap<char, String> = ('a'..='z').map(|letter| (letter, letter.to_string())).collect();
        let mut several: Vec<char> =
            ('\u{2e80}'..='\u{3ffff}').filter_map(initial_of).filter(|c| !c.is_ascii()).collect();
        several.sort_unstable();
        several.dedup();
        for c in several {
            for letter in letters_of(c) {
                alike.entry(letter).or_default().push(c);
            }
        }
        alike
    });
    BY_LETTER.get(&letter).map(String::as_str)
}

/// Whether a folded word is also looked for among initials.
pub fn may_be_initials(word: &str) -> bool {
    word.len() > 1 && word.is_ascii() && word.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Whether a text holds a word that [`search_words`] gave.
pub fn holds_word(text: &str, word: &str) -> bool {
    search_fold(text).contains(word)
        || may_be_initials(word) && initials(text).is_some_and(|initials| initials_hold(&initials, word))
}

/// Where a text holds the words: places of its characters, in order, touching and overlapping ones as one.
pub fn places_of_words(text: &str, words: &[String]) -> Vec<Range<usize>> {
    let folded: Vec<char> = text.chars().map(search_fold_char).collect();
    let initials: Option<Vec<char>> = initials(text).map(|initials| initials.chars().collect());
    let mut held = vec![false; folded.len()];
    for word in words {
        let letters: Vec<char> = word.chars().collect();
        occurrences(&folded, &letters, |a, b| a == b).for_each(|place| held[place].fill(true));
        if let Some(initials) = initials.as_ref().filter(|_| may_be_initials(word)) {
            occurrences(initials, &letters, stands_for).for_each(|place| held[place].fill(true));
        }
    }
    let mut places: Vec<Range<usize>> = Vec::new();
    for at in held.iter().enumerate().filter_map(|(at, held)| held.then_some(at)) {
        match places.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end += 1,
            None => places.push(at..at + 1),
        }
    }
    places
}

/// What an index knows of texts: a number for each character and each pair of neighbours in them, and for each pair in
/// their initials, in order and each once. Two pairs may share a number.
pub fn grams<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<u32> {
    let mut found = Vec::new();
    for text in texts {
        let folded = search_fold(text);
        found.extend(folded.chars().filter(|c| !c.is_whitespace()).map(u32::from));
        found.extend(pairs(&folded));
        if let Some(initials) = initials(text) {
            found.extend(pairs_of_initials(&initials));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What an index is asked for: a text that holds the word has all of these.
pub fn grams_of_word(word: &str) -> Vec<u32> {
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(only), None) => vec![u32::from(only)],
        _ => pairs(word).take(MOST_GRAMS).collect(),
    }
}

fn pairs(text: &str) -> impl Iterator<Item = u32> {
    neighbours(text).map(|(a, b)| pair(a, b))
}

fn pairs_of_initials(initials: &str) -> impl Iterator<Item = u32> {
    neighbours(initials).flat_map(|(a, b)| letters_of(a).flat_map(move |a| letters_of(b).map(move |b| pair(a, b))))
}

fn neighbours(text: &str) -> impl Iterator<Item = (char, char)> {
    let both = text.chars().zip(text.chars().skip(1));
    both.filter(|(a, b)| !a.is_whitespace() && !b.is_whitespace())
}

fn pair(a: char, b: char) -> u32 {
    PAIR | (u32::from(a).wrapping_mul(0x9E37_79B1) ^ u32::from(b).wrapping_mul(0x85EB_CA6B)) >> 2
}

fn occurrences(text: &[char], word: &[char], same: fn(char, char) -> bool) -> impl Iterator<Item = Range<usize>> {
    let windows = text.windows(word.len().max(1)).enumerate();
    let is_word = move |window: &[char]| window.iter().zip(word).all(|(a, b)| same(*a, *b));
    windows.filter(move |(_, window)| is_word(window)).map(move |(at, _)| at..at + word.len())
}

fn initials_hold(initials: &str, word: &str) -> bool {
    let (initials, word): (Vec<char>, Vec<char>) = (initials.chars().collect(), word.chars().collect());
    occurrences(&initials, &word, stands_for).next().is_some()
}

/// What a Chinese character has for an initial: a letter, or a private character for several.
fn initial_of(c: char) -> Option<char> {
    let mut letters: Vec<char> =
        c.to_pinyin_multi()?.into_iter().filter_map(|read| read.first_letter().chars().next()).collect();
    letters.retain(char::is_ascii_lowercase);
    letters.sort_unstable();
    letters.dedup();
    letters.truncate(MOST_INITIALS);
    match letters[..] {
        [] => None,
        [only] => Some(only),
        _ => char::from_u32(SEVERAL + letters.iter().fold(0, |code, letter| code * BASE + place_of(*letter))),
    }
}

/// The letters that a character of initials stands for; itself where it is none of ours.
fn letters_of(initial: char) -> impl Iterator<Item = char> {
    let code = u32::from(initial).checked_sub(SEVERAL).filter(|code| *code < BASE.pow(3));
    let digits = (0..3).map(move |power| code.unwrap_or_default() / BASE.pow(power) % BASE);
    let letters = digits.filter(|digit| *digit > 0).filter_map(|digit| char::from_u32(u32::from('a') + digit - 1));
    letters.chain(code.is_none().then_some(initial))
}

fn stands_for(initial: char, letter: char) -> bool {
    letters_of(initial).any(|one| one == letter)
}

fn place_of(letter: char) -> u32 {
    u32::from(letter) - u32::from('a') + 1
}

/// Signs with a meaning of their own in patterns keep their width: `［ ］ ＾ － ＼ ＊ ？`.
fn half_width(c: char) -> char {
    match c {
        '［' | '］' | '＾' | '－' | '＼' | '＊' | '？' => c,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests;
