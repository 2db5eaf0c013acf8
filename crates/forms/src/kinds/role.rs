use mortise_model::{Facts, Storage, Target, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, refs};

/// A role.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RoleField {}

impl FieldKind for RoleField {
    answers!(CHOICE, COUNTED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Ref(Target::Role)
    }

    fn value_schema(&self) -> Json {
        refs::schema()
    }

    fn read(&self, raw: &Json, facts: &Facts) -> Result<Value, Refused> {
        refs::read_one(raw, &Target::Role, facts)
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        refs::text(value, &Target::Role, wording)
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("0000000000001", "0000000000001")
                .takes(json!({"id": "0000000000001", "title": "x"}), "0000000000001")
                .refuses("nobody", "not_an_id")
                .refuses(1, "wrong_type"),
        ]
    }
}
