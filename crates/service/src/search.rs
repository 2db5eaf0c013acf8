//! Looking for words in all that a person may see.

use mortise_access::Act;
use mortise_expr::{places_of_words, search_words};
use mortise_forms::{PublishedForm, title_fields};
use mortise_model::{I18n, Id, Issue, Key, Path, Pointer, SortOrder};
use mortise_store::{Sort, repos::apps as rows};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::{
    Error, Platform, Result, Session,
    records::{Reading, RecordView, bad_request, project},
};

/// How many records of a form are shown where nothing else is said, and at most.
const RECORDS: u64 = 5;
const MOST_RECORDS: u64 = 20;
/// The longest text that is looked for.
const LONGEST: usize = 200;
/// How many characters of a text are shown around what was found in it, before the first and in all.
const BEFORE: usize = 12;
const SHOWN: usize = 80;

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchParams {
    /// Words: a record is found where each occurs in one of its form's search fields, or among the pinyin initials there.
    #[serde(default)]
    pub q: String,
    /// One app only.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub app: Option<Key>,
    /// How many records of each form: 5 where absent, at most 20.
    #[serde(default)]
    pub limit: Option<u64>,
}

/// What was found, by form.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchAnswer {
    /// The forms of which records were found.
    pub items: Vec<FoundForm>,
}

/// A form of which records were found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundForm {
    /// Its app.
    #[schema(value_type = String)]
    pub app: Key,
    /// The app's name.
    #[schema(value_type = Object)]
    pub app_name: I18n,
    /// Which.
    #[schema(value_type = String)]
    pub form: Key,
    /// Its name.
    #[schema(value_type = Object)]
    pub form_name: I18n,
    /// The records, those that changed last first.
    pub records: Vec<FoundRecord>,
    /// Whether there are others.
    pub more: bool,
}

/// A record that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundRecord {
    /// Which.
    #[schema(value_type = String)]
    pub id: Id,
    /// How it is called, in pieces.
    pub title: Vec<Piece>,
    /// The fields in which words were found, as far as the title does not show them.
    pub fields: Vec<FoundField>,
}

/// A field in which words were found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundField {
    /// Which.
    #[schema(value_type = String)]
    pub field: Key,
    /// Its name.
    #[schema(value_type = Object)]
    pub label: I18n,
    /// Its text around the first of them, in pieces.
    pub text: Vec<Piece>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Piece {
    /// The piece.
    pub text: String,
    /// Whether it is what was looked for.
    pub found: bool,
}

/// Looks for words in the search fields of all forms, or of one app's, as far as the person may see records and fields.
pub async fn search(platform: &Platform, session: &Session, params: SearchParams) -> Result<SearchAnswer> {
    if params.q.chars().count() > LONGEST {
        let issue = Issue::error(Pointer::root().at("q"), "too_long").with("max", LONGEST);
        return Err(Error::BadRequest(issue.into()));
    }
    let mut items = Vec::new();
    let words = search_words(&params.q);
    if words.is_empty() {
        return Ok(SearchAnswer { items });
    }
    for app in rows::apps(session.tenant.reader()).await? {
        if params.app.as_ref().is_none_or(|only| *only == app.key) && !session.roles(&app.key).is_empty() {
            in_app(platform, session, (&app.key, &params, &words), &mut items).await?;
        }
    }
    Ok(SearchAnswer { items })
}

async fn in_app(
    platform: &Platform,
    session: &Session,
    (app, params, words): (&Key, &SearchParams, &[String]),
    items: &mut Vec<FoundForm>,
) -> Result<()> {
    let model = platform.app(session, app).await?;
    let db = session.tenant.reader();
    let limit = params.limit.unwrap_or(RECORDS).min(MOST_RECORDS);
    for (key, form) in &model.forms {
        let Ok(permit) = model.permit(session, key, Act::Read) else { continue };
        let reading = Reading::with(&model, session, permit);
        let plan = reading.plan()?.search(&params.q).limit(limit);
        let plan = plan.sort([Sort { field: Path::new("_updated_at"), order: SortOrder::Descending }]);
        let wanted = |field: &Key| form.spec().search.contains(field) || title_fields(form).any(|named| named == field);
        let fields: Vec<Key> = plan.field_keys()?.into_iter().filter(wanted).collect();
        let plan = plan.fields(fields);
        let page = plan.page(db).await.map_err(bad_request)?;
        if page.records.is_empty() {
            continue;
        }
        let more = page.next_cursor.is_some();
        let records = project(db, &model, form, &plan, page, session.ctx.locale).await?;
        items.push(FoundForm {
            app: app.clone(),
            app_name: model.app.name.clone(),
            form: key.clone(),
            form_name: form.spec().name.clone(),
            records: records.into_iter().map(|record| found(form, record, words)).collect(),
            more,
        });
    }
    Ok(())
}

fn found(form: &PublishedForm, record: RecordView, words: &[String]) -> FoundRecord {
    let title = pieces(&record.title, words);
    let shown = record.title.as_str();
    let fields = form.spec().search.iter().filter_map(|key| {
        let text = match record.values.get(&**key)? {
            Json::String(text) => text.clone(),
            Json::Array(members) => members.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" · "),
            _ => return None,
        };
        let hit = !shown.contains(&text) && !places_of_words(&text, words).is_empty();
        let label = form.field(key)?.spec.label.clone();
        hit.then(|| FoundField { field: key.clone(), label, text: pieces(&around(&text, words), words) })
    });
    FoundRecord { id: record.id, title, fields: fields.collect() }
}

/// The part of a text in which the first word is.
fn around(text: &str, words: &[String]) -> String {
    let first = places_of_words(text, words).first().map_or(0, |place| place.start);
    let letters: Vec<char> = text.chars().collect();
    let from = if letters.len() > SHOWN { first.saturating_sub(BEFORE) } else { 0 };
    let to = letters.len().min(from + SHOWN);
    let shown: String = letters[from..to].iter().map(|c| if c.is_control() { ' ' } else { *c }).collect();
    let (before, after) = (if from > 0 { "…" } else { "" }, if to < letters.len() { "…" } else { "" });
    format!("{before}{shown}{after}")
}

fn pieces(text: &str, words: &[String]) -> Vec<Piece> {
    let letters: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    let mut add = |part: &[char], found| {
        if !part.is_empty() {
            pieces.push(Piece { text: part.iter().collect(), found });
        }
    };
    let mut at = 0;
    for place in places_of_words(text, words) {
        add(&letters[at..place.start], false);
        add(&letters[place.clone()], true);
        at = place.end;
    }
    add(&letters[at..], false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Piece, around, pieces, search_words};

    #[test]
    fn a_text_falls_into_pieces_at_what_was_found() {
        let piece = |text: &str, found| Piece { text: text.to_owned(), found };
        assert_eq!(pieces("作者张三", &search_words("zs")), [piece("作者", false), piece("张三", true)]);
        assert_eq!(pieces("abc", &search_words("x")), [piece("abc", false)]);
    }

    #[test]
    fn a_long_text_is_shown_where_it_was_found() {
        let text = format!("{}张三{}", "长".repeat(200), "尾".repeat(200));
        let shown = around(&text, &search_words("张三"));
        assert!(shown.starts_with("…长") && shown.contains("张三") && shown.ends_with('…'), "{shown}");
        assert_eq!(shown.chars().count(), 82);
    }
}
