use serde_json::{Value as Json, json};

use super::*;
use crate::{
    read_roles,
    sample::{app, groups, roles},
};

fn problems(json: Json) -> Vec<String> {
    let issues = check(&roles(json), &app(), &groups());
    issues.iter().map(|issue| format!("{} {}", issue.code, issue.pointer)).collect()
}

fn role(rest: Json) -> Json {
    let mut role = json!({"key": "sales", "name": {"en": "Sales"}});
    role.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    json!({"version": 1, "groups": [{"key": "fee", "name": {"en": "Fee"}}], "roles": [role]})
}

#[test]
fn a_document_that_fits_has_no_issue() {
    let fits = role(json!({
        "forms": {"*": {"read": "own"}, "contract": {"read": "*", "export": "all", "delete": null}},
        "groups": [{"group": "fee", "form": null, "when": {"field": "project.members", "op": "has_any", "value": {"var": "me"}}, "level": "edit"}],
        "deny": [{"form": "contract", "acts": ["export"], "when": {"field": "kind", "op": "eq", "value": "a"}}],
    }));
    assert_eq!(problems(fits), Vec::<String>::new());
}

#[test]
fn names_that_do_not_exist_are_pointed_at() {
    let wrong = role(json!({
        "forms": {"contrat": {"read": "*"}, "contract": {"read": "mine"}},
        "groups": [{"group": "fees", "level": "view"}, {"group": "fee", "when": {"field": "nothing", "op": "is_empty"}, "level": "view"}],
        "buttons": {"nowhere": ["merge"]},
        "deny": [{"form": "contract", "when": {"field": "nothing", "op": "is_empty"}}],
    }));
    assert_eq!(
        problems(wrong),
        [
            "unknown_form /roles/0/forms/contrat",
            "unknown_scope /roles/0/forms/contract/read",
            "unknown_group /roles/0/groups/0/group",
            "unknown_field /roles/0/groups/1/when",
            "unknown_form /roles/0/buttons/nowhere",
            "unknown_field /roles/0/deny/0/when",
        ]
    );
}

#[test]
fn a_scope_must_fit_every_form_for_which_it_is_used() {
    let mut document = role(json!({"forms": {"*": {"read": "p"}}}));
    let by_project = json!({"field": "project.members", "op": "has_any", "value": {"var": "me"}});
    document["scopes"] = json!([{"key": "p", "name": {"en": "P"}, "filters": {"*": by_project}}]);
    assert_eq!(problems(document.clone()), ["scope_does_not_fit /roles/0/forms/*/read"]);
    document["scopes"][0]["filters"]["project"] = json!({"field": "members", "op": "has_any", "value": {"var": "me"}});
    assert_eq!(problems(document), Vec::<String>::new());
}

#[test]
fn a_group_that_forms_use_must_be_defined() {
    let document = json!({"version": 1, "roles": []});
    assert_eq!(problems(document), ["undefined_group /groups", "undefined_group /groups"]);
}

#[test]
fn a_misspelt_property_is_an_issue_with_its_pointer() {
    let document = role(json!({"forms": {"contract": {"raed": "*"}}}));
    let issues = read_roles(&document).unwrap_err();
    let issue = issues.iter().next().unwrap();
    assert_eq!((issue.code.as_str(), issue.pointer.as_str()), ("unknown_property", "/roles/0/forms/contract/raed"));
}
