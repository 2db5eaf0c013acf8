//! Sets of operators, aggregates and groupings that kinds share.

use mortise_model::{Aggregate, FilterOp, Grouping};

use Aggregate as A;
use FilterOp as F;
use Grouping as G;

/// Comparisons of texts.
pub(crate) const TEXT: &[FilterOp] =
    &[F::Eq, F::Ne, F::In, F::NotIn, F::Contains, F::NotContains, F::StartsWith, F::EndsWith, F::IsEmpty, F::NotEmpty];
/// Comparisons of long texts.
pub(crate) const LONG_TEXT: &[FilterOp] = &[F::Contains, F::NotContains, F::IsEmpty, F::NotEmpty];
/// Comparisons of numbers.
pub(crate) const NUMBER: &[FilterOp] =
    &[F::Eq, F::Ne, F::Gt, F::Gte, F::Lt, F::Lte, F::Between, F::In, F::NotIn, F::IsEmpty, F::NotEmpty];
/// Comparisons of days and moments.
pub(crate) const TIME: &[FilterOp] =
    &[F::Eq, F::Ne, F::Gt, F::Gte, F::Lt, F::Lte, F::Between, F::Within, F::In, F::NotIn, F::IsEmpty, F::NotEmpty];
/// Comparisons of ranges.
pub(crate) const RANGE: &[FilterOp] = &[F::Overlaps, F::Covers, F::Within, F::IsEmpty, F::NotEmpty];
/// Comparisons of yes and no.
pub(crate) const TRUTH: &[FilterOp] = &[F::Eq, F::Ne, F::IsEmpty, F::NotEmpty];
/// Comparisons of one choice.
pub(crate) const CHOICE: &[FilterOp] = &[F::Eq, F::Ne, F::In, F::NotIn, F::IsEmpty, F::NotEmpty];
/// Comparisons of several choices.
pub(crate) const CHOICES: &[FilterOp] = &[F::HasAny, F::HasAll, F::IsEmpty, F::NotEmpty];
/// Only whether there is something.
pub(crate) const PRESENCE: &[FilterOp] = &[F::IsEmpty, F::NotEmpty];
/// Nothing to compare.
pub(crate) const NONE: &[FilterOp] = &[];

/// Sums of numbers.
pub(crate) const FIGURES: &[Aggregate] =
    &[A::Count, A::CountDistinct, A::Sum, A::Avg, A::Min, A::Max, A::Median, A::First, A::Last];
/// What can be said of things that have an order.
pub(crate) const ORDERED: &[Aggregate] = &[A::Count, A::CountDistinct, A::Min, A::Max, A::First, A::Last];
/// What can be said of things that are alike or not.
pub(crate) const COUNTED: &[Aggregate] = &[A::Count, A::CountDistinct, A::First, A::Last];
/// Only how many there are.
pub(crate) const PRESENT: &[Aggregate] = &[A::Count];
/// Nothing to sum up.
pub(crate) const UNCOUNTED: &[Aggregate] = &[];

/// Each value for itself.
pub(crate) const EXACT: &[Grouping] = &[G::Exact];
/// Each number for itself, or by ranges.
pub(crate) const RANGES: &[Grouping] = &[G::Exact, G::Range];
/// By parts of the calendar.
pub(crate) const CALENDAR: &[Grouping] = &[G::Exact, G::Year, G::Quarter, G::Month, G::Week, G::Day];
/// Not at all.
pub(crate) const UNGROUPED: &[Grouping] = &[];

/// The three methods that answer with sets of this page.
macro_rules! answers {
    ($operators:ident, $aggregates:ident, $groupings:ident) => {
        fn operators(&self) -> &'static [mortise_model::FilterOp] {
            crate::kinds::shared::palette::$operators
        }

        fn aggregates(&self) -> &'static [mortise_model::Aggregate] {
            crate::kinds::shared::palette::$aggregates
        }

        fn groupings(&self) -> &'static [mortise_model::Grouping] {
            crate::kinds::shared::palette::$groupings
        }
    };
}

pub(crate) use answers;
