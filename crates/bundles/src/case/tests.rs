use serde_json::json;

use super::*;

fn case(steps: Json) -> Result<CaseSpec, Issues> {
    read_case(&json!({"version": 1, "key": "c", "name": {"en": "C"}, "steps": steps}))
}

#[test]
fn steps_say_what_they_do() {
    let case = case(json!([
        {"as": "ann", "create": "contract", "values": {"name": "x"}, "save_as": "c"},
        {"as": "ann", "submit": "c"},
        {"expect_tasks": ["bob"]},
        {"as": "bob", "return": "c", "target": "start", "mode": "straight"},
        {"as": "ann", "resubmit": "c"},
        {"as": "ann", "press": "c", "button": "merge"},
        {"advance": "P2D"},
        {"expect": "c", "flow_state": "running", "values": {"name": "x"}},
        {"expect_notified": []},
        {"expect_error": {"code": "task_closed"}},
        {"as": "bob", "expect_count": {"form": "contract", "count": 0}},
        {"find": "contract", "values": {"no": "7"}, "save_as": "d"},
        {"as": "bob", "expect": "d", "absent": ["fee"]},
    ]))
    .unwrap();
    let key = |text: &str| Key::new(text).unwrap();
    let (contract, record, merge) = (key("contract"), key("c"), key("merge"));
    let steps: Vec<CaseStep<'_>> = case.steps.iter().map(|step| step.read().unwrap()).collect();
    assert_eq!(steps[0], CaseStep::Act { who: "ann", act: CaseAct::Create(&contract) });
    assert_eq!(steps[3], CaseStep::Act { who: "bob", act: CaseAct::Task { record: &record, action: "return" } });
    assert_eq!(steps[4], CaseStep::Act { who: "ann", act: CaseAct::Instance { record: &record, action: "resubmit" } });
    assert_eq!(steps[5], CaseStep::Act { who: "ann", act: CaseAct::Press { record: &record, button: &merge } });
    assert_eq!(steps[6], CaseStep::Advance("P2D"));
    assert_eq!(steps[8], CaseStep::ExpectNotified(&[]));
    assert!(matches!(&steps[7], CaseStep::Expect { flow_state: Some("running"), values, .. } if values.len() == 1));
    assert!(matches!(&steps[10], CaseStep::ExpectCount { who: Some("bob"), expected } if expected.count == 0));
    assert!(matches!(&steps[11], CaseStep::Find { values, .. } if values["no"] == "7"));
    assert!(matches!(&steps[12], CaseStep::Expect { who: Some("bob"), absent, .. } if *absent == [key("fee")]));
}

#[test]
fn a_step_that_is_nothing_or_two_things_is_refused() {
    let told = |step: Json| {
        let issues = case(json!([{"advance": "P1D"}, step])).unwrap_err();
        let issue = issues.iter().next().unwrap();
        format!("{} {}", issue.code, issue.pointer)
    };
    assert_eq!(told(json!({"as": "ann"})), "step_without_act /steps/1");
    assert_eq!(told(json!({"as": "ann", "submit": "c", "approve": "c"})), "step_with_several_acts /steps/1");
    assert_eq!(told(json!({"as": "ann", "submit": "c", "advance": "P1D"})), "step_with_several_acts /steps/1");
    assert_eq!(told(json!({"submit": "c"})), "step_without_person /steps/1");
    assert_eq!(told(json!({"find": "contract", "values": {"no": "7"}})), "step_without_name /steps/1");
    assert_eq!(told(json!({"as": "ann", "press": "c"})), "step_without_button /steps/1");
    assert_eq!(told(json!({"as": "ann", "aprove": "c"})), "unknown_property /steps/1/aprove");
}
