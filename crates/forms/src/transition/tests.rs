use mortise_expr::Scope;
use mortise_model::{Facts, Key, Value, Values};
use serde_json::json;

use super::{Mover, check_transitions};
use crate::sample::{app, app_shape, found, id, key, moment, publish};

/// Whether the status may change between these, with an amount and a file or not.
fn moved(
    from: Option<&str>,
    to: &str,
    (amount, file): (i64, bool),
    roles: &[Key],
    reason: Option<&str>,
) -> Vec<String> {
    let specs = app();
    let (form, app) = (publish("contract", &specs), app_shape(&specs));
    let shape = form.shape();
    let with = |status: &str| {
        let file = if file { Value::Json(json!({"id": id(1)})) } else { Value::Null };
        Values::from_iter([
            (key("status"), Value::Text(status.to_owned())),
            (key("amount"), Value::Decimal(amount.into())),
            (key("file"), file),
        ])
    };
    let (before, values, facts) = (from.map(with), with(to), Facts::new());
    let scope = Scope {
        app: &app,
        form: &shape,
        id: None,
        values: &values,
        system: None,
        row: None,
        facts: &facts,
        moment: moment(),
        me: None,
    };
    let mover = Mover { roles, reason };
    found(&check_transitions(&form, before.as_ref(), &scope, mover).expect("nothing is asked"))
}

#[test]
fn people_may_make_the_changes_that_are_named_for_their_roles() {
    let legal = [key("legal")];
    assert_eq!(moved(Some("draft"), "live", (1, true), &legal, None), Vec::<String>::new());
    assert_eq!(
        moved(Some("draft"), "live", (1, true), &[key("clerk")], None),
        ["/values/status transition_not_allowed"]
    );
    assert_eq!(moved(Some("draft"), "done", (1, true), &legal, None), ["/values/status transition_not_allowed"]);
    assert_eq!(moved(Some("live"), "draft", (1, true), &legal, None), ["/values/status transition_not_allowed"]);
    assert_eq!(moved(Some("live"), "live", (1, true), &[], None), Vec::<String>::new());
}

#[test]
fn a_gate_says_everything_that_is_missing() {
    let legal = [key("legal")];
    assert_eq!(
        moved(Some("draft"), "live", (0, false), &legal, None),
        ["/values/file required", "/values/status gate_closed"]
    );
}

#[test]
fn a_reason_may_be_asked_for() {
    assert_eq!(moved(Some("live"), "done", (1, true), &[], None), ["/values/status reason_required"]);
    assert_eq!(moved(Some("live"), "done", (1, true), &[], Some(" ")), ["/values/status reason_required"]);
    assert_eq!(moved(Some("live"), "done", (1, true), &[], Some("finished")), Vec::<String>::new());
}

#[test]
fn a_new_record_starts_with_the_default_and_not_in_the_middle() {
    assert_eq!(moved(None, "draft", (0, false), &[], None), Vec::<String>::new());
    assert_eq!(moved(None, "live", (1, true), &[key("legal")], None), ["/values/status transition_not_allowed"]);
}
