//! The row and column fields of a pivot.

use mortise_model::{Grouping, Issue, Pointer, RangePart, Reach, Storage};

use super::{PlannedDim, reading::Reader, sources::Source};
use crate::{DimGroup, DimensionSpec, GroupBy};

/// The fields that every source has and the viewer may read.
pub(super) fn plan(
    specs: &[DimensionSpec],
    at: &Pointer,
    sources: &[Source],
    reader: &mut Reader<'_>,
) -> Vec<PlannedDim> {
    let mut dims = Vec::new();
    for (index, spec) in specs.iter().enumerate() {
        let at = at.at(index);
        let planned: Vec<Option<PlannedDim>> = sources.iter().map(|source| one(spec, &at, source, reader)).collect();
        if let Some(Some(dim)) = planned.iter().find(|dim| dim.is_some())
            && planned.iter().all(Option::is_some)
        {
            if planned.iter().flatten().any(|other| other.storage != dim.storage) {
                reader
                    .issues
                    .push(Issue::error(at.at("field"), "sources_differ").with("field", spec.field.to_string()));
            }
            dims.push(dim.clone());
        }
    }
    dims
}

fn one(spec: &DimensionSpec, at: &Pointer, source: &Source, reader: &mut Reader<'_>) -> Option<PlannedDim> {
    let seen = reader.see(&at.at("field"), source, &spec.field)?;
    let (grouping, group) = match &spec.group {
        None => (Grouping::Exact, DimGroup::Exact),
        Some(GroupBy::Year) => (Grouping::Year, DimGroup::Year),
        Some(GroupBy::Quarter) => (Grouping::Quarter, DimGroup::Quarter),
        Some(GroupBy::Month) => (Grouping::Month, DimGroup::Month),
        Some(GroupBy::Week) => (Grouping::Week, DimGroup::Week),
        Some(GroupBy::Day) => (Grouping::Day, DimGroup::Day),
        Some(GroupBy::Range(edges)) => (Grouping::Range, DimGroup::Range(edges.clone())),
    };
    if !fits(&seen.reach, grouping) {
        let issue = Issue::error(at.at("group"), "grouping_does_not_fit").with("field", spec.field.to_string());
        reader.issues.push(issue);
        return None;
    }
    Some(PlannedDim { path: spec.field.clone(), storage: seen.reach.storage, group })
}

/// Whether values of a field can be put into groups so: as its kind says, else as its storage allows.
fn fits(reach: &Reach<'_>, grouping: Grouping) -> bool {
    let field = reach.steps.last().and_then(|step| step.field);
    let at_its_end = field.is_some_and(|field| field.storage == reach.storage) && reach.part != Some(RangePart::Start);
    match field {
        Some(field) if at_its_end => field.groupings.contains(&grouping),
        _ => allowed(&reach.storage).contains(&grouping),
    }
}

fn allowed(storage: &Storage) -> &'static [Grouping] {
    use Grouping::{Day, Exact, Month, Quarter, Range, Week, Year};
    match storage {
        Storage::Date | Storage::Instant => &[Exact, Year, Quarter, Month, Week, Day],
        Storage::Int | Storage::Decimal { .. } => &[Exact, Range],
        Storage::Text | Storage::Bool | Storage::Time | Storage::List | Storage::Ref(_) | Storage::RefList(_) => {
            &[Exact]
        }
        Storage::DateRange | Storage::InstantRange | Storage::Json | Storage::Rows | Storage::None => &[],
    }
}
