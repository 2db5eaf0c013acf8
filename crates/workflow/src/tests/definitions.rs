use mortise_model::{Issues, Key};
use schemars::schema_for;
use serde_json::{Value as Json, json};

use super::world::{key, shapes};
use crate::{Access, NodeKindName, Plan, WorkflowSpec, World as Known, check, read_workflow};

fn document(next: Json) -> Json {
    json!({"version": 1, "key": "f", "form": "request", "name": {"en": "f"},
        "root": {"key": "start", "kind": "start", "settings": {}, "next": next}})
}

fn told(issues: &Issues) -> Vec<String> {
    issues.iter().map(|issue| format!("{} {}", issue.pointer, issue.code)).collect()
}

fn read_issues(document: &Json) -> Vec<String> {
    told(&read_workflow(document).unwrap_err())
}

fn check_issues(document: &Json) -> Vec<String> {
    let spec = read_workflow(document).unwrap_or_else(|issues| panic!("{issues:?}"));
    let app = shapes();
    let (roles, params, groups): (Vec<Key>, _, Vec<Key>) =
        (vec![key("legal")], vec!["flow.l1".to_owned()], vec![key("fee")]);
    told(&check(&spec, &Known { app: &app, roles: &roles, params: &params, groups: &groups }))
}

fn approver(key: &str) -> Json {
    json!({"key": key, "kind": "approver", "settings": {"assignees": [{"role": "legal"}]}})
}

#[test]
fn a_misspelt_property_is_named_with_its_place() {
    let mut node = approver("a");
    node["settings"]["asignees"] = json!([]);
    assert_eq!(read_issues(&document(node)), ["/root/next/settings/asignees unknown_property"]);
}

#[test]
fn places_reach_into_cases_and_filters() {
    let condition = json!({"key": "x", "kind": "condition", "settings": {"cases": [
        {"key": "one", "when": {"and": [{"field": "amount", "op": "bigger", "value": 1}]}},
        {"key": "else"}]}});
    assert_eq!(read_issues(&document(condition)), ["/root/next/settings/cases/0/when/and/0/op unknown_option"]);
}

#[test]
fn missing_and_wrong_parts_are_named() {
    let missing = json!({"key": "a", "kind": "approver", "settings": {}});
    assert_eq!(read_issues(&document(missing)), ["/root/next/settings/assignees missing_property"]);
    assert_eq!(
        read_issues(&document(json!({"key": "a", "kind": "approver"}))),
        ["/root/next/settings missing_property"]
    );
    let kind = json!({"key": "a", "kind": "aprover", "settings": {}});
    assert_eq!(read_issues(&document(kind)), ["/root/next/kind unknown_option"]);
    let rule = json!({"key": "a", "kind": "cc", "settings": {"to": [{"roll": "legal"}]}});
    assert_eq!(read_issues(&document(rule)).len(), 1);
    let mut other = document(approver("a"));
    other["version"] = json!(2);
    assert_eq!(read_issues(&other), ["/version unknown_document_version"]);
}

#[test]
fn settings_may_stand_before_the_kind() {
    let text = r#"{"version": 1, "key": "f", "form": "request", "name": {}, "root":
        {"settings": {}, "key": "start", "kind": "start", "next": {"settings": {"assignees": [{"user": "u1"}]}, "kind": "approver", "key": "a"}}}"#;
    let spec: WorkflowSpec = text.parse().unwrap();
    assert_eq!(spec.root.next.unwrap().kind.name(), NodeKindName::Approver);
}

#[test]
fn a_document_that_is_too_deep_is_refused_without_running_out_of_stack() {
    let chain = |length: usize| {
        (0..length).rev().fold(json!(null), |next, number| {
            let mut node = approver(&format!("n{number}"));
            node["next"] = next;
            node
        })
    };
    assert_eq!(read_issues(&document(chain(500))), ["/root too_deep"]);
    assert_eq!(check_issues(&document(chain(190))), Vec::<String>::new());
    assert_eq!(Plan::new(&read_workflow(&document(chain(190))).unwrap()).unwrap().nodes().len(), 191);
}

