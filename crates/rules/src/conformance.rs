//! What holds for every kind of trigger and action.

use mortise_model::Issues;
use serde_json::{Value as Json, json};

use crate::{ActionKindName, Phase, RuleSpec, TriggerKindName, check, read_rule, sample};

fn all_triggers() -> impl Iterator<Item = Json> {
    TriggerKindName::ALL.iter().flat_map(|name| {
        name.samples().into_iter().map(|settings| json!({"kind": name.as_str(), "settings": settings}))
    })
}

fn all_actions() -> impl Iterator<Item = Json> {
    ActionKindName::ALL.iter().flat_map(|name| {
        name.samples().into_iter().map(|settings| json!({"kind": name.as_str(), "settings": settings}))
    })
}

fn codes(issues: &Issues) -> Vec<String> {
    issues.iter().map(|issue| format!("{} {}", issue.pointer, issue.code)).collect()
}

#[test]
fn every_kind_has_samples_that_are_right_wherever_they_are_possible() {
    for trigger in all_triggers() {
        for action in all_actions() {
            let spec = sample::spec(trigger.clone(), json!([action]));
            let issues = codes(&check(&spec, &sample::app()));
            let kind = spec.actions[0].kind();
            if kind.phases().contains(&spec.trigger.kind().phase()) {
                assert!(issues.is_empty(), "{trigger} {action}: {issues:?}");
            } else {
                assert_eq!(issues, ["/actions/0/kind action_not_possible"], "{trigger} {action}");
            }
        }
    }
    assert!(ActionKindName::ALL.iter().all(|name| !name.samples().is_empty()));
    assert!(TriggerKindName::ALL.iter().all(|name| !name.samples().is_empty()));
}

#[test]
fn every_action_is_possible_somewhere() {
    for action in all_actions() {
        let spec = sample::spec(json!({"kind": "after", "settings": {}}), json!([action]));
        assert!(spec.actions[0].kind().phases().contains(&Phase::After), "{action}");
    }
}

#[test]
fn settings_come_back_as_they_were() {
    for trigger in all_triggers() {
        for action in all_actions() {
            let spec = sample::spec(trigger.clone(), json!([action]));
            let again: RuleSpec = serde_json::from_value(serde_json::to_value(&spec).unwrap()).unwrap();
            assert_eq!(again, spec, "{trigger} {action}");
        }
    }
}

#[test]
fn a_misspelt_setting_is_told_with_its_place() {
    let rule = |trigger: Json, action: Json| {
        read_rule(
            &json!({"version": 1, "key": "r", "name": {}, "form": "contract", "trigger": trigger, "actions": [action]}),
        )
    };
    for trigger in all_triggers() {
        let mut wrong = trigger.clone();
        wrong["settings"]["zzz"] = json!(1);
        let issues = rule(wrong, json!({"kind": "set", "settings": {"values": {}}})).unwrap_err();
        assert_eq!(codes(&issues), ["/trigger/settings/zzz unknown_property"], "{trigger}");
    }
    for action in all_actions() {
        let mut wrong = action.clone();
        wrong["settings"]["zzz"] = json!(1);
        let issues = rule(json!({"kind": "save", "settings": {}}), wrong).unwrap_err();
        assert_eq!(codes(&issues), ["/actions/0/settings/zzz unknown_property"], "{action}");
    }
}
