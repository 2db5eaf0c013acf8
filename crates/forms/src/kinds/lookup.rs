use mortise_model::{Facts, Key, Path, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, FieldType, Refused, Sample, Source, Wording, palette::answers};

/// A value of a linked record, shown and stored here; it has the kind of the field that it reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupField {
    /// The link of this form that leads to the other record.
    pub link: Key,
    /// The field there; may go on through links with dots, such as `region.name`.
    pub field: Path,
    /// Whether the value stays as it was when the link was set, instead of following the other record.
    #[serde(default)]
    pub frozen: bool,
}

impl FieldKind for LookupField {
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
        Some(Source::Lookup { via: &self.link, field: &self.field, frozen: self.frozen })
    }

    fn resolved(&self, target: &FieldType) -> Option<FieldType> {
        (target.storage() != Storage::Rows && target.storage() != Storage::None).then(|| target.clone())
    }

    fn samples() -> Vec<Sample> {
        vec![Sample::of(json!({"link": "party", "field": "name"})).refuses("x", "field_read_only")]
    }
}
