use std::panic::{AssertUnwindSafe, catch_unwind};

use mortise_test_support::case_files;
use serde::Deserialize;

use super::script::{Case, check};

#[test]
fn every_case_file_goes_as_written() {
    let files = case_files("workflow");
    assert!(files.len() >= 6, "the case files are missing: {}", files.len());
    let mut failed = Vec::new();
    for file in &files {
        let read = Vec::<Case>::deserialize(&file.json["cases"]);
        let cases = read.unwrap_or_else(|error| panic!("{}: {error}", file.name));
        assert!(!cases.is_empty(), "{} has no cases", file.name);
        for case in &cases {
            let numbered = case.scenario.split(", ").all(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
            assert!(numbered, "{}: `{}` is not the number of a scenario", case.key, case.scenario);
            if catch_unwind(AssertUnwindSafe(|| check(case))).is_err() {
                failed.push(format!("{}: {}", file.name, case.key));
            }
        }
    }
    assert!(failed.is_empty(), "these cases do not go as written: {failed:#?}");
}
