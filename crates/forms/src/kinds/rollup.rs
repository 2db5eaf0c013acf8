use mortise_model::{Aggregate, Facts, MAX_SCALE, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{
    FieldKind, FieldType, Refused, RollupSource, Sample, Source, Wording, decimal::DecimalField, int::IntField,
    palette::answers,
};

/// A figure over the records that refer to this one, such as the sum of their amounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RollupField(pub RollupSource);

impl FieldKind for RollupField {
    answers!(NONE, UNCOUNTED, UNGROUPED);

    fn storage(&self) -> Storage {
        Storage::None
    }

    fn value_schema(&self) -> Json {
        json!(true)
    }

    fn read(&self, _: &Json, _: &Facts) -> Result<Value, Refused> {
        Err(Refused::code("field_read_only"))
    }

    fn text(&self, _: &Value, _: &Wording<'_>) -> String {
        String::new()
    }

    fn source(&self) -> Option<Source<'_>> {
        Some(Source::Rollup(&self.0))
    }

    fn resolved(&self, target: &FieldType) -> Option<FieldType> {
        let possible = target.aggregates().contains(&self.0.aggregate);
        match self.0.aggregate {
            Aggregate::Count | Aggregate::CountDistinct => Some(FieldType::IntField(IntField::default())),
            Aggregate::Sum | Aggregate::Min | Aggregate::Max | Aggregate::First | Aggregate::Last => {
                possible.then(|| target.clone())
            }
            Aggregate::Avg | Aggregate::Median => possible.then(|| {
                let places = self.0.scale.unwrap_or(places(&target.storage()) + 4).min(MAX_SCALE);
                FieldType::DecimalField(DecimalField { scale: places, ..DecimalField::default() })
            }),
        }
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({"form": "payment", "via": "contract", "aggregate": "sum", "field": "amount"}))
                .refuses("1", "field_read_only"),
        ]
    }
}

fn places(storage: &Storage) -> u32 {
    if let Storage::Decimal { scale } = storage { *scale } else { 0 }
}
