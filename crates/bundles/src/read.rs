//! From files to a bundle: shapes and names only, what they mean is for [`crate::check`].

use indexmap::IndexMap;
use mortise_model::{Issue, Issues, Key, Pointer, parse_document};
use serde_json::{Map, Value as Json};

use crate::{
    AppSpec, Bundle, FileIssue, Files, PrintFile, RuleFile,
    archive::{is_clutter, is_plain},
    read_app, read_case, read_org, read_params,
};

/// The most records of one data file.
const MOST_RECORDS: usize = 200_000;

/// How deep folders may stand in each other.
const DEPTH: usize = 6;

/// Reads the files of a bundle. All that cannot be read is told at once, with file and pointer.
pub fn read_files(files: &Files) -> Result<Bundle, Vec<FileIssue>> {
    let mut reader = Reader { files, issues: Vec::new() };
    reader.names();
    let app = reader.app();
    let bundle = Bundle {
        forms: reader.documents("forms/", ".form.json", mortise_forms::read_form, |form| &form.key),
        workflows: reader.documents("workflows/", ".workflow.json", mortise_workflow::read_workflow, |flow| &flow.key),
        rules: reader.rules(),
        reports: reader.documents("reports/", ".report.json", mortise_reports::read_report, |report| &report.key),
        dashboards: reader
            .documents("dashboards/", ".dashboard.json", mortise_reports::read_dashboard, |dashboard| &dashboard.key),
        prints: reader.prints(),
        roles: reader.single("roles.json", mortise_access::read_roles),
        params: reader.single("params.json", read_params),
        org: reader.single("org.json", read_org),
        data: reader.data(),
        tests: reader.cases(),
        app: match app {
            Some(app) => app,
            None => return Err(reader.issues),
        },
    };
    if reader.issues.is_empty() { Ok(bundle) } else { Err(reader.issues) }
}

struct Reader<'f> {
    files: &'f Files,
    issues: Vec<FileIssue>,
}

impl<'f> Reader<'f> {
    fn say(&mut self, file: &str, issue: Issue) {
        self.issues.push(FileIssue::new(file, issue));
    }

    fn say_all(&mut self, file: &str, issues: Issues) {
        self.issues.extend(issues.into_iter().map(|issue| FileIssue::new(file, issue)));
    }

    /// A file in a folder of documents that is none of them is a misspelt one.
    fn names(&mut self) {
        for name in self.files.keys() {
            if !is_plain(name, DEPTH) {
                let shown: String = name.chars().take(120).collect();
                self.issues.push(FileIssue::new(shown, Issue::error(Pointer::root(), "bad_file_name")));
            } else if !is_clutter(name) && !is_known(name) {
                self.issues.push(FileIssue::new(name, Issue::error(Pointer::root(), "unexpected_file")));
            }
        }
    }

    fn json(&mut self, file: &str) -> Option<Json> {
        let text = self.text(file)?;
        match parse_document::<Json>(text) {
            Ok(json) => Some(json),
            Err(issues) => {
                self.say_all(file, issues);
                None
            }
        }
    }