#[test]
fn every_kind_is_written_as_it_was_read() {
    for file in mortise_test_support::case_files("workflow") {
        for case in file.json["cases"].as_array().unwrap() {
            let spec = read_workflow(&case["flow"]).unwrap();
            let written = serde_json::to_value(&spec).unwrap();
            assert_eq!(read_workflow(&written).unwrap(), spec, "{}", case["key"]);
        }
    }
}

#[test]
fn the_schema_knows_every_kind() {
    let schema = serde_json::to_string(&schema_for!(WorkflowSpec)).unwrap();
    for kind in NodeKindName::ALL {
        assert!(schema.contains(&format!("\"const\":\"{kind}\"")), "{kind}");
    }
}

#[test]
fn reminders_count_from_a_due_time_and_can_come() {
    let with = |settings: serde_json::Value| {
        let mut node = approver("a");
        node["settings"].as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
        document(node)
    };
    let due = json!({"hours": 2});
    let good = json!({"due": due, "remind": ["-PT1H", "P1D", "-PT30M", "P2D", "P3D"]});
    assert_eq!(check_issues(&with(good)), Vec::<String>::new());
    let at = "/root/next/settings/remind";
    for (settings, issue) in [
        (json!({"remind": ["-PT1H"]}), format!("{at} reminders_without_due")),
        (json!({"due": due, "remind": ["P1D", "P2D", "P3D", "P4D", "P5D", "P6D"]}), format!("{at} too_many_reminders")),
        (json!({"due": due, "remind": ["-PT90M", "-PT1H30M"]}), format!("{at}/1 reminder_twice")),
        (json!({"due": due, "remind": ["P1D"], "on_due": "auto_pass"}), format!("{at}/0 reminder_too_late")),
    ] {
        assert_eq!(check_issues(&with(settings)), [issue]);
    }
    let wrong = read_issues(&with(json!({"due": due, "remind": ["tomorrow"]})));
    assert!(wrong.len() == 1 && wrong[0].starts_with(&format!("{at}/0 ")), "{wrong:?}");
}

#[test]
fn a_sound_definition_has_no_issues() {
    assert_eq!(check_issues(&document(approver("a"))), Vec::<String>::new());
}

#[test]
fn the_sample_of_the_contract_can_be_read() {
    let text = r#"{ "version": 1, "key": "f_ct", "form": "request", "name": {"en": "Contract"},
      "start_on": [{"submit": true}], "initiator": {"actor": true},
      "settings": {"dedup": "once_first", "dedup_watch": ["amount", "note"], "withdraw": "before_first_decision",
        "empty": [{"dept_leader": true}, {"role": "vp"}, "incident"]},
      "root": {"key": "start", "kind": "start", "settings": {}, "next":
        {"key": "legal", "kind": "approver", "name": {"en": "Legal"}, "settings": {"assignees": [{"role": "legal"}],
          "mode": {"all": {}}, "on_reject": "end", "fields": {"note": "write"}, "must": ["note"], "grant": [],
          "requires": [], "due": {"working_days": 2}}, "next":
          {"key": "by_amount", "kind": "condition", "settings": {"cases": [
            {"key": "vp", "when": {"field": "amount_cny", "op": "gt", "value": {"param": "flow.l1"}}, "body":
              {"key": "vp", "kind": "approver", "settings": {"assignees": [{"dept_leader": {"level": 2}}]}}},
            {"key": "else", "body": null}]},
          "next": {"key": "end", "kind": "end", "settings": {"result": "approved"}}}}} }"#;
    let spec: WorkflowSpec = text.parse().unwrap();
    let plan = Plan::new(&spec).unwrap();
    let keys: Vec<&str> = plan.nodes().iter().map(|node| node.key.as_str()).collect();
    assert_eq!(keys, ["start", "legal", "by_amount", "end", "vp"]);
    let rights = plan.field_rights("legal").unwrap();
    assert_eq!((rights.field("note"), rights.field("amount")), (Access::Write, Access::Read));
    assert_eq!(plan.field_rights("start").unwrap().field("amount"), Access::Write);
}

