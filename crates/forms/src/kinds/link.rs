use mortise_model::{Facts, Filter, Key, Storage, Target, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{Choice, FieldKind, Refused, Sample, Wording, palette::answers, refs};

/// A record of another form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkField {
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
}

/// What happens to a record when one that it refers to is deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnDelete {
    /// The other record cannot be deleted while this one refers to it.
    #[default]
    Restrict,
    /// The reference becomes blank.
    Clear,
    /// This record is deleted too.
    Cascade,
}

impl LinkField {
    /// A link to a form without further settings.
    pub(crate) fn to(form: Key) -> Self {
        Self { form, filter: None, columns: Vec::new(), on_delete: OnDelete::default(), can_create: false }
    }
}

impl FieldKind for LinkField {
    answers!(CHOICE, COUNTED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Ref(Target::Form(self.form.clone()))
    }

    fn value_schema(&self) -> Json {
        refs::schema()
    }

    fn read(&self, raw: &Json, facts: &Facts) -> Result<Value, Refused> {
        refs::read_one(raw, &Target::Form(self.form.clone()), facts)
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        refs::text(value, &Target::Form(self.form.clone()), wording)
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
            Sample::of(json!({"form": "party"}))
                .takes("0000000000001", "0000000000001")
                .takes(json!({"id": "0000000000001"}), "0000000000001")
                .refuses("party 7", "not_an_id")
                .refuses(7, "wrong_type"),
        ]
    }
}
