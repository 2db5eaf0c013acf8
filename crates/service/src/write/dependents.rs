//! What other records compute from the one that was written is computed anew in the same transaction.

use std::{future::Future, pin::Pin, sync::Arc};

use mortise_forms::{Dependent, Purpose, Through};
use mortise_model::{Filter, FilterOp, Id, Key, Operand, Path, Value, Values};
use mortise_store::records::NewRecord;
use serde_json::json;

use super::{Writer, prepare::Draft};
use crate::{Error, Result, world};

/// How many records one change may bring out of date at once.
const MOST_AT_ONCE: u64 = 10_000;

impl Writer<'_> {
    /// Brings up to date what reads a record that was made, changed or deleted.
    pub(super) fn follow<'s>(
        &'s mut self,
        form: &'s Key,
        id: Id,
        before: Option<&'s Values>,
        after: Option<&'s Values>,
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 's>> {
        Box::pin(async move {
            let model = Arc::clone(&self.model);
            for dependent in model.dependents.on(form) {
                if !touched(dependent, before, after) {
                    continue;
                }
                for reader in self.readers(dependent, id, before, after).await? {
                    self.recompute(&dependent.form, reader).await?;
                }
            }
            Ok(())
        })
    }

    /// Brings up to date what reads new records: those to which they refer. Nobody can refer to them yet.
    pub(super) async fn follow_new(&mut self, form: &Key, records: &[NewRecord]) -> Result<()> {
        let model = Arc::clone(&self.model);
        for dependent in model.dependents.on(form) {
            let mut readers: Vec<Id> = match &dependent.through {
                Through::Back(path) => records.iter().flat_map(|record| at(&record.values, path)).collect(),
                Through::Links(_) => continue,
                Through::Anything => self.readers(dependent, Id::from_raw(0), None, None).await?,
            };
            readers.sort_unstable();
            readers.dedup();
            for reader in readers {
                self.recompute(&dependent.form, reader).await?;
            }
        }
        Ok(())
    }

    /// The records that read the given one.
    async fn readers(
        &mut self,
        dependent: &Dependent,
        id: Id,
        before: Option<&Values>,
        after: Option<&Values>,
    ) -> Result<Vec<Id>> {
        let filter = match &dependent.through {
            Through::Back(path) => {
                let mut found: Vec<Id> =
                    [before, after].into_iter().flatten().flat_map(|values| at(values, path)).collect();
                found.sort_unstable();
                found.dedup();
                return Ok(found);
            }
            Through::Links(path) => {
                Filter::Compare { field: path.clone(), op: FilterOp::HasAny, value: Operand::Json(json!([id])) }
            }
            Through::Anything => Filter::And(Vec::new()),
        };
        let world = world::World { db: self.tx, ctx: &self.ctx, model: &self.model };
        let found = world.find(&dependent.form, filter, MOST_AT_ONCE + 1).await?;
        if found.len() as u64 > MOST_AT_ONCE {
            return Err(Error::conflict("too_many_dependents"));
        }
        Ok(found)
    }

    /// Computes a record anew and saves what has become different.
    async fn recompute(&mut self, form: &Key, id: Id) -> Result<()> {
        let published = Arc::clone(self.model.form(form)?);
        let Ok(stored) = self.load(form, id).await else { return Ok(()) };
        let draft =
            Draft { id: Some(id), before: Some(&stored.values), values: stored.values.clone(), system: &stored.system };
        let evaluated = self.evaluate(&published, &draft, Purpose::Recompute).await?;
        let system = stored.system.clone();
        self.save(&published, &stored, evaluated.values, system).await.map(drop)
    }
}

/// Whether a change concerns what is read; making and deleting always do.
fn touched(dependent: &Dependent, before: Option<&Values>, after: Option<&Values>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return true };
    dependent.reads.iter().any(|key| key.starts_with('_') || before.get(key) != after.get(key))
        || matches!(&dependent.through, Through::Back(path) if before.get(path.head()) != after.get(path.head()))
}

/// The ids at the end of a path of at most a subform and its link.
fn at(values: &Values, path: &Path) -> Vec<Id> {
    let Some(value) = values.get(path.head()) else { return Vec::new() };
    match (value, path.tail()) {
        (Value::Rows(rows), Some(inner)) => {
            rows.iter().filter_map(|row| row.values.get(inner.head())).flat_map(|value| value.refs().to_vec()).collect()
        }
        (value, _) => value.refs().to_vec(),
    }
}