#[test]
fn doubled_keys_are_found_by_check_and_plan() {
    let mut first = approver("a");
    first["next"] = approver("a");
    assert_eq!(check_issues(&document(first.clone())), ["/root/next/next/key duplicate_key"]);
    let spec = read_workflow(&document(first)).unwrap();
    assert_eq!(told(&Plan::new(&spec).unwrap_err()), ["/root/next/next/key duplicate_key"]);
}

#[test]
fn what_a_node_refers_to_must_be_there() {
    let node = json!({"key": "a", "kind": "approver", "settings": {
        "assignees": [{"role": "nobody"}, {"field": "amount"}, {"field": "boss"}, {"param": "who"}, {"node_approver": "zz"}],
        "mode": {"ratio": {"percent": 0}}, "on_reject": {"return_node": "yy"},
        "fields": {"salry": "write"}, "must": ["nothing"], "grant": ["rights"], "buttons": ["reject"],
        "requires": [{"filter": {"field": "ghost", "op": "eq", "value": 1}, "message": {}}],
        "empty": ["incident", "admin"], "return": {"targets": {"nodes": ["xx"]}}}});
    let found = check_issues(&document(node));
    let at = |place: &str| format!("/root/next/settings/{place}");
    for expected in [
        at("assignees/0/role unknown_role"),
        at("assignees/1/field wrong_field_kind"),
        at("assignees/2/field unknown_field"),
        at("assignees/3/param unknown_param"),
        at("assignees/4/node_approver unknown_node"),
        at("mode/ratio/percent out_of_range"),
        at("on_reject/return_node unknown_node"),
        at("fields/salry unknown_field"),
        at("must/0 unknown_field"),
        at("grant/0 unknown_group"),
        at("buttons no_way_on"),
        at("empty/1 unreachable"),
        at("return/targets/nodes/0 unknown_node"),
    ] {
        assert!(found.contains(&expected), "{expected} is not among {found:#?}");
    }
    assert!(found.iter().any(|issue| issue.starts_with(&at("requires/0/filter"))), "{found:#?}");
    assert_eq!(found.len(), 14, "{found:#?}");
}

#[test]
fn conditions_need_a_default_and_nothing_behind_it() {
    let x = |cases: Json| json!({"key": "x", "kind": "condition", "settings": {"cases": cases}, "next": approver("a")});
    let when = json!({"field": "amount", "op": "gt", "value": "1"});
    let without = x(json!([{"key": "one", "when": when}]));
    assert_eq!(check_issues(&document(without)), ["/root/next/settings/cases def_no_default"]);
    let early = x(json!([{"key": "one"}, {"key": "two"}]));
    assert_eq!(check_issues(&document(early)), ["/root/next/settings/cases/0/when unreachable"]);
    let twice = x(json!([{"key": "one", "when": when}, {"key": "one"}]));
    assert_eq!(check_issues(&document(twice)), ["/root/next/settings/cases/1/key duplicate_key"]);
}

#[test]
fn forks_need_branches_that_can_run() {
    let p = json!({"key": "p", "kind": "parallel", "settings": {"branches": [{"key": "one", "body": approver("a")}]}});
    assert_eq!(check_issues(&document(p)), ["/root/next/settings/branches too_few_branches"]);
    let when = json!({"field": "amount", "op": "gt", "value": "1"});
    let i = json!({"key": "i", "kind": "inclusive", "settings": {"branches": [{"key": "one", "when": when, "body": approver("a")}]}});
    assert_eq!(check_issues(&document(i)), ["/root/next/settings/branches def_no_default"]);
}

