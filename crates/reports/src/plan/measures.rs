//! The numbers of a pivot, and the queries that they need.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use indexmap::IndexMap;
use mortise_expr::{Formula, Moment};
use mortise_model::{Aggregate, AppShape, FieldShape, FormShape, I18n, Issue, Key, MAX_SCALE, Path, Pointer, Storage};

use super::{
    BasePlan, MeasureSource, Output, PlannedDim, PlannedMeasure, all_of, key_of,
    reading::{Reader, Seen, through_many},
    slot,
    sources::Source,
};
use crate::{BaseMeasure, Dim, DimGroup, GroupQuery, MeasureSpec, PivotSpec, Viewing};

/// How many places an average or ratio has more than its field.
const MORE_PLACES: u32 = 4;

/// The measures and the queries behind them.
pub(super) struct Measures {
    pub(super) measures: Vec<PlannedMeasure>,
    pub(super) queries: Vec<GroupQuery>,
}

struct Planner<'p, 'r, 'a> {
    spec: &'p PivotSpec,
    sources: &'p [Source],
    dims: &'p [&'p PlannedDim],
    reader: &'r mut Reader<'a>,
    measures: Vec<PlannedMeasure>,
    queries: Vec<(QueryOf, GroupQuery)>,
    left_out: Vec<Key>,
    scales: IndexMap<Key, u32>,
}

/// What the measures of one query have in common.
#[derive(PartialEq)]
struct QueryOf {
    source: usize,
    filter: Option<mortise_model::Filter>,
    extra: Vec<Dim>,
}

/// Plans all measures in order; what is wrong goes to the reader.
pub(super) fn plan(spec: &PivotSpec, sources: &[Source], dims: &[&PlannedDim], reader: &mut Reader<'_>) -> Measures {
    let mut planner = Planner {
        spec,
        sources,
        dims,
        reader,
        measures: Vec::new(),
        queries: Vec::new(),
        left_out: Vec::new(),
        scales: IndexMap::new(),
    };
    for (index, measure) in spec.measures.iter().enumerate() {
        planner.measure(&Pointer::root().at("measures").at(index), measure);
    }
    Measures { measures: planner.measures, queries: planner.queries.into_iter().map(|(_, query)| query).collect() }
}

