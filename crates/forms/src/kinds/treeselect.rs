use mortise_model::{Facts, Issue, Issues, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, OptionSpec, Refused, Sample, Wording, options, palette::answers, texts};

/// One choice out of a tree, on any level.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TreeselectField {
    /// The choices; each may have further ones below it.
    pub options: Vec<OptionSpec>,
}

impl FieldKind for TreeselectField {
    answers!(CHOICE, COUNTED, EXACT);

    fn storage(&self) -> Storage {
        Storage::Text
    }

    fn value_schema(&self) -> Json {
        json!({"type": "string", "enum": options::keys(&self.options)})
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        options::read(raw, &self.options).map(texts::or_blank)
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        options::check(value.as_text()?, &self.options)
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        value.as_text().map_or_else(String::new, |key| options::label(&self.options, key, wording.locale))
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        Json::String(options::from_text(&self.options, text))
    }

    fn check_settings(&self) -> Issues {
        options::check_settings(&self.options)
    }

    fn options(&self) -> &[OptionSpec] {
        &self.options
    }

    fn samples() -> Vec<Sample> {
        let settings = json!({"options": [
            {"key": "north", "label": {"zh-CN": "北区", "en": "North"}, "children": [{"key": "n1", "label": {"zh-CN": "一组", "en": "Team 1"}}]},
        ]});
        vec![
            Sample::of(settings)
                .takes("north", "北区")
                .takes("n1", "一组")
                .refuses("south", "unknown_option")
                .refuses(json!(["n1"]), "wrong_type"),
        ]
    }
}
