use chrono::FixedOffset;
use mortise_model::{Id, Locale, Target};

/// How values are worded: for whom, and what things are called.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    /// The reader's language.
    pub locale: Locale,
    /// What records, people and departments are called.
    pub titles: &'a dyn Titles,
    /// The zone in which moments are written.
    pub zone: FixedOffset,
    /// The currency of the amounts, where a field says it.
    pub currency: Option<&'a str>,
}

/// What records, people and departments are called.
pub trait Titles {
    /// The title of a thing; absent where it is not known.
    fn title(&self, target: &Target, id: Id) -> Option<String>;
}

/// Knows no titles: ids are written out.
#[derive(Debug, Clone, Copy)]
pub struct NoTitles;

impl Titles for NoTitles {
    fn title(&self, _: &Target, _: Id) -> Option<String> {
        None
    }
}

impl<'a> Wording<'a> {
    /// For a reader of this language, who is told ids where titles are not known.
    pub fn plain(locale: Locale) -> Wording<'static> {
        Wording::new(locale, &NoTitles)
    }

    /// For a reader of this language in China.
    pub fn new(locale: Locale, titles: &'a dyn Titles) -> Self {
        Self { locale, titles, zone: china(), currency: None }
    }
}

fn china() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("eight hours lie within a day")
}
