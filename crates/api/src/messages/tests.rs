use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::*;

#[test]
fn both_languages_have_the_same_codes() {
    let mut missing: Vec<_> = ZH_CN.keys().filter(|code| !EN.contains_key(*code)).collect();
    missing.extend(EN.keys().filter(|code| !ZH_CN.contains_key(*code)));
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn figures_stand_where_their_names_stood() {
    let params = Map::from_iter([("limit".to_owned(), Json::from(3)), ("name".to_owned(), Json::from("金额"))]);
    assert_eq!(fill("{name}: at most {limit}", &params), "金额: at most 3");
}

#[test]
fn both_languages_name_the_same_figures() {
    let differing: Vec<_> = ZH_CN
        .iter()
        .filter(|(code, chinese)| {
            let chinese: BTreeSet<_> = names(chinese).collect();
            let english: BTreeSet<_> = EN.get(*code).map(|english| names(english).collect()).unwrap_or_default();
            chinese != english
        })
        .map(|(code, _)| code)
        .collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn a_sentence_without_its_figures_is_left_out() {
    let limit = Map::from_iter([("max".to_owned(), Json::from("9.5"))]);
    assert_eq!(sentence("too_large", &limit, Locale::En), "This is over the limit. It may be at most 9.5.");
    assert_eq!(sentence("too_large", &Map::new(), Locale::En), "This is over the limit.");
    assert_eq!(sentence("too_large", &Map::new(), Locale::ZhCn), "数值或内容超出上限。");
    assert_eq!(title("too_large", Locale::ZhCn), "数值或内容超出上限");
}

#[test]
fn lists_stand_without_brackets_and_other_braces_stay() {
    let accept = Map::from_iter([("accept".to_owned(), serde_json::json!(["pdf", "png"]))]);
    assert!(sentence("file_type", &accept, Locale::En).ends_with("one of these: pdf, png."));
    assert!(sentence("pattern_needs_one_number", &Map::new(), Locale::En).ends_with("{0000}."));
}

#[test]
fn every_code_that_the_crates_name_has_a_sentence() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut sources = Vec::new();
    for entry in fs::read_dir(&crates).unwrap() {
        collect(&entry.unwrap().path().join("src"), &mut sources);
    }
    let mut missing = BTreeSet::new();
    let mut n_found = 0;
    for source in sources {
        for code in codes(&fs::read_to_string(&source).unwrap()) {
            n_found += 1;
            if !EN.contains_key(&code) {
                missing.insert((code, source.strip_prefix(&crates).unwrap().to_owned()));
            }
        }
    }
    assert!(n_found > 300, "only {n_found} codes were found: the scanner looks past them");
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Sources of the product below a folder, without tests.
fn collect(folder: &Path, sources: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
        if is_test {
            continue;
        }
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|end| end == "rs") {
            sources.push(path);
        }
    }
}

/// What makes an answer with a code.
const MAKERS: [&str; 9] = [
    "Issue::error(",
    "Issue::warning(",
    "Refusal::new(",
    "Refused::code(",
    "Failure::new(",
    "conflict(",
    "Forbidden(",
    ".refused(",
    ".report(",
];

/// The codes that are written out among the arguments of [`MAKERS`].
fn codes(source: &str) -> Vec<String> {
    let calls = MAKERS.iter().flat_map(move |maker| source.match_indices(*maker).map(|(at, maker)| at + maker.len()));
    calls.flat_map(|at| literals(&source[at..])).filter(|text| is_code(text)).collect()
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// The texts that are themselves arguments of the call whose arguments begin here, on however many lines.
fn literals(arguments: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut depth = 0;
    let mut letters = arguments.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                let text = literal(&mut letters);
                if depth == 0 {
                    found.push(text);
                }
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    found
}

/// The rest of a text after its first quote, which ends with its second.
fn literal(letters: &mut impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => break,
            '\\' => text.extend(letters.next()),
            letter => text.push(letter),
        }
    }
    text
}
