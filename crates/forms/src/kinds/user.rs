use mortise_model::{Facts, Key, Storage, Target, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, Refused, Sample, Wording, palette::answers, refs};

/// A person of the company.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct UserField {
    /// Only people who have one of these roles are offered; empty: everybody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Key>,
}

impl FieldKind for UserField {
    answers!(CHOICE, COUNTED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Ref(Target::User)
    }

    fn value_schema(&self) -> Json {
        refs::schema()
    }

    fn read(&self, raw: &Json, facts: &Facts) -> Result<Value, Refused> {
        refs::read_one(raw, &Target::User, facts)
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        refs::text(value, &Target::User, wording)
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("0000000000001", "0000000000001")
                .takes(json!({"id": "0000000000001", "title": "x"}), "0000000000001")
                .refuses("nobody", "unknown_user")
                .refuses(1, "wrong_type"),
        ]
    }
}
