use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

use crate::{Id, Key};

/// One value of a field, in its canonical form.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Value {
    /// Blank.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// An exact number; its kind says how many places it has.
    Decimal(Decimal),
    /// A text, an option key, sanitised HTML.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A time of day.
    Time(NaiveTime),
    /// A moment.
    Instant(DateTime<Utc>),
    /// Days from start to end, both included.
    DateRange {
        /// The first day.
        start: NaiveDate,
        /// The last day.
        end: NaiveDate,
    },
    /// Moments from start to end, both included.
    InstantRange {
        /// The first moment.
        start: DateTime<Utc>,
        /// The last moment.
        end: DateTime<Utc>,
    },
    /// Several option keys or tags, in their order, none twice.
    List(Vec<String>),
    /// A record, person or department.
    Ref(Id),
    /// Several of them, in their order, none twice.
    Refs(Vec<Id>),
    /// The rows of a subform.
    Rows(Vec<Row>),
    /// A structured value, such as a file or an address.
    Json(Json),
}

/// The values of a record by field key, in field order.
pub type Values = IndexMap<Key, Value>;

/// One row of a subform.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// The row's identity, kept over changes; absent in a new row.
    pub id: Option<Id>,
    /// Its values.
    pub values: Values,
}

impl Value {
    /// Whether it is blank: null, an empty text or an empty list.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Refs(list) => list.is_empty(),
            Self::Rows(rows) => rows.is_empty(),
            Self::Json(json) => json.is_null() || json.as_array().is_some_and(Vec::is_empty),
            _ => false,
        }
    }

    /// The number, whole or decimal.
    pub fn as_decimal(&self) -> Option<Decimal> {
        match self {
            Self::Int(number) => Some(Decimal::from(*number)),
            Self::Decimal(number) => Some(*number),
            _ => None,
        }
    }

    /// The text.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The ids it refers to, one or several.
    pub fn refs(&self) -> &[Id] {
        match self {
            Self::Ref(id) => std::slice::from_ref(id),
            Self::Refs(ids) => ids,
            _ => &[],
        }
    }

    /// The value as the HTTP interface writes it: decimals as strings, moments in UTC, references as ids.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Bool(truth) => json!(truth),
            Self::Int(number) => json!(number),
            Self::Decimal(number) => json!(number.to_string()),
            Self::Text(text) => json!(text),
            Self::Date(date) => json!(date.to_string()),
            Self::Time(time) => json!(time.format("%H:%M").to_string()),
            Self::Instant(moment) => json!(written(*moment)),
            Self::DateRange { start, end } => json!({"start": start.to_string(), "end": end.to_string()}),
            Self::InstantRange { start, end } => json!({"start": written(*start), "end": written(*end)}),
            Self::List(list) => json!(list),
            Self::Ref(id) => json!(id),
            Self::Refs(ids) => json!(ids),
            Self::Rows(rows) => Json::Array(rows.iter().map(Row::to_json).collect()),
            Self::Json(json) => json.clone(),
        }
    }
}

impl Row {
    /// The row as an object with its `_id`, where it has one, and its values.
    pub fn to_json(&self) -> Json {
        let mut object = Map::new();
        if let Some(id) = self.id {
            object.insert("_id".to_owned(), json!(id));
        }
        for (key, value) in &self.values {
            object.insert(key.to_string(), value.to_json());
        }
        Json::Object(object)
    }
}

/// RFC 3339 in UTC, with milliseconds only where there are some.
fn written(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
