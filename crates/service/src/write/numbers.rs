//! Automatic numbers: handed out in the transaction that uses them, so that none is lost.

use mortise_forms::{NumberPattern, PublishedForm};
use mortise_model::{Value, Values};
use mortise_store::records;

use super::Writer;
use crate::{Error, Result};

impl Writer<'_> {
    /// Fills the automatic numbers that are still blank.
    pub(super) async fn number(&mut self, form: &PublishedForm, mut values: Values) -> Result<Values> {
        for (key, field) in form.fields() {
            let Some(pattern) = field.kind.number_pattern() else { continue };
            if values.get(key).is_some_and(|value| !value.is_blank()) {
                continue;
            }
            let pattern = NumberPattern::parse(pattern).map_err(Error::internal)?;
            let plan = pattern.plan(&form.spec().fields, &values, self.ctx.today());
            let name = format!("{}/{}/{key}/{}", form.app(), form.key(), plan.sequence);
            let count = records::next_number(self.tx, &name).await?;
            values.insert(key.clone(), Value::Text(plan.number(count.unsigned_abs())));
        }
        Ok(values)
    }
}
