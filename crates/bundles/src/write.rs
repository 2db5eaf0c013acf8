//! From a bundle to files.

use serde::Serialize;
use serde_json::Value as Json;

use crate::{Bundle, Files, pack};

/// The files of a bundle, as [`crate::read_files`] reads them. The same bundle always gives the same bytes.
pub fn write_files(bundle: &Bundle) -> Files {
    let mut files = Files::new();
    let mut put = |name: String, bytes: Vec<u8>| files.insert(name, bytes);
    put("app.json".to_owned(), document(&bundle.app));
    for (key, form) in &bundle.forms {
        put(format!("forms/{key}.form.json"), document(form));
    }
    for (key, workflow) in &bundle.workflows {
        put(format!("workflows/{key}.workflow.json"), document(workflow));
    }
    for (key, rule) in &bundle.rules {
        put(format!("rules/{key}.rule.json"), document(&rule.spec));
        if let Some(script) = &rule.script {
            put(format!("rules/{key}.rhai"), script.clone().into_bytes());
        }
    }
    for (key, report) in &bundle.reports {
        put(format!("reports/{key}.report.json"), document(report));
    }
    for (key, dashboard) in &bundle.dashboards {
        put(format!("dashboards/{key}.dashboard.json"), document(dashboard));
    }
    for print in &bundle.prints {
        let stem = format!("prints/{}.{}", print.spec.form, print.spec.key);
        put(format!("{stem}.print.json"), document(&print.spec));
        put(format!("{stem}.hbs"), print.template.clone().into_bytes());
    }
    if let Some(roles) = &bundle.roles {
        put("roles.json".to_owned(), document(roles));
    }
    if let Some(params) = &bundle.params {
        put("params.json".to_owned(), document(params));
    }
    if let Some(org) = &bundle.org {
        put("org.json".to_owned(), document(org));
    }
    for (form, records) in &bundle.data {
        let lines: Vec<String> = records.iter().map(|record| Json::Object(record.clone()).to_string() + "\n").collect();
        put(format!("data/{form}.jsonl"), lines.concat().into_bytes());
    }
    for (file, case) in &bundle.tests {
        put(format!("tests/{file}.case.json"), document(case));
    }
    files
}

/// The files of a bundle in a zip. The same bundle always gives the same bytes.
pub fn write_zip(bundle: &Bundle) -> Vec<u8> {
    pack(&write_files(bundle))
}

fn document(document: &impl Serialize) -> Vec<u8> {
    let mut bytes =
        serde_json::to_vec_pretty(document).expect("documents have text keys and no floats that are not numbers");
    bytes.push(b'\n');
    bytes
}
