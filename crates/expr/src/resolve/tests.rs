use mortise_model::{Facts, Values};
use serde_json::json;

use super::*;
use crate::{SystemValues, sample};

#[test]
fn system_columns_come_from_the_scope_or_are_asked_for() {
    let app = sample::app(&[("record", json!({"a": "text"}))]);
    let form = app.form("record").unwrap();
    let (values, facts) = (Values::new(), Facts::new());
    let scope = sample::scope(&app, form, &values, &facts);
    let path = Path::new("_flow_state");
    let question = Question::Reach { form: sample::key("record"), id: Id::from_raw(7), path: path.clone() };
    assert_eq!(reach(&path, &scope), Err(Need(vec![question])));
    let system = SystemValues { flow_state: Some("running".to_owned()), ..SystemValues::default() };
    let known = reach(&path, &Scope { system: Some(&system), ..scope }).unwrap();
    assert_eq!((known.into_value(), Some(Storage::Text)), (Value::Text("running".to_owned()), Some(Storage::Text)));
    let new = reach(&path, &Scope { id: None, ..scope }).unwrap();
    assert_eq!(new.into_value(), Value::Null);
    assert_eq!(reach(&Path::new("_id"), &scope).unwrap().into_value(), Value::Ref(Id::from_raw(7)));
}

#[test]
fn a_step_that_leads_nowhere_is_blank() {
    let app = sample::app(&[("record", json!({"a": "text", "period": "daterange", "boss": "user"}))]);
    let form = app.form("record").unwrap();
    let values = sample::values(form, &json!({"a": "x", "period": {"start": "2026-01-01", "end": "2026-01-02"}}));
    let facts = Facts::new();
    let scope = sample::scope(&app, form, &values, &facts);
    for path in ["a.b", "period.middle", "period.start.day", "boss.name", "nothing.at.all"] {
        assert_eq!(reach(&Path::new(path), &scope).unwrap().into_value(), Value::Null, "{path}");
    }
}
