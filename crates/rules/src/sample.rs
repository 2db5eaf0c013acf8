//! The forms that the tests' rules are about.

use chrono::{FixedOffset, TimeZone, Utc};
use mortise_expr::{Moment, Scope, SystemValues, written};
use mortise_model::{AppShape, Facts, Id, Values};
use mortise_test_support as support;
use serde_json::{Value as Json, json};

use crate::{Rule, RuleSpec, read_rule};

pub(crate) fn app() -> AppShape {
    support::app(&[
        (
            "contract",
            json!({"no": "text", "amount": "decimal", "status": "text", "signed": "date", "owner": "user",
                "client": "link:client", "tags": "list", "qty": "int", "items": {"name": "text", "qty": "int"}}),
        ),
        ("client", json!({"name": "text", "last_at": "instant", "owner": "user", "dept": "dept"})),
        ("plan", json!({"contract": "link:contract", "amount": "decimal", "due": "date", "done": "bool"})),
    ])
}

/// A rule on contracts with this trigger and these actions.
pub(crate) fn spec(trigger: Json, actions: Json) -> RuleSpec {
    document(json!({"trigger": trigger, "actions": actions}))
}

/// A rule on contracts with these members besides the usual ones.
pub(crate) fn document(more: Json) -> RuleSpec {
    let mut document = json!({"version": 1, "key": "r01", "name": {"zh-CN": "规则", "en": "Rule"}, "form": "contract"});
    document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    read_rule(&document).unwrap_or_else(|issues| panic!("{document}: {issues:?}"))
}

pub(crate) fn rule(more: Json) -> Rule {
    Rule::new(document(more), &app()).unwrap_or_else(|issues| panic!("{issues:?}"))
}

pub(crate) fn values(json: Json) -> Values {
    let app = app();
    let form = app.form("contract").unwrap();
    let value = |name: &str, json: &Json| written(&form.fields[name].storage, json, &moment()).unwrap();
    json.as_object().unwrap().iter().map(|(name, json)| (support::key(name), value(name, json))).collect()
}

pub(crate) fn moment() -> Moment {
    let now = Utc.with_ymd_and_hms(2026, 6, 1, 1, 0, 0).unwrap();
    Moment { now, zone: FixedOffset::east_opt(8 * 3600).unwrap() }
}

pub(crate) fn scope<'a>(
    app: &'a AppShape,
    values: &'a Values,
    system: &'a SystemValues,
    facts: &'a Facts,
) -> Scope<'a> {
    let form = app.form("contract").unwrap();
    Scope {
        app,
        form,
        id: Some(Id::from_raw(7)),
        values,
        system: Some(system),
        row: None,
        facts,
        moment: moment(),
        me: None,
    }
}
