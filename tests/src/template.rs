//! The tenants that tests begin with: installed once for each build of the tests, then copied.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use mortise_bundles::{Bundle, Files, read_files};
use mortise_model::{Key, Locale};
use mortise_service::{
    apps::{self, Install},
    auth, demo,
    idempotency::{Answered, Once},
    people::{self, CreateUser},
    tenants,
};
use mortise_store::Backend;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    app::{RIVAL, TENANT, TestApp, moment},
    client::Session,
    dump,
};

/// The demo's people log in before the tests begin.
const MADE_AT: &str = "2026-06-01T08:00:00+08:00";
/// People whom the tests need besides those of the demo: name, and their roles.
const MORE_PEOPLE: [(&str, &[&str]); 2] = [("mo.nobody", &[]), ("ada.admin", &["admin"])];

/// A place to copy, and the log-ins that are good in each copy.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Template {
    pub(crate) place: PathBuf,
    pub(crate) sessions: BTreeMap<String, Session>,
}

impl Template {
    /// The name of the database, where it is one of PostgreSQL.
    pub(crate) fn database(&self) -> &str {
        self.place.to_str().expect("a name of ours")
    }
}

/// The template on SQLite: a data folder.
pub(crate) async fn sqlite() -> Template {
    let made = folder().join(format!("sqlite-{}", state()));
    let note = made.with_extension("json");
    let _alone = alone();
    if let Some(template) = known(&note) {
        return template;
    }
    forget_old("sqlite-");
    fs::create_dir_all(&made).expect("the folder can be made");
    let sessions = make(Backend::Sqlite { dir: made.clone() }).await;
    keep(&note, Template { place: made, sessions })
}

/// The template on PostgreSQL: a database.
pub(crate) async fn postgres(url: &str) -> Template {
    let prefix = format!("mortise_it_{}_", &hash(folder().to_string_lossy().as_bytes())[..8]);
    let name = format!("{prefix}{}", state());
    let note = folder().join(format!("postgres-{}-{}.json", state(), &hash(url.as_bytes())[..8]));
    let _alone = alone();
    let there = dump::databases(url, &prefix).await;
    if let Some(template) = known(&note).filter(|_| there.contains(&name)) {
        return template;
    }
    for old in there {
        dump::administer(url, &format!("DROP DATABASE IF EXISTS {old} WITH (FORCE)")).await;
    }
    forget_old("postgres-");
    dump::administer(url, &format!("CREATE DATABASE {name}")).await;
    let sessions = make(Backend::Postgres { url: beside(url, &name) }).await;
    keep(&note, Template { place: name.into(), sessions })
}

/// The name of a copy for one test; it is dropped with its template at the latest.
pub(crate) fn fresh_name(count: u32) -> String {
    format!("mortise_it_{}_copy_{}_{count}", &hash(folder().to_string_lossy().as_bytes())[..8], std::process::id())
}

/// The address of another database on the same server.
pub(crate) fn beside(url: &str, name: &str) -> String {
    let (server, _) = url.rsplit_once('/').expect("`postgres://user@host:port/database`");
    format!("{server}/{name}")
}

/// The bundled app that the tests ask about.
pub(crate) fn bundle() -> Bundle {
    let root = example();
    let mut files = Files::new();
    collect(&root, &root, &mut files);
    read_files(&files).unwrap_or_else(|issues| panic!("{}: {issues:?}", root.display()))
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the template is there") {
        let path = entry.expect("a listed file can be named").path();
        let target = to.join(path.file_name().expect("a file has a name"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).expect("the file can be copied");
        }
    }
}

async fn make(backend: Backend) -> BTreeMap<String, Session> {
    let app = TestApp::start(backend, moment(MADE_AT), None).await;
    let platform = app.platform();
    let bundles = [bundle()];
    demo::set_up(platform, &bundles, demo::Shift::None, &|_, _| {}).await.expect("the demo can be set up");
    let rival = Key::new(RIVAL).expect("a key");
    let owner = tenants::create(platform, &rival, RIVAL, demo::PASSWORD.to_owned()).await.expect("a second tenant");
    let tenant = tenants::open(platform, &rival).await.expect("the second tenant opens");
    let ctx = platform.system_ctx(&rival, "template");
    let params = Install { installer: Some(owner), ..Install::default() };
    apps::install(platform, (&ctx, &tenant), &bundles[0], params, &|_, _| {}).await.expect("its app can be installed");
    let admin = app.log_in(TENANT, demo::OWNER, demo::PASSWORD).await;
    let session = auth::authenticate(platform, &admin.token, Locale::En, "template").await.expect("a session");
    for (username, roles) in MORE_PEOPLE {
        let user = CreateUser {
            username: username.to_owned(),
            name: username.to_owned(),
            password: Some(demo::PASSWORD.to_owned()),
            email: None,
            phone: None,
            depts: Vec::new(),
            manager: None,
        };
        let user = people::create_user(platform, &session, user, &Once::default()).await.expect("a person");
        let Answered::Now(user) = user else { panic!("a request without a key has not come before") };
        let roles = roles.iter().map(|role| Key::new(role).expect("a key")).collect();
        people::set_roles(platform, &session, &bundles[0].app.key, user.id, roles).await.expect("roles");
    }
    let demo_people = bundles[0].org.iter().flat_map(|org| &org.people).map(|person| person.username.as_str());
    for username in demo_people.chain([demo::OWNER]).chain(MORE_PEOPLE.map(|(username, _)| username)) {
        app.as_user(username).await;
    }
    app.as_rival().await;
    platform.close().await;
    app.sessions()
}

/// What a template depends on: this build of the tests, and the files of the app.
fn state() -> String {
    let program = std::env::current_exe().and_then(fs::metadata).expect("a test runs from a file");
    let built = program.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok()).expect("a file has a date");
    let mut files = Files::new();
    collect(&example(), &example(), &mut files);
    let mut hasher = Sha256::new();
    hasher.update(format!("{} {built:?}", program.len()));
    for (name, content) in &files {
        hasher.update(name);
        hasher.update(content);
    }
    hex::encode(hasher.finalize())[..12].to_owned()
}

fn hash(text: &[u8]) -> String {
    hex::encode(Sha256::digest(text))
}

fn example() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/film-crm"))
}

fn folder() -> PathBuf {
    let folder = std::env::current_exe().expect("a test runs from a file").with_file_name("mortise-it");
    fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}

/// Tests in several processes make a template one after the other.
fn alone() -> File {
    let lock = File::create(folder().join("lock")).expect("the lock can be made");
    lock.lock().expect("the lock can be taken");
    lock
}

fn known(note: &Path) -> Option<Template> {
    serde_json::from_slice(&fs::read(note).ok()?).ok()
}

fn keep(note: &Path, template: Template) -> Template {
    fs::write(note, serde_json::to_vec(&template).expect("it is plain data")).expect("the note can be written");
    template
}

fn forget_old(prefix: &str) {
    for entry in fs::read_dir(folder()).expect("the folder is there") {
        let path = entry.expect("a listed file can be named").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.starts_with(prefix) {
            continue;
        }
        let done = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        done.expect("an old template can be removed");
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a listed file can be named").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("a file lies below its folder").to_string_lossy().into_owned();
            files.insert(name, fs::read(&path).expect("the file can be read"));
        }
    }
}
