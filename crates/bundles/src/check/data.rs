//! The records of the demo: their fields. Their values are checked when they are written.

use mortise_model::{Issue, Pointer};

use super::{Checker, org::is_person};

/// What a record says about itself besides its fields.
const ABOUT: [&str; 5] = ["_created_by", "_created_at", "_owner", "_dept", "_submit"];

/// How many issues one data file may have before the rest is left out.
const MOST_ISSUES: usize = 50;

pub(super) fn check(checker: &mut Checker<'_>) {
    let bundle = checker.bundle;
    for (form, records) in &bundle.data {
        let file = format!("data/{form}.jsonl");
        let Some(spec) = bundle.forms.get(form) else {
            checker.need(&file, Pointer::root(), "form", form, false);
            continue;
        };
        let mut wrong = 0;
        for (index, record) in records.iter().enumerate() {
            for (name, value) in record {
                let person = matches!(name.as_str(), "_created_by" | "_owner");
                let stranger = person
                    && value.as_str().is_none_or(|who| bundle.org.as_ref().is_none_or(|org| !is_person(org, who)));
                let (code, bad) = match name.as_str() {
                    about if ABOUT.contains(&about) => ("unknown_person", stranger),
                    field => ("unknown_field", spec.field(field).is_none()),
                };
                if bad && wrong < MOST_ISSUES {
                    wrong += 1;
                    let issue = Issue::error(Pointer::root().at(index + 1).at(name), code);
                    checker.say(&file, issue.with("name", value.as_str().filter(|_| person).unwrap_or(name)));
                }
            }
        }
    }
}
