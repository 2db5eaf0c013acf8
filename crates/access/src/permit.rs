use std::sync::Arc;

use indexmap::IndexMap;
use mortise_model::{Filter, Id, Key};

/// The rights on fields by name; a field of a subform's rows is called `items.price`.
pub(crate) type FieldRights = IndexMap<Box<str>, FieldRight>;

/// What may be done with records of a form.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Make a new record.
    Create,
    /// See records.
    Read,
    /// Change them.
    Update,
    /// Move them to the recycle bin.
    Delete,
    /// Bring in many from a file.
    Import,
    /// Take many out to a file.
    Export,
    /// Print them.
    Print,
}

/// Which records of a form.
#[derive(Debug, Clone, PartialEq)]
pub enum Scope {
    /// None at all.
    Nothing,
    /// All.
    Everything,
    /// Those that fit; variables in it mean the permit's subject.
    Where(Filter),
}

/// How far a person reaches into a field; each level includes those before it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// As if the field did not exist.
    None,
    /// That there is a value, not which.
    Mask,
    /// The value.
    View,
    /// The value, and changing it.
    Edit,
}

/// The level of one field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldRight {
    /// The same in every record.
    Always(Level),
    /// The first filter that a record fits decides, else the last word.
    When(Vec<(Filter, Level)>, Level),
}

/// Who a permit speaks of: what `me`, `my_dept` and `my_depts` mean in its filters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// The person; absent for the product itself.
    pub user: Option<Id>,
    /// The person's main department.
    pub dept: Option<Id>,
    /// The person's departments and all below them.
    pub depts: Vec<Id>,
}

/// The proof that somebody may do something with records of a form, and how far.
///
/// Nothing reads or writes a record without one; only [`crate::Policy`] and [`Permit::system`] make it.
#[derive(Debug, Clone, PartialEq)]
pub struct Permit {
    pub(crate) subject: Subject,
    pub(crate) form: Key,
    pub(crate) act: Act,
    pub(crate) scope: Scope,
    pub(crate) default_level: Level,
    pub(crate) fields: Arc<FieldRights>,
}

impl Permit {
    /// The product's own right: rules, computed values, installation. Everything of one form.
    pub fn system(form: Key, act: Act) -> Self {
        Self {
            subject: Subject::default(),
            form,
            act,
            scope: Scope::Everything,
            default_level: Level::Edit,
            fields: Arc::default(),
        }
    }

    /// Whom it speaks of.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The form it opens.
    pub fn form(&self) -> &Key {
        &self.form
    }

    /// What may be done.
    pub fn act(&self) -> Act {
        self.act
    }

    /// Which records.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The right on a field; of a subform's rows as `items.price`. System columns follow the form.
    pub fn field(&self, name: &str) -> FieldRight {
        let own = self.fields.get(name);
        let outer = || name.split_once('.').and_then(|(subform, _)| self.fields.get(subform));
        own.or_else(outer).cloned().unwrap_or(FieldRight::Always(self.default_level))
    }

    /// The same permit, narrowed to the records that also fit `filter`.
    #[must_use]
    pub fn narrowed(mut self, filter: Filter) -> Self {
        self.scope = match self.scope {
            Scope::Nothing => Scope::Nothing,
            Scope::Everything => Scope::Where(filter),
            Scope::Where(before) => Scope::Where(Filter::And(vec![before, filter])),
        };
        self
    }
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 7] =
        [Self::Create, Self::Read, Self::Update, Self::Delete, Self::Import, Self::Export, Self::Print];

    /// Its name, as documents and the audit trail write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Import => "import",
            Self::Export => "export",
            Self::Print => "print",
        }
    }

    /// How far the act reaches into a field that no group protects.
    pub(crate) fn level(self) -> Level {
        match self {
            Self::Create | Self::Update | Self::Import => Level::Edit,
            Self::Read | Self::Delete | Self::Export | Self::Print => Level::View,
        }
    }
}

impl FieldRight {
    /// The highest level that any record could give.
    pub fn most(&self) -> Level {
        match self {
            Self::Always(level) => *level,
            Self::When(cases, last) => cases.iter().map(|(_, level)| *level).fold(*last, Level::max),
        }
    }

    /// The lowest level that any record could give: what sums and groups go by, in which nobody could tell what a
    /// single record holds back. Lists go by [`Self::most`]: where a record hides the field, it is blank there.
    pub fn least(&self) -> Level {
        match self {
            Self::Always(level) => *level,
            Self::When(cases, last) => cases.iter().map(|(_, level)| *level).fold(*last, Level::min),
        }
    }
}
