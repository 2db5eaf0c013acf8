//! The command line as people and scripts meet it: what it prints, and its exit status.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::{Value as Json, json};
use tempfile::TempDir;

const DONE: i32 = 0;
const REFUSED: i32 = 1;
const WRONG_USAGE: i32 = 2;

/// A folder in which commands work.
struct Place {
    folder: TempDir,
}

/// How a command ended.
struct Ended {
    status: i32,
    stdout: String,
    stderr: String,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, "")
    }

    /// Runs a command over `data`, with something on standard input.
    fn run_with(&self, arguments: &[&str], input: &str) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mortise"));
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that reads nothing may have ended already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Ended::of(child.wait_with_output().unwrap())
    }

    fn with_tenant(self, key: &str) -> Self {
        let made = self.run_with(&["tenant", "create", key, "--owner", "kim", "--password-stdin"], "a-long-password\n");
        made.must(DONE);
        self
    }

    fn write(&self, name: &str, document: &Json) {
        let file = self.path(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, document.to_string()).unwrap();
    }

    /// A small app with one form, which everybody may use, and one person.
    fn app(&self, folder: &str) {
        let name = json!({"zh-CN": "笔记", "en": "Notes"});
        self.write(
            &format!("{folder}/app.json"),
            &json!({"version": 1, "release": "1.0.0", "key": "notes", "name": name}),
        );
        let title = json!({"key": "title", "label": name, "type": {"kind": "text", "settings": {"max_length": 5}}, "required": true});
        let form = json!({"version": 1, "key": "note", "name": name, "title": "{title}", "fields": [title]});
        self.write(&format!("{folder}/forms/note.form.json"), &form);
        let ann = json!({"username": "ann", "name": name, "departments": ["d"], "roles": ["writer"]});
        let org = json!({"version": 1, "departments": [{"key": "d", "name": name}], "people": [ann]});
        self.write(&format!("{folder}/org.json"), &org);
        let note = json!({"create": "*", "read": "*", "update": "*"});
        let roles = json!({"version": 1, "roles": [{"key": "writer", "name": name, "forms": {"note": note}}]});
        self.write(&format!("{folder}/roles.json"), &roles);
    }

    fn case(&self, folder: &str, key: &str, steps: &Json) {
        let case = json!({"version": 1, "key": key, "name": {"en": "A note is taken"}, "at": "2026-06-01T09:00+08:00", "steps": steps});
        self.write(&format!("{folder}/tests/{key}.case.json"), &case);
    }
}

