use mortise_model::{Aggregate, Answer, Facts, FilterOp, Grouping, Issue, Question, Storage, Value};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{FieldType, NAMES, Refused, Sample, Wording};
use crate::schema;

/// All kinds with the settings of each of their examples.
fn all() -> Vec<(String, FieldType, Sample)> {
    let mut all = Vec::new();
    for name in NAMES {
        let samples = name.samples();
        assert!(!samples.is_empty(), "{}: no examples", name.as_str());
        for sample in samples {
            let json = json!({"kind": name.as_str(), "settings": sample.settings});
            let kind: FieldType = serde_json::from_value(json).unwrap_or_else(|e| panic!("{}: {e}", name.as_str()));
            all.push((format!("{} {}", name.as_str(), sample.settings), kind, sample));
        }
    }
    all
}

/// Nobody is called anything.
fn facts(sample: &Sample) -> Facts {
    let mut facts = Facts::new();
    for (input, _) in &sample.bad {
        let names = input.as_array().cloned().unwrap_or_else(|| vec![input.clone()]);
        for name in names.iter().filter_map(Json::as_str) {
            facts.insert(Question::PersonByName(name.to_owned()), Answer::People(Vec::new()));
        }
    }
    facts
}

fn errors(kind: &FieldType, value: &Value) -> Vec<Issue> {
    if value.is_blank() {
        return Vec::new();
    }
    let validator = schema::compile(&kind.value_schema()).expect("the schema of a kind is a schema");
    validator.iter_errors(&value.to_json()).map(|error| schema::issue(&error)).collect()
}

#[test]
fn settings_come_back_as_they_were() {
    for (name, kind, _) in all() {
        let json = serde_json::to_value(&kind).expect("a kind can be written");
        let again: FieldType = serde_json::from_value(json.clone()).expect("what was written can be read");
        assert_eq!(again, kind, "{name}");
        assert_eq!(json["kind"], kind.name().as_str(), "{name}");
        assert!(kind.check_settings().is_empty(), "{name}: {:?}", kind.check_settings());
    }
}

#[test]
fn misspelt_settings_are_refused() {
    for name in NAMES {
        let mut settings = name.samples()[0].settings.clone();
        settings["no_such_setting"] = json!(1);
        let json = json!({"kind": name.as_str(), "settings": settings});
        assert!(serde_json::from_value::<FieldType>(json).is_err(), "{}", name.as_str());
    }
}

#[test]
fn good_input_is_taken_once_and_again_and_fits_the_schema() {
    for (name, kind, sample) in all() {
        let facts = facts(&sample);
        for (input, text) in &sample.good {
            let value = kind.take(input, &facts).unwrap_or_else(|refused| panic!("{name}: {input}: {refused:?}"));
            let again = kind.take(&value.to_json(), &facts);
            assert_eq!(again, Ok(value.clone()), "{name}: {input} is not canonical after the first time");
            assert_eq!(errors(&kind, &value), [], "{name}: {input} as {}", value.to_json());
            assert_eq!(kind.adopt(value.clone()), Ok(value.clone()), "{name}: {input} cannot be computed");
            let said = kind.text(&value, &Wording::plain(mortise_model::Locale::ZhCn));
            assert_eq!(said, *text, "{name}: {input}");
            assert!(!said.is_empty(), "{name}: {input} reads as nothing");
        }
    }
}

#[test]
fn bad_input_is_refused_with_its_code() {
    for (name, kind, sample) in all() {
        let facts = facts(&sample);
        for (input, code) in &sample.bad {
            let found = match kind.take(input, &facts) {
                Err(Refused::Wrong(issues)) => issues.iter().next().map(|issue| issue.code.clone()),
                Err(Refused::Unknown(need)) => panic!("{name}: {input} asks {need:?}"),
                Ok(value) => errors(&kind, &value).first().map(|issue| issue.code.clone()),
            };
            assert_eq!(found.as_deref(), Some(*code), "{name}: {input}");
        }
    }
}

#[test]
fn text_of_blank_is_blank_and_blank_is_always_taken() {
    for (name, kind, _) in all() {
        assert_eq!(kind.text(&Value::Null, &Wording::plain(Default::default())), "", "{name}");
        assert_eq!(kind.take(&Json::Null, &Facts::new()), Ok(Value::Null), "{name}");
        assert_eq!(kind.adopt(Value::Null), Ok(Value::Null), "{name}");
    }
}

#[test]
fn what_can_be_asked_fits_how_it_is_stored() {
    for (name, kind, _) in all() {
        let storage = kind.storage();
        let number = matches!(storage, Storage::Int | Storage::Decimal { .. });
        let ordered = number || matches!(storage, Storage::Text | Storage::Date | Storage::Time | Storage::Instant);
        let many = matches!(storage, Storage::List | Storage::RefList(_));
        let range = matches!(storage, Storage::DateRange | Storage::InstantRange);
        let sums = [Aggregate::Sum, Aggregate::Avg, Aggregate::Median];
        assert_eq!(sums.iter().all(|sum| kind.aggregates().contains(sum)), number, "{name}: sums");
        assert_eq!(sums.iter().any(|sum| kind.aggregates().contains(sum)), number, "{name}: sums");
        assert!(ordered || !kind.aggregates().contains(&Aggregate::Min), "{name}: smallest");
        assert!(ordered || !kind.operators().contains(&FilterOp::Gt), "{name}: greater");
        assert_eq!(kind.operators().contains(&FilterOp::HasAny), many, "{name}: has_any");
        assert_eq!(kind.operators().contains(&FilterOp::Overlaps), range, "{name}: overlaps");
        assert_eq!(kind.groupings().contains(&Grouping::Range), number, "{name}: ranges");
        let calendar = matches!(storage, Storage::Date | Storage::Instant);
        assert_eq!(kind.groupings().contains(&Grouping::Month), calendar, "{name}: months");
        let nothing = storage == Storage::None;
        assert_eq!(kind.operators().is_empty(), nothing, "{name}: operators");
        assert_eq!(kind.aggregates().is_empty(), nothing, "{name}: aggregates");
        assert_eq!(!nothing, kind.operators().contains(&FilterOp::IsEmpty), "{name}: is_empty");
    }
}

