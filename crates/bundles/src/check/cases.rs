//! The app's own cases: whether they speak of what exists.

use std::collections::BTreeSet;

use mortise_model::{Issue, Key, Pointer};

use super::{Checker, org::is_person};
use crate::{CASE_OWNER, CaseAct, CaseSpec, CaseStep};

pub(super) fn check(checker: &mut Checker<'_>) {
    for (file, case) in &checker.bundle.tests {
        one(checker, &format!("tests/{file}.case.json"), case);
    }
}

fn one(checker: &mut Checker<'_>, file: &str, case: &CaseSpec) {
    if case.version != 1 {
        let issue = Issue::error(Pointer::root().at("version"), "unknown_version");
        checker.say(file, issue.with("name", case.version));
    }
    for (place, form) in case.data.iter().flatten().enumerate() {
        let known = checker.bundle.forms.contains_key(form);
        checker.need(file, Pointer::root().at("data").at(place), "form", form, known);
    }
    let mut made: BTreeSet<&Key> = BTreeSet::new();
    for (index, step) in case.steps.iter().enumerate() {
        let at = Pointer::root().at("steps").at(index);
        person(checker, file, &at.at("as"), step.who.as_deref());
        person(checker, file, &at.at("user"), step.user.as_deref());
        let people = [("users", Some(&step.users)), ("expect_tasks", step.expect_tasks.as_ref())];
        for (member, names) in people.into_iter().chain([("expect_notified", step.expect_notified.as_ref())]) {
            for (place, name) in names.into_iter().flatten().enumerate() {
                person(checker, file, &at.at(member).at(place), Some(name));
            }
        }
        let Ok(read) = step.read() else { continue };
        match read {
            CaseStep::Act { act: CaseAct::Create(form), .. } => {
                let known = checker.bundle.forms.contains_key(form);
                checker.need(file, at.at("create"), "form", form, known);
                fields(checker, file, &at.at("values"), form, step.values.keys());
            }
            CaseStep::Find { form, values } => {
                let known = checker.bundle.forms.contains_key(form);
                checker.need(file, at.at("find"), "form", form, known);
                fields(checker, file, &at.at("values"), form, values.keys());
            }
            CaseStep::Act { act, .. } => {
                let record = act.record().expect("every act but making one has a record");
                checker.need(file, at, "record", record, made.contains(record));
            }
            CaseStep::Expect { record, .. } => {
                checker.need(file, at.at("expect"), "record", record, made.contains(record));
            }
            CaseStep::ExpectCount { expected, .. } => {
                let known = checker.bundle.forms.contains_key(&expected.form);
                checker.need(file, at.at("expect_count").at("form"), "form", &expected.form, known);
            }
            CaseStep::Advance(_)
            | CaseStep::ExpectTasks(_)
            | CaseStep::ExpectNotified(_)
            | CaseStep::ExpectError(_) => {}
        }
        made.extend(&step.save_as);
    }
}

fn person(checker: &mut Checker<'_>, file: &str, at: &Pointer, name: Option<&str>) {
    if let Some(name) = name {
        let known = name == CASE_OWNER || checker.bundle.org.as_ref().is_some_and(|org| is_person(org, name));
        checker.need(file, at.clone(), "person", name, known);
    }
}

fn fields<'n>(
    checker: &mut Checker<'_>,
    file: &str,
    at: &Pointer,
    form: &Key,
    names: impl Iterator<Item = &'n String>,
) {
    let Some(spec) = checker.bundle.forms.get(form) else { return };
    for name in names {
        checker.need(file, at.at(name), "field", name, spec.field(name).is_some());
    }
}
