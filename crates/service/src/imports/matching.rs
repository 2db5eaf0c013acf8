//! Which records rows of a file mean that are there already.

use std::collections::{HashMap, HashSet};

use mortise_forms::PublishedForm;
use mortise_imports::{MappingSpec, OnMatch};
use mortise_model::{Facts, Filter, FilterOp, Id, Key, Operand, Path, Value, Values};
use mortise_store::Pages;
use serde_json::{Map, Value as Json, json};

use super::importer::Importer;
use crate::{Result, records::bad_request, write::Writer};

const PAGE: u64 = 500;

/// The fields that tell records apart, and what a match means.
#[derive(Debug)]
pub(super) struct Matching<'a> {
    fields: &'a [Key],
}

/// The values of these fields, such that the same values are the same text.
pub(super) type Identity = String;

impl<'a> Matching<'a> {
    /// As the mapping says; nothing where every row is to be a new record.
    pub(super) fn of(spec: &'a MappingSpec) -> Option<Self> {
        let looks = spec.on_match != OnMatch::Create && !spec.match_fields.is_empty();
        looks.then_some(Self { fields: &spec.match_fields })
    }

    /// The values by which a row is looked for. Nothing where one of them cannot be read, which the door for writing
    /// tells, or where all are blank: such a row means no record in particular.
    pub(super) fn identity(&self, form: &PublishedForm, sent: &Map<String, Json>) -> Option<Identity> {
        let values = self.values(form, sent)?;
        let all_blank = values.values().all(Value::is_blank);
        (!all_blank).then(|| self.written(&values))
    }

    fn values(&self, form: &PublishedForm, sent: &Map<String, Json>) -> Option<Values> {
        let facts = Facts::new();
        let read = |key: &Key| {
            let raw = sent.get(key.as_str()).unwrap_or(&Json::Null);
            Some((key.clone(), form.field(key)?.kind.take(raw, &facts).ok()?))
        };
        self.fields.iter().map(read).collect()
    }

    fn written(&self, values: &Values) -> Identity {
        let parts = self.fields.iter().map(|key| match values.get(key) {
            None => Json::Null,
            Some(value) if value.is_blank() => Json::Null,
            Some(Value::Decimal(number)) => json!(number.normalize().to_string()),
            Some(value) => value.to_json(),
        });
        Json::Array(parts.collect()).to_string()
    }

    /// The records, among those within the person's reach, that rows with these values mean.
    pub(super) async fn find(
        &self,
        writer: &Writer<'_>,
        importer: &Importer,
        rows: &[&Map<String, Json>],
    ) -> Result<HashMap<Identity, Vec<Id>>> {
        let form = importer.published()?;
        let read: Vec<Values> = rows.iter().filter_map(|sent| self.values(&form, sent)).collect();
        let wanted: HashSet<Identity> = read.iter().map(|values| self.written(values)).collect();
        let mut found: HashMap<Identity, Vec<Id>> = HashMap::new();
        let Some(filter) = self.filter(&form, &read) else { return Ok(found) };
        let way = importer.way(importer.permit.clone());
        let plan = way.plan()?.filter(filter).fields(self.fields.iter().cloned()).limit(PAGE);
        let taken = plan.each_page(writer.tx, |page| {
            for record in page.records {
                let id = record.id;
                let identity = self.written(&record.values(&page.fields));
                if wanted.contains(&identity) {
                    found.entry(identity).or_default().push(id);
                }
            }
            Ok::<_, mortise_store::Error>(Pages::More)
        });
        taken.await.map_err(bad_request)?;
        Ok(found)
    }

    /// Asks by the field that differs most: a superset, of which the others then choose.
    fn filter(&self, form: &PublishedForm, rows: &[Values]) -> Option<Filter> {
        let different = |key: &Key| -> HashSet<String> {
            let values = rows.iter().filter_map(|values| values.get(key));
            values.filter(|value| !value.is_blank()).map(|value| value.to_json().to_string()).collect()
        };
        let key = self.fields.iter().max_by_key(|key| different(key).len())?;
        let mut seen = HashSet::new();
        let values: Vec<Json> = rows
            .iter()
            .filter_map(|values| values.get(key))
            .filter(|value| !value.is_blank())
            .map(Value::to_json)
            .filter(|json| seen.insert(json.to_string()))
            .collect();
        let compare = |op, value| Filter::Compare { field: Path::new(key), op, value: Operand::Json(value) };
        let mut parts = Vec::new();
        if form.field(key)?.kind.operators().contains(&FilterOp::In) {
            parts.push(compare(FilterOp::In, Json::Array(values)));
        } else {
            parts.extend(values.into_iter().map(|value| compare(FilterOp::Eq, value)));
        }
        if rows.iter().any(|values| values.get(key).is_none_or(Value::is_blank)) {
            parts.push(compare(FilterOp::IsEmpty, Json::Null));
        }
        Some(Filter::Or(parts))
    }
}
