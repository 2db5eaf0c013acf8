//! Between the plain columns of the tables and the words of the model.

use std::fmt;

use chrono::{DateTime, TimeZone, Utc};
use mortise_model::{Id, Key, Locale};
use sea_orm::{
    ActiveModelTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter,
    sea_query::LikeExpr,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::Error;

/// How many rows one `INSERT` carries: well under the databases' limits on bound values.
const ROWS_AT_ONCE: usize = 200;

/// A text that no log may show, such as the hash of a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The moment of a column.
pub(super) fn moment(ms: i64) -> DateTime<Utc> {
    Utc.timestamp_millis_opt(ms).single().unwrap_or(if ms < 0 {
        DateTime::<Utc>::MIN_UTC
    } else {
        DateTime::<Utc>::MAX_UTC
    })
}

/// The column of a moment.
pub(super) fn ms(moment: DateTime<Utc>) -> i64 {
    moment.timestamp_millis()
}

/// The id of a column that may be blank.
pub(super) fn maybe_id(raw: Option<i64>) -> Option<Id> {
    raw.map(Id::from_raw)
}

/// The numbers of ids.
pub(super) fn raw(ids: &[Id]) -> impl Iterator<Item = i64> + '_ {
    ids.iter().map(|id| id.raw())
}

/// The key of a column.
pub(super) fn key(what: &'static str, text: &str) -> Result<Key, Error> {
    Key::new(text).map_err(|error| Error::Unreadable { what, detail: error.to_string() })
}

/// A closed word or a document of a column.
pub(super) fn read<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::Unreadable { what, detail: error.to_string() })
}

/// A document of a column that may be blank.
pub(super) fn maybe_read<T: DeserializeOwned>(what: &'static str, text: Option<&str>) -> Result<Option<T>, Error> {
    text.map(|text| read(what, text)).transpose()
}

/// The column of a document.
pub(super) fn written<T: Serialize + ?Sized>(document: &T) -> String {
    serde_json::to_string(document).expect("documents have text keys and no failing writers")
}

/// The pattern of a text that stands anywhere, with its own wildcards made harmless.
pub(super) fn contains(text: &str) -> LikeExpr {
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    LikeExpr::new(pattern).escape('\\')
}

/// The tag of a language.
pub(super) fn locale_tag(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => "zh-CN",
        Locale::En => "en",
    }
}

/// Adds one row.
pub(super) async fn insert<M>(db: &impl ConnectionTrait, row: M) -> Result<(), Error>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: Send,
{
    M::Entity::insert(row.into_active_model()).exec_without_returning(db).await?;
    Ok(())
}

/// Adds many rows.
pub(super) async fn insert_all<M>(db: &impl ConnectionTrait, rows: Vec<M>) -> Result<(), Error>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + Send,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        let some: Vec<_> = rows.by_ref().take(ROWS_AT_ONCE).collect();
        M::Entity::insert_many(some).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Replaces the row that still fits `still`; whether there was one.
pub(super) async fn replace<M>(db: &impl ConnectionTrait, row: M, still: Condition) -> Result<bool, Error>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: Send,
{
    let row = row.into_active_model().reset_all();
    Ok(M::Entity::update_many().set(row).filter(still).exec(db).await?.rows_affected == 1)
}

/// The structs of rows.
pub(super) fn all<M, T>(rows: Vec<M>) -> Result<Vec<T>, Error>
where
    T: TryFrom<M, Error = Error>,
{
    rows.into_iter().map(T::try_from).collect()
}

/// Closed words, each with its text in the database: `words! { State: Waiting => "waiting", … }`
/// yields `State::word`, `State::from_word` and their column.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident => $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant),+
        }

        impl $name {
            /// All of them, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in the database and in the HTTP interface.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// The one with this word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }

        }

        impl crate::repos::row::Stored<String> for $name {
            fn from_column(what: &'static str, column: String) -> Result<Self, crate::Error> {
                Self::from_word(&column).ok_or_else(|| crate::Error::Unreadable {
                    what,
                    detail: format!("`{column}` is none of its words"),
                })
            }

            fn to_column(&self) -> String {
                self.word().to_owned()
            }
        }
    };
}
pub(super) use words;
