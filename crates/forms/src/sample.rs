//! A small app that the tests of this crate share: parties, contracts with lines and terms, payments.

use chrono::{DateTime, FixedOffset, Utc};
use indexmap::IndexMap;
use mortise_expr::Moment;
use mortise_model::{AppShape, Facts, Id, Issues, Key, Locale, Need, Value, Values};
use serde_json::{Map, Value as Json, json};

use crate::{
    EvaluateInput, Evaluated, FormSpec, Normalised, PublishedForm, Purpose, Wording, Writer, evaluate, normalise,
    read_form,
};

/// A form with this key and these fields; each field is `key`, `kind`, settings and further properties.
pub(crate) fn form(key: &str, fields: Json, more: Json) -> FormSpec {
    let fields: Vec<Json> = fields
        .as_array()
        .expect("a list of fields")
        .iter()
        .map(|field| {
            let mut whole =
                json!({"key": field[0], "label": {"en": field[0]}, "type": {"kind": field[1], "settings": field[2]}});
            merge(&mut whole, field.get(3).unwrap_or(&Json::Null));
            whole
        })
        .collect();
    let mut whole = json!({"version": 1, "key": key, "name": {"en": key}, "fields": fields});
    merge(&mut whole, &more);
    read_form(&whole).unwrap_or_else(|issues| panic!("{key}: {issues:?}"))
}

fn merge(whole: &mut Json, more: &Json) {
    for (name, value) in more.as_object().into_iter().flatten() {
        whole[name] = value.clone();
    }
}

/// The fields of a subform, as its settings write them.
pub(crate) fn rows(fields: Json) -> Json {
    let spec = form("rows", fields, Json::Null);
    json!({"fields": serde_json::to_value(spec.fields).expect("fields can be written")})
}

pub(crate) fn specs(all: Vec<FormSpec>) -> IndexMap<Key, FormSpec> {
    all.into_iter().map(|spec| (spec.key.clone(), spec)).collect()
}

/// The forms of the app.
pub(crate) fn app() -> IndexMap<Key, FormSpec> {
    let party = form(
        "party",
        json!([
            ["name", "text", {}, {"required": true, "unique": true}],
            ["level", "select", {"options": [{"key": "A"}, {"key": "B"}]}],
            ["phone", "phone", {}, {"security_groups": [{"group": "private", "when": {"field": "level", "op": "eq", "value": "A"}}]}],
            ["boss", "link", {"form": "party"}],
            ["n_contracts", "rollup", {"form": "contract", "via": "party", "aggregate": "count"}],
            ["total", "rollup", {"form": "contract", "via": "party", "aggregate": "sum", "field": "amount",
                "filter": {"field": "status", "op": "ne", "value": "draft"}}],
            ["owed", "money", {}, {"formula": "total * 2"}],
        ]),
        json!({"title": "{name}", "search": ["name"]}),
    );
    let lines = rows(json!([
        ["item", "text", {}, {"required": true}],
        ["party", "link", {"form": "party", "filter": {"field": "level", "op": "eq", "value": "A"}}],
        ["phone", "lookup", {"link": "party", "field": "phone"}],
        ["qty", "int", {"min": 1}, {"default": {"value": 1}}],
        ["price", "money", {"min": "0"}],
        ["sum", "money", {}, {"formula": "qty * price"}],
        ["share", "percent", {}, {"formula": "safe_div(sum, amount) * 100"}],
        ["note", "text", {}, {"required_when": {"field": "qty", "op": "gt", "value": 10}}],
    ]));
    let statuses = json!({"options": [{"key": "draft"}, {"key": "live", "code": "L"}, {"key": "done"}], "transitions": [
        {"from": "draft", "to": "live", "roles": ["legal"], "gate": {"required": ["file"], "expr": "amount > 0", "message": {"en": "No amount."}}},
        {"from": "live", "to": "done", "reason_required": true},
    ]});
    let contract = form(
        "contract",
        json!([
            ["no", "autonum", {"pattern": "C-{status_code}-{YYYYMM}-{000}"}],
            ["name", "text", {"max_length": 20}, {"required": true}],
            ["status", "select", statuses, {"default": {"value": "draft"}}],
            ["party", "link", {"form": "party"}],
            ["phone", "lookup", {"link": "party", "field": "phone"}],
            ["level_then", "lookup", {"link": "party", "field": "level", "frozen": true}],
            ["currency", "select", {"options": [{"key": "CNY"}, {"key": "JPY"}]}, {"default": {"value": "CNY"}}],
            ["lines", "subform", lines],
            ["amount", "money", {"currency_field": "currency"}, {"formula": "sum(\"lines\", \"sum\")",
                "security_groups": [{"group": "fee"}], "validations": [
                {"expr": "amount <= 1000000", "code": "amount_large", "severity": "warning", "message": {"en": "Large."}}]}],
            ["tax", "money", {}, {"formula": "amount * 0.06"}],
            ["signed", "date", {}, {"default": {"expr": "today()"}}],
            ["term", "daterange", {}],
            ["days", "int", {}, {"formula": "days(term.start, term.end) + 1"}],
            ["late", "bool", {}, {"formula": "term.end < today()"}],
            ["reason", "textarea", {}, {"visible_when": {"field": "status", "op": "eq", "value": "done"}, "required": true}],
            ["file", "file", {}],
            ["secret", "text", {}, {"read_only": true}],
            ["paid", "rollup", {"form": "payment", "via": "contract", "aggregate": "sum", "field": "amount"}],
            ["last_paid", "rollup", {"form": "payment", "via": "contract", "aggregate": "last", "field": "amount", "order_by": "on_day"}],
        ]),
        json!({"title": "{no} {name} ({party})", "search": ["no", "name"],
            "validations": [{"expr": "signed == () || term == () || signed <= term.end", "code": "signed_late", "message": {"en": "Signed too late."}}],
            "layout": [{"section": {"en": "Main"}, "fields": [["name", "status"], ["party"]]},
                {"section": {"en": "Term"}, "fields": [["term", "signed"]], "visible_when": {"field": "status", "op": "ne", "value": "done"}}]}),
    );
    let payment = form(
        "payment",
        json!([
            ["contract", "link", {"form": "contract"}, {"required": true}],
            ["amount", "money", {}],
            ["on_day", "date", {}],
            ["split", "subform", rows(json!([["party", "link", {"form": "party"}], ["share", "money", {}]]))],
        ]),
        Json::Null,
    );
    specs(vec![party, contract, payment])
}

