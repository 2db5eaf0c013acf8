use mortise_model::I18n;
use serde_json::json;

use super::{CheckOn, DefaultSpec, FormSpec, read_form};
use crate::{LayoutItem, ViewShow, sample::found};

fn whole() -> serde_json::Value {
    json!({
        "$schema": "../../../schemas/form.schema.json", "version": 1, "key": "contract",
        "name": {"zh-CN": "合同", "en": "Contract"}, "title": "{no} {name}", "search": ["no"], "owner_field": null,
        "unique_keys": [{"fields": ["no"], "when": null, "blank_equal": true, "message": {"en": "Twice."}}],
        "fields": [
            {"key": "amount", "label": {"zh-CN": "金额", "en": "Amount"}, "help": null,
             "type": {"kind": "money", "settings": {"currency": "CNY", "min": "0"}},
             "required": true, "required_when": null, "visible_when": {"field": "no", "op": "not_empty"}, "read_only": false,
             "unique": false, "indexed": true, "default": {"expr": "0"}, "formula": null,
             "security_groups": [{"group": "fee", "when": {"field": "no", "op": "eq", "value": "1"}}],
             "validations": [{"expr": "amount >= 0", "severity": "error", "code": "amount_negative", "message": {"en": "No."}},
                {"expr": "true", "code": "c", "message": {}, "on": "create"}]},
            {"key": "no", "label": {"en": "No."}, "type": {"kind": "text", "settings": {}}, "default": {"value": "x"}}],
        "layout": [
            {"section": {"en": "Main"}, "fields": [["no", "amount"]], "collapsed": true},
            {"tabs": [{"name": {"en": "One"}, "items": [{"note": {"en": "Read this."}}]}]},
            {"columns": [[{"divider": {}}], [{"embed": "https://example.com", "height_px": 200}]]}],
        "views": [{"key": "all", "name": {"en": "All"}, "show": {"kind": "table", "settings": {"columns": ["no"]}}}],
        "buttons": [{"key": "send", "label": {"en": "Send"}}],
    })
}

#[test]
fn a_form_is_read_and_written_alike() {
    let spec = read_form(&whole()).expect("the form is right");
    let again: FormSpec = read_form(&serde_json::to_value(&spec).expect("a form can be written")).expect("it is right");
    assert_eq!(again, spec);
    assert_eq!(spec.fields[0].default, Some(DefaultSpec::Expr("0".to_owned())));
    assert_eq!(spec.fields[0].validations[1].on, CheckOn::Create);
    assert!(matches!(&spec.layout[0], LayoutItem::Section(section) if section.name == I18n::new("", "Main")));
    assert!(matches!(&spec.views[0].show, ViewShow::Table(table) if table.columns.len() == 1));
}

#[test]
fn a_misspelt_property_is_named_at_its_place() {
    let cases = [
        ("/fields/0/type/settings/maxx", "/fields/0/type/settings/maxx unknown_property"),
        ("/fields/0/requird", "/fields/0/requird unknown_property"),
        ("/fields/0/validations/0/sevrity", "/fields/0/validations/0/sevrity unknown_property"),
        ("/layout/0/feilds", "/layout/0/feilds unknown_property"),
        ("/layout/1/tabs/0/nmae", "/layout/1/tabs/0/nmae unknown_property"),
        ("/views/0/show/settings/colums", "/views/0/show/settings/colums unknown_property"),
        ("/unique_keys/0/blank", "/unique_keys/0/blank unknown_property"),
        ("/buttons/0/confrm", "/buttons/0/confrm unknown_property"),
        ("/titel", "/titel unknown_property"),
    ];
    for (at, expected) in cases {
        let mut json = whole();
        let (parent, name) = at.rsplit_once('/').expect("a pointer");
        json.pointer_mut(parent).expect("the place is there")[name] = json!(1);
        assert_eq!(found(&read_form(&json).expect_err("it is misspelt")), [expected]);
    }
}

#[test]
fn an_unknown_kind_and_a_mixed_part_of_the_page_are_refused() {
    let mut json = whole();
    json["fields"][1]["type"]["kind"] = json!("txt");
    assert_eq!(
        read_form(&json).expect_err("no such kind").iter().next().expect("one").pointer.as_str(),
        "/fields/1/type/kind"
    );
    let mut json = whole();
    json["layout"][0]["note"] = json!({"en": "x"});
    assert_eq!(found(&read_form(&json).expect_err("two parts in one")), ["/layout/0 malformed"]);
}

#[test]
fn the_schema_of_the_document_takes_what_the_reader_takes() {
    let schema = serde_json::to_value(schemars::schema_for!(FormSpec)).expect("a schema can be written");
    let validator = crate::schema::compile(&schema).expect("it is a schema");
    let wrong: Vec<String> =
        validator.iter_errors(&whole()).map(|error| format!("{} {error}", error.instance_path().as_str())).collect();
    assert_eq!(wrong, Vec::<String>::new());
    for spec in crate::sample::app().values() {
        assert!(validator.is_valid(&serde_json::to_value(spec).expect("a form can be written")), "{}", spec.key);
    }
    let mut misspelt = whole();
    misspelt["fields"][0]["type"]["settings"]["maxx"] = json!(1);
    assert!(!validator.is_valid(&misspelt));
    let mut misspelt = whole();
    misspelt["titel"] = json!("x");
    assert!(!validator.is_valid(&misspelt));
}