impl Planner<'_, '_, '_> {
    fn say(&mut self, at: Pointer, code: &str, name: &str, value: &str) {
        self.reader.issues.push(Issue::error(at, code).with(name, value));
    }

    fn measure(&mut self, at: &Pointer, spec: &MeasureSpec) {
        let Some(key) = spec.key() else {
            return self.reader.issues.push(Issue::error(at.clone(), "measure_without_aggregate"));
        };
        if self.measures.iter().any(|known| known.key == key) {
            return self.say(at.at("key"), "duplicate_measure", "measure", &key);
        }
        let planned = match (&spec.expr, spec.agg) {
            (Some(source), None) if spec.field.is_none() && spec.filter.is_none() => {
                self.expr(&at.at("expr"), source, &key)
            }
            (None, Some(agg)) => self.base(at, spec, agg, &key),
            _ => {
                self.reader.issues.push(Issue::error(at.clone(), "measure_without_aggregate"));
                None
            }
        };
        match planned {
            Some((source, output)) => self.measures.push(PlannedMeasure { key, output, source }),
            None => self.left_out.push(key),
        }
    }

    fn expr(&mut self, at: &Pointer, source: &str, key: &Key) -> Option<(MeasureSource, Output)> {
        let formula = match Formula::compile(source) {
            Ok(formula) => formula,
            Err(issue) => {
                self.reader.issues.push(Issue { pointer: issue.pointer.under(at), ..issue });
                return None;
            }
        };
        let reads = formula.reads();
        if !reads.related.is_empty() || !reads.params.is_empty() || reads.time || reads.viewer {
            self.say(at.clone(), "not_in_a_measure", "measure", key);
            return None;
        }
        let mut scale = 0;
        for path in &reads.paths {
            let name = path.to_string();
            if let Some(known) = self.scales.get(name.as_str()) {
                scale = scale.max(*known);
            } else if self.left_out.iter().any(|left| *left == *name) && self.reader.viewing() == Viewing::Saved {
                return None;
            } else {
                self.say(at.clone(), "unknown_measure", "measure", &name);
                return None;
            }
        }
        self.scales.insert(key.clone(), scale);
        let ratio = source.contains('/') || source.contains("safe_div");
        let output =
            if ratio { Output::Fixed(scale + MORE_PLACES) } else { Output::Between(scale, scale + MORE_PLACES) };
        Some((MeasureSource::Expr(Box::new(formula)), output))
    }

    fn base(&mut self, at: &Pointer, spec: &MeasureSpec, agg: Aggregate, key: &Key) -> Option<(MeasureSource, Output)> {
        let source = self.source(at, spec)?;
        let of = &self.sources[source];
        if let Some(filter) = &spec.filter {
            let base = Source { via: None, base: of.form.clone(), ..of.clone() };
            self.reader.filter(&at.at("filter"), &base, filter);
        }
        let Some(field) = &spec.field else {
            if agg != Aggregate::Count {
                self.say(at.at("field"), "missing_property", "property", "field");
                return None;
            }
            self.scales.insert(key.clone(), 0);
            let mut query = self.query(source, spec, Vec::new());
            let slot = slot(self.at(query.query), BaseMeasure::Count);
            query = BasePlan { agg, slot, ..query };
            return Some((MeasureSource::Base(query), Output::Count));
        };
        let seen = self.reader.see(&at.at("field"), &of.clone(), field)?;
        if !can(&seen, agg) || (through_many(&seen.reach) && agg != Aggregate::CountDistinct) {
            self.say(at.at("agg"), "aggregate_does_not_fit", "field", &field.to_string());
            return None;
        }
        let currency = self.currency(at, source, field, &seen, agg)?;
        let output = output(agg, &seen.reach.storage);
        self.scales.insert(key.clone(), places(&seen.reach.storage));
        Some((MeasureSource::Base(self.aggregate(source, spec, (agg, &seen), currency)), output))
    }

    fn source(&mut self, at: &Pointer, spec: &MeasureSpec) -> Option<usize> {
        let found = match &spec.source {
            Some(name) => self.sources.iter().position(|source| source.name.as_ref() == Some(name)),
            None if self.sources.len() == 1 => Some(0),
            None => None,
        };
        if found.is_none() {
            let name = spec.source.as_ref().map_or("", |name| name.as_str());
            self.say(at.at("source"), "unknown_source", "source", name);
        }
        found
    }

    /// The field with the currency of an amount: `Some(None)` where there is none to look at.
    #[expect(clippy::option_option, reason = "the outer one ends the measure, the inner one is the answer")]
    fn currency(
        &mut self,
        at: &Pointer,
        source: usize,
        field: &Path,
        seen: &Seen<'_>,
        agg: Aggregate,
    ) -> Option<Option<Path>> {
        let amount = seen.reach.steps.last().and_then(|step| step.field);
        let Some(currency) = amount.and_then(|field| field.currency_field.as_ref()) else { return Some(None) };
        if matches!(agg, Aggregate::Count | Aggregate::CountDistinct) {
            return Some(None);
        }
        let steps: Vec<&str> = field.steps().collect();
        let beside = steps[..steps.len() - 1].iter().copied().chain([currency.as_str()]).collect::<Vec<_>>().join(".");
        let of = self.sources[source].clone();
        self.reader.see(&at.at("field"), &of, &Path::new(&beside)).map(|seen| Some(seen.path))
    }

    fn aggregate(
        &mut self,
        source: usize,
        spec: &MeasureSpec,
        (agg, seen): (Aggregate, &Seen<'_>),
        currency: Option<Path>,
    ) -> BasePlan {
        let exact = |path: Path, storage: Storage| Dim { path, storage, group: DimGroup::Exact };
        let one_by_one =
            matches!(agg, Aggregate::CountDistinct | Aggregate::Median | Aggregate::First | Aggregate::Last);
        let value = one_by_one.then(|| exact(seen.path.clone(), seen.reach.storage.clone()));
        let currency = currency.map(|path| exact(path, Storage::Text));
        let extra: Vec<Dim> = value.iter().chain(&currency).cloned().collect();
        let plan = self.query(source, spec, extra);
        let query = self.at(plan.query);
        let path = || seen.path.clone();
        let (measure, count) = match agg {
            Aggregate::Count => (BaseMeasure::CountOf(path()), None),
            Aggregate::Sum => (BaseMeasure::Sum(path()), None),
            Aggregate::Avg => (BaseMeasure::Sum(path()), Some(BaseMeasure::CountOf(path()))),
            Aggregate::Min => (BaseMeasure::Min(path()), None),
            Aggregate::Max => (BaseMeasure::Max(path()), None),
            Aggregate::CountDistinct | Aggregate::Median => (BaseMeasure::Count, None),
            Aggregate::First => (BaseMeasure::FirstId, None),
            Aggregate::Last => (BaseMeasure::LastId, None),
        };
        let at = slot(query, measure);
        let count_slot = count.map_or(at, |count| slot(query, count));
        let value_key = value.map(|dim| key_of(query, dim));
        let currency_key = currency.map(|dim| key_of(query, dim));
        BasePlan { agg, slot: at, count_slot, value_key, currency_key, ..plan }
    }

    /// The query that a measure shares with others of the same source, filter and further keys.
    fn query(&mut self, source: usize, spec: &MeasureSpec, extra: Vec<Dim>) -> BasePlan {
        let wanted = QueryOf { source, filter: spec.filter.clone(), extra };
        let known = self.queries.iter().position(|(known, _)| *known == wanted);
        let query = known.unwrap_or_else(|| {
            let query = self.new_query(&wanted);
            self.queries.push((wanted, query));
            self.queries.len() - 1
        });
        BasePlan {
            query,
            agg: Aggregate::Count,
            slot: 0,
            count_slot: 0,
            value_key: None,
            currency_key: None,
            source,
            filter: spec.filter.clone(),
        }
    }

    fn new_query(&mut self, wanted: &QueryOf) -> GroupQuery {
        let source = &self.sources[wanted.source];
        let mut dims: Vec<Dim> = Vec::new();
        for dim in self.dims {
            let way = self.reader.way(source, &dim.path).unwrap_or_else(|| dim.path.clone());
            dims.push(Dim { path: way, storage: dim.storage.clone(), group: dim.group.clone() });
        }
        for dim in &wanted.extra {
            if !dims.contains(dim) {
                dims.push(dim.clone());
            }
        }
        let whole = self.spec.filter.as_ref().map(|filter| source.own(filter));
        GroupQuery {
            form: source.form.clone(),
            subform: source.subform.clone(),
            dims,
            measures: Vec::new(),
            filter: all_of([whole, source.filter.clone(), wanted.filter.clone()]),
        }
    }

    fn at(&mut self, query: usize) -> &mut GroupQuery {
        &mut self.queries[query].1
    }
}