pub(crate) fn key(text: &str) -> Key {
    Key::new(text).expect("a key")
}

pub(crate) fn publish(key_of: &str, specs: &IndexMap<Key, FormSpec>) -> PublishedForm {
    PublishedForm::new(&key("crm"), 1, specs[key_of].clone(), specs).unwrap_or_else(|issues| panic!("{issues:?}"))
}

pub(crate) fn app_shape(specs: &IndexMap<Key, FormSpec>) -> AppShape {
    AppShape { forms: specs.keys().map(|key| (key.clone(), publish(key, specs).shape())).collect() }
}

pub(crate) fn object(json: Json) -> Map<String, Json> {
    if let Json::Object(map) = json { map } else { panic!("not an object: {json}") }
}

pub(crate) fn values(form: &PublishedForm, json: Json) -> Values {
    let sent = object(json);
    let Normalised { values, issues } =
        normalise(form, &sent, None, Writer::Product, &Facts::new()).expect("nothing is asked");
    assert!(issues.is_empty(), "{issues:?}");
    values
}

/// 1 June 2026, nine in the morning in China.
pub(crate) fn moment() -> Moment {
    let now: DateTime<Utc> = "2026-06-01T01:00:00Z".parse().expect("a moment");
    Moment { now, zone: FixedOffset::east_opt(8 * 3600).expect("a zone") }
}

pub(crate) fn id(number: i64) -> Id {
    Id::from_raw(number)
}

/// A record of a form as it would be saved.
pub(crate) struct Try<'a> {
    pub(crate) form: &'a PublishedForm,
    pub(crate) app: &'a AppShape,
    pub(crate) id: Option<Id>,
    pub(crate) before: Option<&'a Values>,
    pub(crate) purpose: Purpose,
}

impl Try<'_> {
    pub(crate) fn run(&self, values: &Values, facts: &Facts) -> Result<Evaluated, Need> {
        evaluate(
            self.form,
            EvaluateInput {
                app: self.app,
                id: self.id,
                before: self.before,
                values,
                system: None,
                facts,
                moment: moment(),
                me: None,
                purpose: self.purpose,
            },
        )
    }
}

pub(crate) fn found(issues: &Issues) -> Vec<String> {
    issues.iter().map(|issue| format!("{} {}", issue.pointer, issue.code)).collect()
}

pub(crate) fn json_of(values: &Values, key: &str) -> Json {
    values.get(key).map_or(Json::Null, Value::to_json)
}

pub(crate) fn wording() -> Wording<'static> {
    Wording::plain(Locale::ZhCn)
}
