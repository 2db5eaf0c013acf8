use serde_json::json;

use super::*;
use crate::{ArchiveLimits, check, install_order, unpack, write_files, write_zip};

fn app() -> Json {
    json!({"version": "1.2.3", "key": "shop", "name": {"en": "Shop"}, "navigation": [{"key": "all", "name": {"en": "All"}, "items": [{"form": "client"}]}]})
}

fn form(key: &str, fields: Json) -> Json {
    json!({"version": 1, "key": key, "name": {"en": key}, "title": "{name}", "fields": fields})
}

fn text(key: &str) -> Json {
    json!({"key": key, "label": {"en": key}, "type": {"kind": "text", "settings": {}}})
}

fn link(key: &str, to: &str) -> Json {
    json!({"key": key, "label": {"en": key}, "type": {"kind": "link", "settings": {"form": to}}})
}

fn shop() -> Files {
    let documents = [
        ("app.json", app()),
        ("forms/client.form.json", form("client", json!([text("name")]))),
        ("forms/area.form.json", form("area", json!([text("name"), link("boss", "client")]))),
        ("forms/bill.form.json", form("bill", json!([text("name"), link("client", "client"), link("area", "area")]))),
        (
            "params.json",
            json!({"version": 1, "params": [{"key": "limits.most", "name": {"en": "Most"}, "kind": "money", "value": "5.00", "editable_by": ["admin"]}]}),
        ),
        (
            "org.json",
            json!({"version": 1, "departments": [{"key": "d1", "name": {"en": "D"}, "head": "ann"}], "people": [{"username": "ann", "name": {"en": "Ann"}, "departments": ["d1"], "roles": ["admin"]}]}),
        ),
        (
            "reports/by_name.report.json",
            json!({"version": 1, "key": "by_name", "name": {"en": "R"}, "pivot": {"form": "client", "rows": [{"field": "name"}], "measures": [{"agg": "count"}]}, "show": {"kind": "bar", "settings": {}}}),
        ),
        (
            "dashboards/main.dashboard.json",
            json!({"version": 1, "key": "main", "name": {"en": "M"}, "tiles": [{"width": 6, "content": {"kind": "report", "settings": {"report": "by_name"}}}]}),
        ),
        (
            "prints/client.card.print.json",
            json!({"version": 1, "key": "card", "form": "client", "name": {"en": "Card"}}),
        ),
        (
            "tests/makes.case.json",
            json!({"version": 1, "key": "m", "name": {"en": "M"}, "steps": [{"as": "ann", "create": "client", "values": {"name": "x"}, "save_as": "c"}, {"expect": "c", "values": {"name": "x"}}]}),
        ),
    ];
    let mut files: Files = documents.map(|(name, json)| (name.to_owned(), json.to_string().into_bytes())).into();
    files.insert("prints/client.card.hbs".to_owned(), b"<p>{{name}}</p>".to_vec());
    files.insert(
        "data/client.jsonl".to_owned(),
        b"{\"name\": \"A\"}\n\n{\"name\": \"B\", \"_created_by\": \"ann\"}\n".to_vec(),
    );
    files.insert("README.md".to_owned(), b"# Shop".to_vec());
    files
}

fn now() -> semver::Version {
    semver::Version::new(0, 1, 0)
}

fn told(issues: &[FileIssue]) -> Vec<String> {
    issues.iter().map(|at| format!("{} {} {}", at.file, at.issue.code, at.issue.pointer)).collect()
}

fn broken(name: &str, json: Json) -> Vec<String> {
    let mut files = shop();
    files.insert(name.to_owned(), json.to_string().into_bytes());
    match read_files(&files) {
        Ok(bundle) => told(&check(&bundle, &now())),
        Err(issues) => told(&issues),
    }
}

#[test]
fn a_bundle_is_read_checked_and_written_back() {
    let bundle = read_files(&shop()).unwrap();
    assert_eq!(told(&check(&bundle, &now())), Vec::<String>::new());
    assert_eq!((bundle.app.release().to_string().as_str(), bundle.data["client"].len()), ("1.2.3", 2));
    assert_eq!(read_files(&write_files(&bundle)).unwrap(), bundle);
    let unpacked = unpack(&write_zip(&bundle), ArchiveLimits::default()).unwrap();
    assert_eq!(read_files(&unpacked).unwrap(), bundle);
    assert_eq!(write_zip(&bundle), write_zip(&bundle));
}

