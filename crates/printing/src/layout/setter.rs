//! What setting a document needs at hand, and what it finds out on the way.

use std::collections::{BTreeSet, HashMap};

use icu_segmenter::{
    LineSegmenter, LineSegmenterBorrowed,
    options::{LineBreakOptions, LineBreakStrictness},
};
use mortise_model::{Issue, Issues, Pointer};

use crate::{
    Fonts, Picture,
    fonts::{Outcome, Setting, Weight},
    markup::issue_at,
};

/// More characters than this are not listed one by one.
const MOST_LISTED: usize = 50;

/// Sets one document.
pub(crate) struct Setter<'a> {
    /// How high the column of a page is.
    pub(crate) column_height: f32,
    /// The numbers that `page` and `pages` stand for.
    pub(crate) numbers: Numbers,
    /// Where lines may end.
    pub(crate) segmenter: LineSegmenterBorrowed<'static>,
    /// Images that were read already, by their source; `None` for bad ones.
    pub(crate) pictures: HashMap<String, Option<Picture>>,
    source: &'a str,
    fonts: &'a Fonts,
    missing: BTreeSet<char>,
    issues: Issues,
    too_narrow: bool,
}

/// The number of a page and of all pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) page: usize,
    pub(crate) pages: usize,
}

impl<'a> Setter<'a> {
    pub(crate) fn new(source: &'a str, fonts: &'a Fonts) -> Self {
        let mut options = LineBreakOptions::default();
        options.strictness = Some(LineBreakStrictness::Strict);
        Self {
            column_height: f32::INFINITY,
            numbers: Numbers::default(),
            segmenter: LineSegmenter::new_for_non_complex_scripts(options),
            pictures: HashMap::new(),
            source,
            fonts,
            missing: BTreeSet::new(),
            issues: Issues::new(),
            too_narrow: false,
        }
    }

    /// How a character is printed.
    pub(crate) fn set(&mut self, character: char, weight: Weight) -> Setting {
        let (setting, outcome) = self.fonts.set(character, weight);
        if outcome == Outcome::Replaced {
            self.missing.insert(character);
        }
        setting
    }

    /// Notes what is wrong with an element.
    pub(crate) fn report(&mut self, at: usize, code: &str) {
        self.issues.push(issue_at(self.source, at, code));
    }

    /// Notes that a column has not even room for one character.
    pub(crate) fn report_too_narrow(&mut self) {
        self.too_narrow = true;
    }

    /// Everything that was noted.
    pub(crate) fn into_issues(self) -> Issues {
        let mut issues = self.issues;
        if self.too_narrow {
            issues.push(Issue::error(Pointer::root(), "too_narrow"));
        }
        for character in self.missing.into_iter().take(MOST_LISTED) {
            let code_point = format!("U+{:04X}", u32::from(character));
            issues.push(
                Issue::warning(Pointer::root(), "missing_glyph")
                    .with("character", character.to_string())
                    .with("code_point", code_point),
            );
        }
        issues
    }
}