    fn text(&mut self, file: &str) -> Option<&'f str> {
        let bytes = self.files.get(file)?;
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.trim_start_matches('\u{feff}')),
            Err(_) => {
                self.say(file, Issue::error(Pointer::root(), "not_utf8"));
                None
            }
        }
    }

    fn app(&mut self) -> Option<AppSpec> {
        if !self.files.contains_key("app.json") {
            self.say("app.json", Issue::error(Pointer::root(), "missing_file"));
            return None;
        }
        self.single("app.json", read_app)
    }

    fn single<T>(&mut self, file: &str, read: fn(&Json) -> Result<T, Issues>) -> Option<T> {
        let json = self.json(file)?;
        read(&json).map_err(|issues| self.say_all(file, issues)).ok()
    }

    /// The files of a folder with an ending, and what stands before it.
    fn named(&self, folder: &str, ending: &str) -> Vec<(&'f str, &'f str)> {
        let stem = |name: &'f str| name.strip_prefix(folder)?.strip_suffix(ending).map(|stem| (name, stem));
        self.files.keys().filter(|name| !is_clutter(name)).filter_map(|name| stem(name)).collect()
    }

    fn documents<T>(
        &mut self,
        folder: &str,
        ending: &str,
        read: impl Fn(&Json) -> Result<T, Issues>,
        key: impl Fn(&T) -> &Key,
    ) -> IndexMap<Key, T> {
        let mut documents = IndexMap::new();
        for (file, stem) in self.named(folder, ending) {
            let Some(json) = self.json(file) else { continue };
            match read(&json) {
                Ok(document) if *key(&document) == *stem => {
                    documents.insert(key(&document).clone(), document);
                }
                Ok(document) => {
                    let issue = Issue::error(Pointer::root().at("key"), "key_and_file_differ");
                    self.say(file, issue.with("key", &**key(&document)));
                }
                Err(issues) => self.say_all(file, issues),
            }
        }
        documents
    }

    fn rules(&mut self) -> IndexMap<Key, RuleFile> {
        let specs = self.documents("rules/", ".rule.json", mortise_rules::read_rule, |rule| &rule.key);
        let with_script = |(key, spec): (Key, mortise_rules::RuleSpec)| {
            let script = self.text(&format!("rules/{key}.rhai")).map(str::to_owned);
            (key, RuleFile { spec, script })
        };
        let rules = specs.into_iter().map(with_script).collect();
        for (file, stem) in self.named("rules/", ".rhai") {
            if !self.files.contains_key(&format!("rules/{stem}.rule.json")) {
                self.say(file, Issue::error(Pointer::root(), "unexpected_file"));
            }
        }
        rules
    }

    fn prints(&mut self) -> Vec<PrintFile> {
        let mut prints = Vec::new();
        for (file, stem) in self.named("prints/", ".print.json") {
            let template_file = format!("prints/{stem}.hbs");
            let Some(text) = self.text(file) else { continue };
            let spec = match mortise_printing::read_print(text) {
                Ok(spec) => spec,
                Err(issues) => {
                    self.say_all(file, issues);
                    continue;
                }
            };
            if *stem != format!("{}.{}", spec.form, spec.key) {
                let issue = Issue::error(Pointer::root().at("key"), "key_and_file_differ");
                self.say(file, issue.with("key", format!("{}.{}", spec.form, spec.key)));
                continue;
            }
            if !self.files.contains_key(&template_file) {
                self.say(&template_file, Issue::error(Pointer::root(), "missing_file"));
                continue;
            }
            if let Some(template) = self.text(&template_file) {
                prints.push(PrintFile { spec, template: template.to_owned() });
            }
        }
        for (file, stem) in self.named("prints/", ".hbs") {
            if !self.files.contains_key(&format!("prints/{stem}.print.json")) {
                self.say(file, Issue::error(Pointer::root(), "unexpected_file"));
            }
        }
        prints
    }

    fn data(&mut self) -> IndexMap<Key, Vec<Map<String, Json>>> {
        let mut data = IndexMap::new();
        for (file, stem) in self.named("data/", ".jsonl") {
            let Ok(form) = Key::new(stem) else {
                self.say(file, Issue::error(Pointer::root(), "bad_file_name"));
                continue;
            };
            let Some(text) = self.text(file) else { continue };
            let records = self.records(file, text);
            data.insert(form, records);
        }
        data
    }

    /// One record a line; pointers begin with the number of the line, from 1.
    fn records(&mut self, file: &str, text: &str) -> Vec<Map<String, Json>> {
        let mut records = Vec::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            if records.len() >= MOST_RECORDS {
                self.say(file, Issue::error(Pointer::root(), "too_many_records").with("most", MOST_RECORDS));
                break;
            }
            match serde_json::from_str(line) {
                Ok(Json::Object(record)) => records.push(record),
                Ok(_) => self.say(file, Issue::error(Pointer::root().at(index + 1), "not_a_record")),
                Err(error) => {
                    let issue = Issue::error(Pointer::root().at(index + 1), "not_json");
                    self.say(file, issue.with("line", index + 1).with("column", error.column()));
                }
            }
        }
        records
    }

    fn cases(&mut self) -> IndexMap<Key, crate::CaseSpec> {
        let mut cases: IndexMap<Key, crate::CaseSpec> = IndexMap::new();
        for (file, stem) in self.named("tests/", ".case.json") {
            let Ok(stem) = Key::new(stem) else {
                self.say(file, Issue::error(Pointer::root(), "bad_file_name"));
                continue;
            };
            let Some(case) = self.single(file, read_case) else { continue };
            if cases.values().any(|other| other.key == case.key) {
                let issue = Issue::error(Pointer::root().at("key"), "duplicate_key").with("name", &*case.key);
                self.say(file, issue);
            } else {
                cases.insert(stem, case);
            }
        }
        cases
    }
}

/// Whether a file belongs to a bundle, or is none of its business (a readme, a script that made the data).
fn is_known(name: &str) -> bool {
    const FOLDERS: &[(&str, &[&str])] = &[
        ("forms", &[".form.json"]),
        ("workflows", &[".workflow.json"]),
        ("rules", &[".rule.json", ".rhai"]),
        ("reports", &[".report.json"]),
        ("dashboards", &[".dashboard.json"]),
        ("prints", &[".print.json", ".hbs"]),
        ("data", &[".jsonl"]),
        ("tests", &[".case.json"]),
    ];
    const ROOT: &[&str] = &["app.json", "roles.json", "params.json", "org.json"];
    match name.split_once('/') {
        None => ROOT.contains(&name) || !name.ends_with(".json"),
        Some((folder, file)) => match FOLDERS.iter().find(|(known, _)| *known == folder) {
            Some((_, endings)) => !file.contains('/') && endings.iter().any(|ending| file.ends_with(ending)),
            None => true,
        },
    }
}

#[cfg(test)]
mod tests;
