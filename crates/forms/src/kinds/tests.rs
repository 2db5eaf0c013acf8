//! The case files in `tests/cases/field-kinds`, which the web reads too: they say what the kinds do, and hold every
//! example of the code.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use mortise_model::{Answer, Facts, Locale, Question};
use mortise_test_support::case_files;
use serde_json::{Value as Json, json};

use super::{FieldType, NAMES, Refused, Wording};
use crate::schema;

/// What becomes of an input: `ok` with the canonical value and `text`, or `issue` with the code.
fn outcome(kind: &FieldType, input: &Json) -> Json {
    let mut facts = Facts::new();
    loop {
        match kind.take(input, &facts) {
            Ok(value) => {
                let json = value.to_json();
                let validator = schema::compile(&kind.value_schema()).expect("the schema of a kind is a schema");
                if !value.is_blank()
                    && let Some(error) = validator.iter_errors(&json).next()
                {
                    return json!({"issue": schema::issue(&error).code});
                }
                return json!({"ok": json, "text": kind.text(&value, &Wording::plain(Locale::ZhCn))});
            }
            Err(Refused::Wrong(issues)) => return json!({"issue": issues.iter().next().expect("an issue").code}),
            Err(Refused::Unknown(need)) => {
                for question in need.0 {
                    assert!(matches!(question, Question::PersonByName(_)), "{question:?}");
                    facts.insert(question, Answer::People(Vec::new()));
                }
            }
        }
    }
}

/// The rows that the examples of a kind make.
fn examples(name: super::FieldKindName) -> Vec<Json> {
    let mut rows = Vec::new();
    for sample in name.samples() {
        let kind: FieldType =
            serde_json::from_value(json!({"kind": name, "settings": sample.settings})).expect("settings");
        let inputs = sample.good.iter().map(|(input, _)| input).chain(sample.bad.iter().map(|(input, _)| input));
        for input in inputs {
            let mut row = json!({"settings": sample.settings, "input": input});
            for (member, value) in outcome(&kind, input).as_object().expect("an outcome") {
                row[member] = value.clone();
            }
            rows.push(row);
        }
    }
    rows
}

#[test]
fn every_row_of_the_case_files_holds() {
    let mut wrong = Vec::new();
    for file in case_files("field-kinds") {
        for (index, row) in file.json.as_array().expect("a list of rows").iter().enumerate() {
            let json = json!({"kind": file.name, "settings": row["settings"]});
            let kind: FieldType = serde_json::from_value(json).unwrap_or_else(|e| panic!("{}:{index}: {e}", file.name));
            let mut expected = row.clone();
            let object = expected.as_object_mut().expect("a row is an object");
            object.remove("settings");
            object.remove("input");
            let found = outcome(&kind, &row["input"]);
            if found != expected {
                wrong.push(format!("{}:{index}: {} gives {found}, not {expected}", file.name, row["input"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `UPDATE_CASES=1` puts the examples that are missing into the files.
#[test]
fn every_kind_has_a_case_file_with_all_of_its_examples() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/field-kinds"));
    let update = env::var_os("UPDATE_CASES").is_some();
    let mut missing = Vec::new();
    for name in NAMES {
        let path = folder.join(format!("{}.json", name.as_str()));
        let text = fs::read_to_string(&path).unwrap_or_else(|_| "[]".to_owned());
        let mut rows: Vec<Json> = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let new: Vec<Json> = examples(*name).into_iter().filter(|row| !rows.contains(row)).collect();
        if !new.is_empty() && update {
            rows.extend(new);
            fs::write(&path, written(&rows)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        } else {
            missing.extend(new.iter().map(|row| format!("{}: {row}", name.as_str())));
        }
    }
    assert!(missing.is_empty(), "run with UPDATE_CASES=1:\n{}", missing.join("\n"));
}

#[test]
fn every_case_file_belongs_to_a_kind() {
    let names: BTreeSet<&str> = NAMES.iter().map(|name| name.as_str()).collect();
    for file in case_files("field-kinds") {
        assert!(names.contains(file.name.as_str()), "{} is no kind", file.name);
    }
}

/// One row on each line.
fn written(rows: &[Json]) -> String {
    let lines: Vec<String> = rows.iter().map(|row| format!("  {row}")).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}
