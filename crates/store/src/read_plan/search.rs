use std::borrow::Cow;

use mortise_expr::{may_be_initials, search_words};
use mortise_model::{Id, Path, Storage};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::{
    ReadPlan,
    chain::{Chain, End, Place},
    compile::Compiler,
    pattern,
    sql::{all, any, big, col, constant, exists, members, never},
};
use crate::{
    Error, names,
    search_index::{self, Candidates},
};

/// Where more records may fit, a page is found by looking at the texts of records in their order: it is soon full.
const MOST_CANDIDATES: usize = 10_000;

/// What somebody looks for.
#[derive(Debug, Clone)]
pub(super) struct Search {
    words: Vec<String>,
    /// What the index says; absent until it has been asked.
    candidates: Option<Candidates>,
}

/// What is done where many records may fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// The first of them are wanted, in their order.
    InOrder,
    /// All are wanted.
    Anywhere,
}

impl Search {
    pub(super) fn new(text: &str) -> Option<Self> {
        let words = search_words(text);
        (!words.is_empty()).then_some(Self { words, candidates: None })
    }
}

impl ReadPlan<'_> {
    /// The same plan, which knows what the index says of its words.
    pub(super) async fn with_candidates(&self, conn: &impl ConnectionTrait) -> Result<Cow<'_, Self>, Error> {
        let Some(search) = self.search.as_ref().filter(|search| search.candidates.is_none()) else {
            return Ok(Cow::Borrowed(self));
        };
        let found = search_index::candidates(conn, self.form, &search.words, MOST_CANDIDATES).await?;
        let search = Search { candidates: Some(found), ..search.clone() };
        Ok(Cow::Owned(ReadPlan { search: Some(search), ..self.clone() }))
    }

    /// What the plan's words ask of the records at `place`: what the index names, and that it is so for this viewer.
    pub(super) fn sought(&self, compiler: &Compiler<'_>, place: &Place<'_>, at: Where) -> Vec<Expr> {
        let Some(search) = &self.search else { return Vec::new() };
        let id = || col(&place.alias, names::ID);
        let named = match (&search.candidates, at) {
            (Some(Candidates::These(ids)), _) if ids.is_empty() => return vec![never()],
            (Some(Candidates::These(ids)), _) => Some(id().in_subquery(compiler.these(ids))),
            (Some(Candidates::Many), Where::Anywhere) => {
                Some(id().in_subquery(search_index::matching(self.form, &search.words, compiler.sqlite)))
            }
            (Some(Candidates::Many), Where::InOrder) | (Some(Candidates::Unknown) | None, _) => None,
        };
        named.into_iter().chain([compiler.words(place, &search.words)]).collect()
    }
}

impl Compiler<'_> {
    /// Each word occurs in one of the search fields that the viewer may read.
    fn words(&self, place: &Place<'_>, words: &[String]) -> Expr {
        let fields: Vec<_> = search_index::fields(place.form)
            .filter_map(|field| Some((&*field.key, self.chain(place, &Path::new(&field.key))?)))
            .collect();
        let held = |word: &String| any(fields.iter().map(|(field, chain)| self.field_holds(place, field, chain, word)));
        all(words.iter().map(held))
    }

    fn field_holds(&self, place: &Place<'_>, field: &str, chain: &Chain, word: &str) -> Expr {
        let End::One(text, Storage::Text) = &chain.end else { return never() };
        let in_text = chain.some(Some(pattern::holds_word(text.clone(), word, self.sqlite)), self.sqlite);
        if !may_be_initials(word) {
            return in_text;
        }
        any([in_text].into_iter().chain(self.initials_hold(place, field, word)))
    }

    /// The initials of a field hold the word, where the viewer may see the field.
    fn initials_hold(&self, place: &Place<'_>, field: &str, word: &str) -> Option<Expr> {
        let visible = self.visible(place, field)?;
        let alias = self.alias();
        let mut select = Query::select();
        select
            .expr(constant(1))
            .from_as(names::search(place.form), alias.clone())
            .and_where(col(&alias, names::RECORD).eq(col(&place.alias, names::ID)))
            .and_where(pattern::holds_initials(col(&alias, field), word, self.sqlite));
        Some(all(visible.into_iter().chain([exists(select, self.sqlite)])))
    }

    /// These ids, as one bound value, so that the statement is the same for any number of them.
    fn these(&self, ids: &[Id]) -> SelectStatement {
        let alias = self.alias();
        let numbers: Vec<String> = ids.iter().map(|id| id.raw().to_string()).collect();
        let list = Expr::val(format!("[{}]", numbers.join(",")));
        let list = if self.sqlite { list } else { list.cast_as("jsonb") };
        let value = col(&alias, "value");
        let value = if self.sqlite { value } else { big(value) };
        Query::select().expr(value).from_function(members(list, self.sqlite), alias).to_owned()
    }
}