#[test]
fn every_name_is_its_own_and_reads_back() {
    let mut seen = std::collections::HashSet::new();
    for name in NAMES {
        assert!(seen.insert(name.as_str()), "{} twice", name.as_str());
        assert_eq!(serde_json::to_value(name).expect("a name can be written"), name.as_str());
    }
}

#[test]
fn every_setting_says_what_it_does() {
    let schema = serde_json::to_value(schemars::schema_for!(FieldType)).expect("a schema can be written");
    let mut silent = Vec::new();
    for (name, definition) in schema["$defs"].as_object().expect("definitions") {
        for (setting, says) in definition["properties"].as_object().into_iter().flatten() {
            if says.get("description").is_none() && says.get("const").is_none() && !name.starts_with("Filter") {
                silent.push(format!("{name}.{setting}"));
            }
        }
    }
    silent.retain(|setting| !setting.ends_with(".zh-CN") && !setting.ends_with(".en"));
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn a_structured_value_may_not_be_huge() {
    let kind: FieldType = serde_json::from_value(json!({"kind": "json", "settings": {}})).expect("settings");
    let Err(Refused::Wrong(issues)) = kind.take(&json!("x".repeat(100_000)), &Facts::new()) else {
        panic!("it is taken")
    };
    assert_eq!(issues.iter().next().map(|issue| issue.code.as_str()), Some("too_long"));
}

/// Any JSON, not deep.
fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        "[-+0-9.,:TZa#@/ \u{4e00}-\u{4e10}\r\n\t<>&]{0,24}".prop_map(Json::from),
        "[12]\\d{3}-[01]\\d-[0-3]\\d".prop_map(Json::from),
        "-?\\d{1,22}(\\.\\d{1,12})?".prop_map(Json::from),
        ".{0,40}".prop_map(Json::from),
    ];
    let names = prop_oneof![
        Just("id"),
        Just("code"),
        Just("names"),
        Just("start"),
        Just("end"),
        Just("region"),
        Just("detail"),
        Just("lat"),
        Just("lng"),
        Just("item"),
        Just("qty"),
        Just("_id"),
        Just("x")
    ];
    leaf.prop_recursive(3, 16, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((names.clone(), inner), 0..4)
                .prop_map(|members| Json::Object(members.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_sent_is_refused_or_becomes_canonical(input in any_json()) {
        for (name, kind, _) in all() {
            let Ok(value) = kind.take(&input, &Facts::new()) else { continue };
            let again = kind.take(&value.to_json(), &Facts::new());
            prop_assert_eq!(again, Ok(value.clone()), "{}: {}", name, input);
            let said = kind.text(&value, &Wording::plain(Default::default()));
            prop_assert!(value.is_blank() || !said.trim().is_empty() || kind.name().as_str() == "richtext" || kind.name().as_str() == "subform", "{}: {}", name, input);
            let pattern_only = errors(&kind, &value).iter().all(|issue| issue.code == "pattern" && kind.name().as_str() == "text");
            prop_assert!(pattern_only, "{}: {} does not fit its schema: {:?}", name, input, errors(&kind, &value));
        }
    }

    #[test]
    fn what_stands_in_a_cell_is_never_worse_than_the_text(cell in ".{0,30}") {
        for (_, kind, _) in all() {
            let raw = kind.read_text(&cell, &Wording::plain(Default::default()));
            drop(kind.take(&raw, &Facts::new()));
        }
    }
}

#[test]
fn cells_of_spreadsheets_are_understood() {
    let cases = [
        ("int", json!({}), "1,234", json!(1234)),
        ("money", json!({}), "¥ 1,234.50 元", json!("1234.50")),
        ("percent", json!({}), "12.5%", json!("12.5000")),
        ("bool", json!({}), "是", json!(true)),
        ("bool", json!({}), "No", json!(false)),
        ("date", json!({}), "2026年6月1日", json!("2026-06-01")),
        ("date", json!({}), "2026/6/1", json!("2026-06-01")),
        ("datetime", json!({}), "2026-06-01 09:00", json!("2026-06-01T01:00:00Z")),
        ("time", json!({}), "9:30", json!("09:30")),
        ("daterange", json!({}), "2026-06-01 至 2026-06-30", json!({"start": "2026-06-01", "end": "2026-06-30"})),
        ("select", json!({"options": [{"key": "a", "label": {"zh-CN": "甲", "en": "First"}}]}), "甲", json!("a")),
        (
            "multi",
            json!({"options": [{"key": "a", "label": {"zh-CN": "甲", "en": "First"}}, {"key": "b"}]}),
            "first、b",
            json!(["a", "b"]),
        ),
        ("tags", json!({}), "古装; 喜剧", json!(["古装", "喜剧"])),
        ("address", json!({}), "文三路 1 号", json!({"detail": "文三路 1 号"})),
        ("json", json!({}), "{\"a\":1}", json!({"a": 1})),
    ];
    for (name, settings, cell, expected) in cases {
        let kind: FieldType = serde_json::from_value(json!({"kind": name, "settings": settings})).expect("settings");
        let raw = kind.read_text(cell, &Wording::plain(Default::default()));
        assert_eq!(kind.take(&raw, &Facts::new()).map(|value| value.to_json()), Ok(expected), "{name}: {cell}");
    }
}
