use mortise_model::{Facts, Issue, Issues, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::{FieldKind, OptionSpec, Refused, Sample, TransitionSpec, Wording, options, palette::answers, texts};

/// One of several choices.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SelectField {
    /// The choices, in order.
    pub options: Vec<OptionSpec>,
    /// The changes that people may make from one choice to another; empty: all. Rules and flows may make any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transitions: Vec<TransitionSpec>,
    /// How the choices are drawn.
    #[serde(skip_serializing_if = "is_default")]
    pub style: SelectStyle,
}

/// How the choices of a select field are drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SelectStyle {
    /// A list that opens.
    #[default]
    Dropdown,
    /// All at once, each with a round mark.
    Radio,
    /// All at once, as buttons.
    Buttons,
    /// The way from the first choice to the last.
    Steps,
}

fn is_default(style: &SelectStyle) -> bool {
    *style == SelectStyle::default()
}

impl FieldKind for SelectField {
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
        let mut issues = options::check_settings(&self.options);
        issues.extend(options::check_flat(&self.options));
        let known = |key: &str| options::find(&self.options, key).is_some();
        for (index, transition) in self.transitions.iter().enumerate() {
            let at = Pointer::root().at("transitions").at(index);
            let from = transition.from.iter().map(|from| ("from", from));
            for (end, key) in from.chain([("to", &transition.to)]).filter(|(_, key)| !known(key)) {
                issues.push(Issue::error(at.at(end), "unknown_option").with("option", key.as_str()));
            }
        }
        issues
    }

    fn adopt(&self, value: Value) -> Result<Value, Issue> {
        match value {
            Value::Text(key) if options::find(&self.options, &key).is_none() => {
                Err(Issue::error(Pointer::root(), "unknown_option").with("option", key))
            }
            value => super::shared::adopt::into_storage(value, &self.storage()),
        }
    }

    fn options(&self) -> &[OptionSpec] {
        &self.options
    }

    fn transitions(&self) -> &[TransitionSpec] {
        &self.transitions
    }

    fn samples() -> Vec<Sample> {
        let settings = json!({"options": [
            {"key": "草稿", "label": {"zh-CN": "草稿", "en": "Draft"}, "colour": "grey"},
            {"key": "done", "label": {"zh-CN": "完成", "en": "Done"}, "code": "WC"},
            {"key": "old", "label": {"zh-CN": "旧", "en": "Old"}, "retired": true},
        ]});
        vec![
            Sample::of(settings)
                .takes("草稿", "草稿")
                .takes("done", "完成")
                .refuses("Done", "unknown_option")
                .refuses("old", "option_retired")
                .refuses(1, "wrong_type"),
        ]
    }
}
