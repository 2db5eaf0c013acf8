use mortise_model::{Path, Storage};
use sea_orm::sea_query::Expr;

use super::{
    chain::{End, Place},
    compile::Compiler,
    pattern::{self, Where},
    sql::{all, any},
};

/// Words beyond these are not looked for.
const MOST_WORDS: usize = 8;

impl Compiler<'_> {
    /// Each word of the text occurs in one of the search fields that the viewer may read.
    pub(super) fn search(&self, place: &Place<'_>, text: &str) -> Option<Expr> {
        let words: Vec<&str> = text.split_whitespace().take(MOST_WORDS).collect();
        if words.is_empty() {
            return None;
        }
        let chains: Vec<_> =
            place.form.search.iter().filter_map(|field| self.chain(place, &Path::new(field))).collect();
        let found = |word: &str| {
            any(chains.iter().filter_map(|chain| match &chain.end {
                End::One(text, Storage::Text) => {
                    let holds = pattern::holds(text.clone(), word, Where::Anywhere, self.sqlite);
                    Some(chain.some(Some(holds), self.sqlite))
                }
                _ => None,
            }))
        };
        Some(all(words.into_iter().map(found)))
    }
}
