use mortise_model::{Facts, Filter, Issue, Key, Storage, Target, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{Choice, FieldKind, OnDelete, Refused, Sample, Wording, palette::answers, refs};

/// Several records of another form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinksField {
    /// The form whose records are chosen from.
    pub form: Key,
    /// Which of its records are offered; `{"record": "field"}` is a field of the record that chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// What is shown of a record when it is chosen; empty: its title.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Key>,
    /// What happens here when the other record is deleted.
    #[serde(default)]
    pub on_delete: OnDelete,
    /// Whether a new record can be made while choosing.
    #[serde(default)]
    pub can_create: bool,
    /// The most that are chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
}

impl FieldKind for LinksField {
    answers!(CHOICES, PRESENT, EXACT);

    fn storage(&self) -> Storage {
        Storage::RefList(Target::Form(self.form.clone()))
    }

    fn value_schema(&self) -> Json {
        refs::list_schema(self.max)
    }

    fn read(&self, raw: &Json, facts: &Facts) -> Result<Value, Refused> {
        refs::read_many(raw, &Target::Form(self.form.clone()), facts)
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        refs::check_many(value, self.max)
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        refs::text(value, &Target::Form(self.form.clone()), wording)
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        refs::many_from_text(text)
    }

    fn choice(&self) -> Option<Choice<'_>> {
        Some(Choice {
            form: &self.form,
            filter: self.filter.as_ref(),
            columns: &self.columns,
            on_delete: self.on_delete,
        })
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({"form": "party", "max": 2}))
                .takes(json!(["0000000000002", "0000000000001"]), "0000000000002、0000000000001")
                .refuses(json!(["x"]), "not_an_id")
                .refuses(json!(["0000000000001", "0000000000002", "0000000000003"]), "too_many")
                .refuses("0000000000001", "wrong_type"),
        ]
    }
}