#[test]
fn a_flow_begins_with_its_start_asks_somebody_and_ends_at_its_end() {
    let mut no_start = document(json!(null));
    no_start["root"] = approver("a");
    assert_eq!(check_issues(&no_start), ["/root/kind no_start"]);
    let mut second = approver("a");
    second["next"] = json!({"key": "again", "kind": "start", "settings": {}});
    assert_eq!(check_issues(&document(second)), ["/root/next/next/kind start_not_first"]);
    let nobody = json!({"key": "end", "kind": "end", "settings": {}});
    assert_eq!(check_issues(&document(nobody)), ["/root no_human_node"]);
    let mut on = approver("a");
    on["next"] = json!({"key": "end", "kind": "end", "settings": {}, "next": approver("b")});
    assert_eq!(check_issues(&document(on)), ["/root/next/next/next unreachable"]);
}

#[test]
fn flow_settings_are_looked_at_too() {
    let mut flow = document(approver("a"));
    flow["initiator"] = json!({"field": "kind"});
    flow["settings"] = json!({
        "dedup_watch": ["amount", "gone"], "empty": [{"role": "nobody"}],
        "set_on": {"rejected": {"lost": {"value": 1}, "amount": {"value": "much"}, "note": {"expr": "1 +"}}},
    });
    let expected = [
        "/initiator/field wrong_field_kind",
        "/settings/empty/0/role unknown_role",
        "/settings/dedup_watch/1 unknown_field",
        "/settings/set_on/rejected/lost unknown_field",
        "/settings/set_on/rejected/amount/value wrong_value",
    ];
    let found = check_issues(&flow);
    assert_eq!(found[..5], expected);
    assert!(found[5].starts_with("/settings/set_on/rejected/note/expr "), "{found:?}");
}

#[test]
fn a_route_leads_to_its_own_line_or_one_around_it() {
    let route = |to: &str| {
        json!({"key": "r", "kind": "route", "settings": {
        "when": {"field": "amount", "op": "gt", "value": "1"}, "to": to}})
    };
    let inside = |to: &str| {
        let mut fork = json!({"key": "p", "kind": "parallel", "settings": {"branches": [
            {"key": "one", "body": approver("b")}, {"key": "two", "body": approver("c")}]}});
        fork["settings"]["branches"][0]["body"]["next"] = route(to);
        let mut first = approver("a");
        first["next"] = fork;
        check_issues(&document(first))
    };
    assert_eq!(inside("a"), [""; 0]);
    assert_eq!(inside("b"), [""; 0]);
    assert_eq!(inside("start"), [""; 0]);
    let at = "/root/next/next/settings/branches/0/body/next/settings/to";
    assert_eq!(inside("c"), [format!("{at} route_target")]);
    assert_eq!(inside("r"), [format!("{at} route_target")]);
    assert_eq!(inside("nowhere"), [format!("{at} unknown_node")]);
    let mut into = approver("a");
    into["next"] = json!({"key": "p", "kind": "parallel", "settings": {"branches": [
        {"key": "one", "body": approver("b")}, {"key": "two", "body": approver("c")}]}});
    into["next"]["next"] = route("b");
    assert_eq!(check_issues(&document(into)), ["/root/next/next/next/settings/to route_target"]);
}

#[test]
fn a_handling_step_knows_no_veto_and_a_group_wants_somebody() {
    let mut node = json!({"key": "a", "kind": "handler", "settings": {"assignees": [{"role": "legal"}]}});
    node["settings"]["veto"] = json!([{"role": "legal"}]);
    assert_eq!(check_issues(&document(node)), ["/root/next/settings/veto cannot_be_refused"]);
    let mut node = approver("a");
    node["settings"]["mode"] = json!({"per_group": {"at_least": 0}});
    node["settings"]["veto"] = json!([{"role": "nobody"}]);
    assert_eq!(
        check_issues(&document(node)),
        ["/root/next/settings/mode/per_group/at_least out_of_range", "/root/next/settings/veto/0/role unknown_role"]
    );
}