#[test]
fn forms_come_after_those_they_point_at() {
    let bundle = read_files(&shop()).unwrap();
    assert_eq!(install_order(&bundle), ["client", "area", "bill"]);
    let mut circle = shop();
    let client = form("client", json!([text("name"), link("bill", "bill")]));
    circle.insert("forms/client.form.json".to_owned(), client.to_string().into_bytes());
    let mut order = install_order(&read_files(&circle).unwrap());
    order.sort();
    assert_eq!(order, ["area", "bill", "client"]);
}

#[test]
fn all_that_cannot_be_read_is_told_with_its_file() {
    let mut files = shop();
    for (name, text) in [
        ("forms/client.form.json", "{\"version\": 1,}"),
        ("forms/area.form.json", "{\"version\": 1, \"key\": \"other\", \"name\": {}}"),
        ("reports/by_name.report.json", "{\"version\": 1, \"key\": \"by_name\", \"name\": {}, \"pivots\": {}}"),
        ("data/client.jsonl", "{}\n[]\n{"),
        ("forms/bill.forn.json", "{}"),
        ("connections.json", "{}"),
        ("prints/client.other.hbs", ""),
    ] {
        files.insert(name.to_owned(), text.as_bytes().to_vec());
    }
    files.remove("prints/client.card.hbs");
    let mut issues = told(&read_files(&files).unwrap_err());
    issues.sort();
    assert_eq!(
        issues,
        [
            "connections.json unexpected_file ",
            "data/client.jsonl not_a_record /2",
            "data/client.jsonl not_json /3",
            "forms/area.form.json key_and_file_differ /key",
            "forms/bill.forn.json unexpected_file ",
            "forms/client.form.json not_json ",
            "prints/client.card.hbs missing_file ",
            "prints/client.other.hbs unexpected_file ",
            "reports/by_name.report.json missing_property /pivot",
            "reports/by_name.report.json unknown_property /pivots",
        ]
    );
    files.remove("app.json");
    assert!(told(&read_files(&files).unwrap_err()).contains(&"app.json missing_file ".to_owned()));
}

#[test]
fn the_version_of_an_app_stands_once() {
    let app = |more: Json| {
        let mut app = app();
        app.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        broken("app.json", app)
    };
    assert_eq!(app(json!({"version": 1, "release": "2.0.0"})), Vec::<String>::new());
    assert_eq!(app(json!({"version": 1})), ["app.json missing_property /release"]);
    assert_eq!(app(json!({"version": 2, "release": "2.0.0"})), ["app.json unknown_version /version"]);
    assert_eq!(app(json!({"release": "2.0.0"})), ["app.json version_stands_twice /release"]);
    assert_eq!(app(json!({"version": "two"})), ["app.json malformed /version"]);
    assert_eq!(app(json!({"min_mortise": "9.0.0"})), ["app.json needs_newer_mortise /min_mortise"]);
}

#[test]
fn what_points_at_nothing_is_told_where_it_stands() {
    let mut menu = app();
    menu["navigation"][0]["items"] = json!([{"report": "gone"}, {"dashboard": "gone"}, {"form": "gone"}]);
    menu["modules"] = json!([{"key": "m", "name": {}, "forms": ["gone"]}]);
    assert_eq!(
        broken("app.json", menu),
        [
            "app.json unknown_report /navigation/0/items/0/report",
            "app.json unknown_dashboard /navigation/0/items/1/dashboard",
            "app.json unknown_form /navigation/0/items/2/form",
            "app.json unknown_form /modules/0/forms/0",
        ]
    );
    let roles = json!({"version": 1, "roles": [
        {"key": "admin", "name": {}, "home": "gone", "buttons": {"client": ["gone"]}, "forms": {"client": {"read": "*"}}}]});
    assert_eq!(
        broken("roles.json", roles),
        ["roles.json unknown_dashboard /roles/0/home", "roles.json unknown_button /roles/0/buttons/client/0"]
    );
    let print = json!({"version": 1, "key": "card", "form": "client", "name": {"en": "Card"}, "available_when": {"field": "gone", "op": "eq", "value": {"param": "gone"}}});
    assert_eq!(
        broken("prints/client.card.print.json", print),
        [
            "prints/client.card.print.json unknown_field /available_when/field",
            "prints/client.card.print.json unknown_param /available_when/value/param"
        ]
    );
    let case = json!({"version": 1, "key": "m", "name": {}, "steps": [
        {"as": "bob", "create": "client", "values": {"gone": 1}}, {"as": "ann", "submit": "c"}, {"expect_tasks": ["eve"]}, {"as": "ann", "create": "gone"}]});
    assert_eq!(
        broken("tests/makes.case.json", case),
        [
            "tests/makes.case.json unknown_person /steps/0/as",
            "tests/makes.case.json unknown_field /steps/0/values/gone",
            "tests/makes.case.json unknown_record /steps/1",
            "tests/makes.case.json unknown_person /steps/2/expect_tasks/0",
            "tests/makes.case.json unknown_form /steps/3/create",
        ]
    );
}