/// Whether values can be summed up so: as the field's kind says, else as the storage allows.
fn can(seen: &Seen<'_>, agg: Aggregate) -> bool {
    use Aggregate::{Avg, Count, CountDistinct, First, Last, Max, Median, Min, Sum};
    let reach = &seen.reach;
    match reach.steps.last().and_then(|step| step.field) {
        Some(field) if field.storage == reach.storage => field.aggregates.contains(&agg),
        _ => match &reach.storage {
            Storage::Int | Storage::Decimal { .. } => {
                [Count, CountDistinct, Sum, Avg, Min, Max, Median, First, Last].contains(&agg)
            }
            Storage::Date | Storage::Instant | Storage::Time => {
                [Count, CountDistinct, Min, Max, First, Last].contains(&agg)
            }
            Storage::Text | Storage::Bool | Storage::Ref(_) => [Count, CountDistinct, First, Last].contains(&agg),
            Storage::List | Storage::RefList(_) => [Count, CountDistinct].contains(&agg),
            Storage::DateRange | Storage::InstantRange | Storage::Json | Storage::Rows | Storage::None => false,
        },
    }
}

fn places(storage: &Storage) -> u32 {
    if let Storage::Decimal { scale } = storage { *scale } else { 0 }
}

fn output(agg: Aggregate, storage: &Storage) -> Output {
    let scale = places(storage);
    match (agg, storage) {
        (Aggregate::Count | Aggregate::CountDistinct, _) => Output::Count,
        (Aggregate::Avg, _) => Output::Fixed(scale + MORE_PLACES),
        (Aggregate::Median, _) => Output::Between(scale, scale + MORE_PLACES),
        (_, Storage::Int) => Output::Int,
        (_, Storage::Decimal { .. }) => Output::Fixed(scale),
        (_, other) => Output::Value(other.clone()),
    }
}

/// A form whose fields are the measures, for expressions over them.
pub(crate) fn formula_scope(measures: &[PlannedMeasure]) -> (AppShape, FormShape, Moment) {
    let key = Key::new("pivot").expect("a literal key");
    let field = |measure: &PlannedMeasure| {
        let shape = FieldShape {
            key: measure.key.clone(),
            label: I18n::default(),
            storage: Storage::Decimal { scale: MAX_SCALE },
            indexed: false,
            operators: &[],
            aggregates: &[],
            groupings: &[],
            rows: IndexMap::new(),
            currency_field: None,
        };
        (measure.key.clone(), shape)
    };
    let form = FormShape {
        app: key.clone(),
        key: key.clone(),
        name: I18n::default(),
        title: String::new(),
        search: Vec::new(),
        fields: measures.iter().map(field).collect(),
        unique_keys: Vec::new(),
        indexes: Vec::new(),
    };
    let app = AppShape { forms: [(key, Arc::new(form.clone()))].into() };
    let zone = FixedOffset::east_opt(0).expect("no offset is an offset");
    (app, form, Moment { now: DateTime::UNIX_EPOCH, zone })
}