impl Ended {
    fn of(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    fn must(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }

    /// A refusal, whose reason stands on standard error.
    #[track_caller]
    fn refused(self, reason: &str) {
        let ended = self.must(REFUSED);
        assert!(ended.stderr.starts_with("mortise: "), "{}", ended.stderr);
        assert!(ended.stderr.contains(reason), "`{reason}` is not in: {}", ended.stderr);
    }

    #[track_caller]
    fn json(self) -> Json {
        let ended = self.must(DONE);
        serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{error}: {}", ended.stdout))
    }
}

#[test]
fn wrong_usage_ends_with_2_and_help_with_0() {
    let place = Place::new();
    for arguments in [
        &["no-such-command"][..],
        &[],
        &["app", "install", "x"],
        &["tenant", "create", "acme"],
        &["backup"],
        &["verify", "--no-such-flag"],
        &["serve", "--at", "2026-06-01T09:00+08:00"],
    ] {
        assert_eq!(place.run(arguments).status, WRONG_USAGE, "{arguments:?}");
    }
    for arguments in [&["--help"][..], &["--version"], &["app", "test", "--help"]] {
        place.run(arguments).must(DONE);
    }
    assert!(fs::read_dir(place.folder.path()).unwrap().next().is_none(), "nothing was made");
}

#[test]
fn tenants_and_people_are_made_listed_and_refused() {
    let place = Place::new().with_tenant("acme");
    let create = ["tenant", "create", "acme", "--owner", "kim", "--password-stdin"];
    place.run_with(&create, "a-long-password").refused("tenant_exists");
    place
        .run_with(&["tenant", "create", "Not A Key", "--owner", "kim", "--password-stdin"], "a-long-password")
        .refused("Not A Key");
    place.run_with(&["tenant", "create", "beta", "--owner", "kim", "--password-stdin"], "").refused("empty");
    place.run(&["tenant", "create", "beta", "--owner", "kim"]).refused("--password-stdin");
    assert_eq!(place.run(&["--json", "tenant", "list"]).json(), json!([{"key": "acme", "state": "Active"}]));
    place.run(&["tenant", "suspend", "acme"]).must(DONE);
    assert_eq!(place.run(&["tenant", "list"]).must(DONE).stdout, "acme\tSuspended\n");
    place.run(&["tenant", "resume", "acme"]).must(DONE);
    place.run_with(&["user", "create", "lee", "--tenant", "acme", "--password-stdin"], "a-long-password").must(DONE);
    place
        .run_with(&["user", "create", "lee", "--tenant", "acme", "--password-stdin"], "a-long-password")
        .refused("username_taken");
    place
        .run_with(&["user", "reset-password", "nobody", "--tenant", "acme", "--password-stdin"], "a-long-password")
        .refused("user");
    place.run(&["tenant", "delete", "acme", "--confirm", "other"]).refused("--confirm");
    place.run(&["tenant", "delete", "acme", "--confirm", "acme"]).must(DONE);
    assert_eq!(place.run(&["tenant", "list", "--json"]).json(), json!([]));
}

#[test]
fn a_bundle_is_checked() {
    let place = Place::new();
    place.app("notes");
    assert_eq!(place.run(&["--json", "app", "check", "notes"]).json(), json!({"app": "notes", "issues": 0}));
    place.run(&["app", "check", "nowhere"]).refused("nowhere");
    let form = json!({"version": 1, "key": "note", "name": {"en": "N"}, "feilds": []});
    place.write("notes/forms/note.form.json", &form);
    place.run(&["app", "check", "notes"]).refused("forms/note.form.json/feilds: unknown_property");
}

#[test]
fn the_cases_of_a_bundle_are_played() {
    let place = Place::new();
    place.app("notes");
    let take = json!({"as": "ann", "create": "note", "values": {"title": "tea"}, "save_as": "n"});
    let long = json!({"as": "ann", "create": "note", "values": {"title": "too long"}});
    let refused = json!({"expect_error": {"code": "too_long", "pointer": "/values/title"}});
    place.case("notes", "good", &json!([take, {"expect": "n", "values": {"title": "tea"}}, long, refused, {"expect_count": {"form": "note", "count": 1}}]));
    let report = place.run(&["app", "test", "notes", "--json"]).json();
    assert_eq!((&report["passed"], &report["failed"]), (&json!(1), &json!(0)));
    let told = |steps: &Json| {
        place.case("notes", "bad", steps);
        let ended = place.run(&["app", "test", "notes"]).must(REFUSED);
        assert!(ended.stderr.contains("1 of 2 cases of `notes` failed"), "{}", ended.stderr);
        assert!(ended.stdout.contains("passed  tests/good.case.json"), "{}", ended.stdout);
        let (_, failed) = ended.stdout.split_once("FAILED  tests/bad.case.json").expect("the failed case is told");
        failed.lines().skip(1).take(2).map(str::trim).collect::<Vec<_>>().join(" | ")
    };
    assert_eq!(
        told(&json!([take, {"expect": "n", "values": {"title": "milk"}}])),
        r#"at /steps/1 | title: expected "milk", found "tea""#
    );
    assert_eq!(told(&json!([long])), "at /steps/0 | refused: `invalid` (the values break rules)");
    assert_eq!(
        told(&json!([take, refused])),
        "at /steps/1 | expected the refusal `too_long`, but the act before was done"
    );
    assert_eq!(told(&json!([take, {"expect_tasks": ["ann"]}])), "at /steps/1 | open tasks: expected ann, found nobody");
    assert_eq!(
        told(&json!([{"expect_count": {"form": "note", "count": 2}}])),
        "at /steps/0 | note: expected 2 records, found 0"
    );
    let report = place.run(&["app", "test", "notes", "--json"]).must(REFUSED);
    let report: Json = serde_json::from_str(&report.stdout).unwrap();
    assert_eq!((&report["failed"], &report["cases"][0]["step"]), (&json!(1), &json!("/steps/0")));
    place.run(&["app", "test", "notes", "--at", "noon"]).refused("noon");
    assert!(!place.path("data").exists(), "the cases leave nothing behind");
}

#[test]
fn an_app_goes_from_one_tenant_into_another_and_comes_out_the_same() {
    let place = Place::new().with_tenant("acme").with_tenant("beta");
    place.app("notes");
    place.case("notes", "good", &json!([{"as": "ann", "create": "note", "values": {"title": "tea"}}]));
    let installed = place.run(&["--json", "app", "install", "notes", "--tenant", "acme"]).json();
    assert_eq!(installed, json!({"app": "notes", "records": 0}));
    place.run(&["app", "install", "notes", "--tenant", "acme"]).refused("app_exists");
    place.run(&["app", "install", "notes", "--tenant", "nobody"]).refused("tenant");
    let export =
        |tenant: &str, file: &str| place.run(&["--json", "app", "export", "notes", "--tenant", tenant, "-o", file]);
    let told = export("acme", "first.zip").json();
    assert_eq!((&told["app"], &told["file"]), (&json!("notes"), &json!("first.zip")));
    export("acme", "first.zip").refused("first.zip");
    place.run(&["app", "export", "gone", "--tenant", "acme", "-o", "gone.zip"]).refused("app");
    assert!(!place.path("gone.zip").exists());
    place.run(&["app", "check", "first.zip"]).must(DONE);
    place.run(&["app", "test", "first.zip"]).must(DONE);
    place.run(&["app", "install", "first.zip", "--tenant", "beta"]).must(DONE);
    export("beta", "second.zip").must(DONE);
    assert!(
        fs::read(place.path("first.zip")).unwrap() == fs::read(place.path("second.zip")).unwrap(),
        "the zips differ"
    );
    assert_eq!(place.run(&["app", "list", "--tenant", "beta"]).must(DONE).stdout, "notes\t1.0.0\n");
}

#[test]
fn data_is_backed_up_restored_and_verified() {
    let place = Place::new().with_tenant("acme").with_tenant("beta");
    place.app("notes");
    place.run(&["app", "install", "notes", "--tenant", "acme", "--with-demo-data"]).must(DONE);
    let found = place.run(&["--json", "verify"]).json();
    assert_eq!(
        (found[0]["tenant"].as_str(), found[0]["sound"].as_bool(), found.as_array().unwrap().len()),
        (Some("acme"), Some(true), 2)
    );
    assert!(found[0]["audit"]["checked"].as_i64().unwrap() > 1);
    assert_eq!(place.run(&["--json", "verify", "--tenant", "beta"]).json().as_array().unwrap().len(), 1);
    place.run(&["verify", "--tenant", "nobody"]).refused("nobody");

    assert_eq!(place.run(&["--json", "backup", "all.zip"]).json()["databases"], json!(3));
    place.run(&["backup", "all.zip"]).refused("is there already");
    place.run(&["restore", "all.zip"]).refused("is not empty");
    place.run(&["--data", "again", "restore", "all.zip"]).must(DONE);
    assert_eq!(place.run(&["--data", "again", "app", "list", "--tenant", "acme"]).must(DONE).stdout, "notes\t1.0.0\n");
    place.run(&["--data", "again", "verify"]).must(DONE);
    place.run(&["--data", "none", "backup", "none.zip"]).refused("directory.db");
    assert!(!place.path("none").exists() && !place.path("none.zip").exists());

    let postgres = "postgres://nobody@127.0.0.1:1/none";
    place.run(&["--database-url", postgres, "backup", "pg.zip"]).refused("pg_dump");
    place.run(&["--database-url", postgres, "restore", "all.zip"]).refused("pg_restore");
}

#[test]
fn a_damaged_backup_leaves_nothing_behind() {
    let place = Place::new().with_tenant("acme");
    place.run(&["backup", "all.zip"]).must(DONE);
    let restore = || place.run(&["--data", "again", "restore", "all.zip"]);
    let whole = fs::read(place.path("all.zip")).unwrap();
    let before = names(place.folder.path());
    let mut turned = whole.clone();
    turned[whole.len() / 3] ^= 0xff;
    for damaged in [&whole[..whole.len() / 2], &turned, b"no zip", b""] {
        fs::write(place.path("all.zip"), damaged).unwrap();
        restore().refused("`all.zip` cannot be restored");
        assert_eq!(names(place.folder.path()), before);
    }
    fs::write(place.path("all.zip"), whole).unwrap();
    restore().must(DONE);
}

#[test]
fn damaged_data_is_found_and_not_backed_up() {
    let place = Place::new().with_tenant("acme");
    let file = place.path("data/tenants/acme.db");
    let mut bytes = fs::read(&file).unwrap();
    assert!(bytes.len() > 40_960, "the database has some pages");
    bytes[8_192..32_768].fill(0x5a);
    fs::write(&file, bytes).unwrap();
    place.run(&["verify"]).must(REFUSED);
    place.run(&["backup", "all.zip"]).must(REFUSED);
    assert!(!place.path("all.zip").exists());
}

#[test]
fn the_rest_answers_too() {
    let place = Place::new();
    assert!(place.run(&["config", "show"]).must(DONE).stdout.contains("listen"));
    place.run(&["export-schemas", "schemas"]).must(DONE);
    assert!(place.path("schemas/openapi.json").exists());
    place.write("broken.toml", &json!("not toml"));
    place.run(&["--config", "broken.toml", "config", "show"]).refused("broken.toml");
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
