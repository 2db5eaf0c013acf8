use mortise_model::{Issue, Issues, Need, Pointer};

/// Why a value was not taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Refused {
    /// It is wrong; pointers start at the value.
    Wrong(Issues),
    /// It cannot be told before these are answered.
    Unknown(Need),
}

impl Refused {
    /// The value as a whole is wrong.
    pub(crate) fn code(code: &str) -> Self {
        Issue::error(Pointer::root(), code).into()
    }

    /// The value is not of the type that is expected.
    pub(crate) fn expected(what: &'static str) -> Self {
        Issue::error(Pointer::root(), "wrong_type").with("expected", what).into()
    }

    /// The same refusal, seen from the object that holds the value as `member`.
    pub(crate) fn below(self, member: &str) -> Self {
        match self {
            Self::Wrong(issues) => Self::Wrong(issues.under(&Pointer::root().at(member))),
            unknown => unknown,
        }
    }
}

impl From<Issue> for Refused {
    fn from(issue: Issue) -> Self {
        Self::Wrong(issue.into())
    }
}

impl From<Need> for Refused {
    fn from(need: Need) -> Self {
        Self::Unknown(need)
    }
}
