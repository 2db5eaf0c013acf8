//! One description of a struct and its table's columns: `row!` makes the plain struct and both conversions.

use chrono::{DateTime, Utc};
use mortise_model::{I18n, Id, Key};
use serde_json::Value as Json;

use super::convert::{key, moment, ms, read, written};
use crate::Error;

/// A type of the model that is kept in a column of type `C`.
pub(super) trait Stored<C>: Sized {
    /// What the column means.
    fn from_column(what: &'static str, column: C) -> Result<Self, Error>;
    /// The column that means this.
    fn to_column(&self) -> C;
}

macro_rules! as_it_is {
    ($($plain:ty),*) => {$(
        impl Stored<$plain> for $plain {
            fn from_column(_: &'static str, column: $plain) -> Result<Self, Error> {
                Ok(column)
            }

            fn to_column(&self) -> $plain {
                self.clone()
            }
        }
    )*};
}

macro_rules! as_document {
    ($($document:ty),*) => {$(
        impl Stored<String> for $document {
            fn from_column(what: &'static str, column: String) -> Result<Self, Error> {
                read(what, &column)
            }

            fn to_column(&self) -> String {
                written(self)
            }
        }
    )*};
}

as_it_is!(i64, bool, String, Vec<u8>);
as_document!(Json, I18n, Vec<Id>, Vec<String>);

impl<T: Stored<C>, C> Stored<Option<C>> for Option<T> {
    fn from_column(what: &'static str, column: Option<C>) -> Result<Self, Error> {
        column.map(|column| T::from_column(what, column)).transpose()
    }

    fn to_column(&self) -> Option<C> {
        self.as_ref().map(T::to_column)
    }
}

impl Stored<i64> for Id {
    fn from_column(_: &'static str, column: i64) -> Result<Self, Error> {
        Ok(Self::from_raw(column))
    }

    fn to_column(&self) -> i64 {
        self.raw()
    }
}

impl Stored<i64> for u32 {
    fn from_column(what: &'static str, column: i64) -> Result<Self, Error> {
        Self::try_from(column).map_err(|error| Error::Unreadable { what, detail: error.to_string() })
    }

    fn to_column(&self) -> i64 {
        i64::from(*self)
    }
}

impl Stored<i64> for DateTime<Utc> {
    fn from_column(_: &'static str, column: i64) -> Result<Self, Error> {
        Ok(moment(column))
    }

    fn to_column(&self) -> i64 {
        ms(*self)
    }
}

impl Stored<String> for Key {
    fn from_column(what: &'static str, column: String) -> Result<Self, Error> {
        key(what, &column)
    }

    fn to_column(&self) -> String {
        self.to_string()
    }
}

/// `row! { Comment = comment { id: Id, … } }`: a plain struct whose fields are the table's columns.
macro_rules! row {
    ($(#[$meta:meta])* $name:ident = $table:ident { $($(#[$doc:meta])* $field:ident: $type:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[$doc])* pub $field: $type),+
        }

        impl $name {
            fn to_row(&self) -> crate::entities::$table::Model {
                crate::entities::$table::Model {
                    $($field: crate::repos::row::Stored::to_column(&self.$field)),+
                }
            }
        }

        impl TryFrom<crate::entities::$table::Model> for $name {
            type Error = crate::Error;

            fn try_from(row: crate::entities::$table::Model) -> Result<Self, crate::Error> {
                Ok(Self {
                    $($field: crate::repos::row::Stored::from_column(
                        concat!(stringify!($table), ".", stringify!($field)),
                        row.$field,
                    )?),+
                })
            }
        }
    };
}
pub(super) use row;
