//! The algebra of field rights: lines of several roles and groups become one list of cases.

use mortise_model::Filter;

use crate::{FieldRight, Level, Scope};

/// On which records something holds, simplified as far as that needs no data.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cond {
    /// On none.
    Never,
    /// On all.
    Always,
    /// On those that fit.
    If(Filter),
}

impl Cond {
    /// Where the filter fits; everywhere without one.
    pub(crate) fn of(filter: Option<Filter>) -> Self {
        filter.map_or(Self::Always, Self::If)
    }

    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Never, _) | (_, Self::Never) => Self::Never,
            (Self::Always, same) | (same, Self::Always) => same,
            (Self::If(a), Self::If(b)) if a == b => Self::If(a),
            (Self::If(a), Self::If(b)) => Self::If(Filter::And(joined(a, b, Join::And))),
        }
    }

    pub(crate) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Always, _) | (_, Self::Always) => Self::Always,
            (Self::Never, same) | (same, Self::Never) => same,
            (Self::If(a), Self::If(b)) if a == b => Self::If(a),
            (Self::If(a), Self::If(b)) => Self::If(Filter::Or(joined(a, b, Join::Or))),
        }
    }

    pub(crate) fn not(self) -> Self {
        match self {
            Self::Never => Self::Always,
            Self::Always => Self::Never,
            Self::If(Filter::Not(inner)) => Self::If(*inner),
            Self::If(filter) => Self::If(Filter::Not(Box::new(filter))),
        }
    }
}

impl From<Scope> for Cond {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Nothing => Self::Never,
            Scope::Everything => Self::Always,
            Scope::Where(filter) => Self::If(filter),
        }
    }
}

impl From<Cond> for Scope {
    fn from(cond: Cond) -> Self {
        match cond {
            Cond::Never => Self::Nothing,
            Cond::Always => Self::Everything,
            Cond::If(filter) => Self::Where(filter),
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Join {
    And,
    Or,
}

/// The parts of both, those of the same kind of group flattened, none twice.
fn joined(a: Filter, b: Filter, join: Join) -> Vec<Filter> {
    let mut parts = Vec::new();
    for filter in [a, b] {
        let more = match filter {
            Filter::And(more) if join == Join::And => more,
            Filter::Or(more) if join == Join::Or => more,
            other => vec![other],
        };
        for part in more {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    parts
}

/// Lines of one role about one group: the first that fits decides, else [`Level::None`].
pub(crate) type Lines = Vec<(Cond, Level)>;

/// On which records such lines give at least this level.
pub(crate) fn at_least(lines: &Lines, level: Level) -> Cond {
    lines.iter().rev().fold(Cond::Never, |rest, (fits, given)| {
        if *given >= level { fits.clone().or(rest) } else { fits.clone().not().and(rest) }
    })
}

/// The levels above [`Level::None`], highest first.
pub(crate) const FALLING: [Level; 3] = [Level::Edit, Level::View, Level::Mask];

/// One field right out of the records on which each level is reached; no level goes beyond `most`.
pub(crate) fn right(most: Level, reached: impl Fn(Level) -> Cond) -> FieldRight {
    let mut cases: Vec<(Filter, Level)> = Vec::new();
    for level in FALLING {
        match reached(level) {
            Cond::Always => return closed(cases, level.min(most)),
            Cond::Never => {}
            Cond::If(filter) if cases.iter().any(|(known, _)| *known == filter) => {}
            Cond::If(filter) => cases.push((filter, level.min(most))),
        }
    }
    closed(cases, Level::None)
}

/// The cases and their last word, without cases that say the same as it.
fn closed(mut cases: Vec<(Filter, Level)>, last: Level) -> FieldRight {
    while cases.last().is_some_and(|(_, level)| *level == last) {
        cases.pop();
    }
    if cases.is_empty() { FieldRight::Always(last) } else { FieldRight::When(cases, last) }
}