#[test]
fn people_parameters_and_data_are_checked_too() {
    let org = json!({"version": 1, "owner_roles": ["gone"],
        "departments": [{"key": "d1", "name": {}, "parent": "d2"}, {"key": "d2", "name": {}, "head": "eve"}],
        "people": [{"username": "ann", "name": {}, "departments": ["d9"], "roles": ["gone"], "manager": "ann"}, {"username": "ann", "name": {}}]});
    assert_eq!(
        broken("org.json", org),
        [
            "org.json unknown_department /departments/0/parent",
            "org.json unknown_person /departments/1/head",
            "org.json unknown_department /people/0/departments/0",
            "org.json unknown_role /people/0/roles/0",
            "org.json unknown_person /people/0/manager",
            "org.json duplicate_key /people/1/username",
            "org.json unknown_role /owner_roles/0",
        ]
    );
    let param = |key: &str, kind: &str, value: Json| json!({"key": key, "name": {}, "kind": kind, "value": value, "editable_by": ["gone"]});
    let params = json!({"version": 1, "params": [param("Bad", "int", json!(1)), param("a.b", "money", json!("x")), param("a.b", "select", json!("x"))]});
    let issues = broken("params.json", params);
    assert!(issues.contains(&"params.json not_a_key /params/0/key".to_owned()), "{issues:?}");
    assert!(
        issues.iter().any(|issue| issue.starts_with("params.json") && issue.ends_with("/params/1/value")),
        "{issues:?}"
    );
    assert!(issues.contains(&"params.json duplicate_key /params/2/key".to_owned()), "{issues:?}");
    assert!(issues.contains(&"params.json unknown_role /params/0/editable_by/0".to_owned()), "{issues:?}");
    let mut files = shop();
    files.insert(
        "data/client.jsonl".to_owned(),
        b"{\"name\": \"A\"}\n{\"nmae\": \"B\", \"_created_by\": \"eve\"}".to_vec(),
    );
    files.insert("data/gone.jsonl".to_owned(), b"{}".to_vec());
    let bundle = read_files(&files).unwrap();
    assert_eq!(
        told(&check(&bundle, &now())),
        [
            "data/client.jsonl unknown_field /2/nmae",
            "data/client.jsonl unknown_person /2/_created_by",
            "data/gone.jsonl unknown_form "
        ]
    );
}

#[test]
fn a_template_may_read_only_what_its_form_has() {
    let mut files = shop();
    files.insert("prints/client.card.hbs".to_owned(), b"{{name}} {{title}} {{_owner.name}}\n{{nmae}}".to_vec());
    let bundle = read_files(&files).unwrap();
    let issues = check(&bundle, &now());
    assert_eq!(told(&issues), ["prints/client.card.hbs unknown_field "]);
    assert_eq!(issues[0].issue.params["line"], 2);
}

/// The bundles that come with the product.
#[test]
fn the_examples_are_sound() {
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    for folder in std::fs::read_dir(examples).unwrap() {
        let folder = folder.unwrap().path();
        if !folder.join("app.json").exists() {
            continue;
        }
        let mut files = Files::new();
        collect(&folder, &folder, &mut files);
        let bundle = read_files(&files).unwrap_or_else(|issues| panic!("{}: {:#?}", folder.display(), told(&issues)));
        assert_eq!(told(&check(&bundle, &now())), Vec::<String>::new(), "{}", folder.display());
        assert_eq!(read_files(&write_files(&bundle)).unwrap(), bundle, "{}", folder.display());
    }
}

fn collect(root: &std::path::Path, folder: &std::path::Path, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
}
