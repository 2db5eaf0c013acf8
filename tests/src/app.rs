use std::{
    cell::RefCell,
    collections::BTreeMap,
    fmt,
    future::poll_fn,
    pin::Pin,
    rc::Rc,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use actix_web::{
    body::{BoxBody, MessageBody},
    dev::{Service, ServiceResponse},
    http::{StatusCode, header::HeaderMap},
    test::{self, TestRequest},
    web::Data,
};
use chrono::{DateTime, FixedOffset};
use futures_util::future::LocalBoxFuture;
use mortise_jobs::Stop;
use mortise_model::Key;
use mortise_service::{Clock, Platform};
use mortise_store::{Backend, PoolLimits, Tenant, Tenants};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use crate::{
    Client, Dump, Guard,
    client::Session,
    dump,
    template::{self, Template},
};

/// The tenant with the bundled app and its demo data.
pub const TENANT: &str = "demo";
/// Another tenant: the same app without data; its owner is `rival`.
pub const RIVAL: &str = "rival";

/// The moment at which tests begin: the day of the demo's story.
pub(crate) const NOW: &str = "2026-06-01T09:00:00+08:00";

type Ask = Rc<dyn Fn(TestRequest) -> LocalBoxFuture<'static, Result<ServiceResponse<BoxBody>, actix_web::Error>>>;

/// The product with two tenants of its own, and people who are logged in.
pub struct TestApp {
    ask: Ask,
    platform: Data<Platform>,
    backend: Backend,
    sessions: RefCell<BTreeMap<String, Session>>,
    _dir: Option<TempDir>,
}

/// Runs a check on a copy of the film CRM with its demo data, on each database.
pub async fn in_each_database(check: impl AsyncFn(&TestApp)) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let made = template::sqlite().await;
    template::copy_folder(&made.place, dir.path());
    let backend = Backend::Sqlite { dir: dir.path().to_owned() };
    run(TestApp::over(backend, &made, Some(dir)).await, &check).await;
    let Ok(url) = std::env::var("MORTISE_TEST_PG") else {
        eprintln!("MORTISE_TEST_PG is not set: this ran on SQLite only");
        return;
    };
    let made = template::postgres(&url).await;
    let name = template::fresh_name(COUNT.fetch_add(1, Ordering::Relaxed));
    dump::administer(&url, &format!("CREATE DATABASE {name} TEMPLATE {} STRATEGY FILE_COPY", made.database())).await;
    let backend = Backend::Postgres { url: template::beside(&url, &name) };
    run(TestApp::over(backend, &made, None).await, &check).await;
    dump::administer(&url, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

static COUNT: AtomicU32 = AtomicU32::new(0);

async fn run(app: TestApp, check: &impl AsyncFn(&TestApp)) {
    check(&app).await;
    app.platform.close().await;
}

impl TestApp {
    async fn over(backend: Backend, template: &Template, dir: Option<TempDir>) -> Self {
        let app = Self::start(backend, moment(NOW), dir).await;
        *app.sessions.borrow_mut() = template.sessions.clone();
        app
    }

    /// The product over a place, with nobody logged in yet.
    pub(crate) async fn start(backend: Backend, at: DateTime<FixedOffset>, dir: Option<TempDir>) -> Self {
        let limits = PoolLimits { per_tenant: 4, open_tenants: 4 };
        let tenants = Tenants::connect(backend.clone(), limits).await.expect("the directory opens");
        let clock = Clock::starting_at(at.to_utc());
        let platform =
            Data::new(Platform::new(tenants, clock, vec![template::bundle()], true).speaking(mortise_api::sentence_of));
        let service = Rc::new(test::init_service(mortise_api::app(platform.clone())).await);
        let ask: Ask = Rc::new(move |request| {
            let service = Rc::clone(&service);
            Box::pin(async move { service.call(request.to_request()).await.map(ServiceResponse::map_into_boxed_body) })
        });
        Self { ask, platform, backend, sessions: RefCell::default(), _dir: dir }
    }

    /// Somebody of the tenant by log-in name.
    pub async fn as_user(&self, username: &str) -> Client<'_> {
        self.of_tenant(TENANT, username).await
    }

    /// The owner of the other tenant, who is also administrator of the same app there.
    pub async fn as_rival(&self) -> Client<'_> {
        self.of_tenant(RIVAL, RIVAL).await
    }

    /// The same person with a log-in of its own, which may end.
    pub async fn anew(&self, username: &str) -> Client<'_> {
        let session = self.log_in(TENANT, username, mortise_service::demo::PASSWORD).await;
        Client { app: self, session: Some(session), guard: Guard::Right }
    }

    /// The other tenant's owner with a log-in that may end.
    pub async fn rival_anew(&self) -> Client<'_> {
        let session = self.log_in(RIVAL, RIVAL, mortise_service::demo::PASSWORD).await;
        Client { app: self, session: Some(session), guard: Guard::Right }
    }

    /// Nobody.
    pub fn as_nobody(&self) -> Client<'_> {
        Client { app: self, session: None, guard: Guard::Right }
    }

    async fn of_tenant(&self, tenant: &str, username: &str) -> Client<'_> {
        let name = format!("{tenant}/{username}");
        let known = self.sessions.borrow().get(&name).cloned();
        let session = match known {
            Some(session) => session,
            None => {
                let session = self.log_in(tenant, username, mortise_service::demo::PASSWORD).await;
                self.sessions.borrow_mut().insert(name, session.clone());
                session
            }
        };
        Client { app: self, session: Some(session), guard: Guard::Right }
    }

    pub(crate) async fn log_in(&self, tenant: &str, username: &str, password: &str) -> Session {
        let body = serde_json::json!({"tenant": tenant, "username": username, "password": password});
        let answer = self.as_nobody().post("/auth/login", body).await;
        let csrf = answer.must(200)["csrf_token"].as_str().expect("a token").to_owned();
        let cookie = answer.header("Set-Cookie").split(';').next().expect("a cookie").to_owned();
        let token = cookie.strip_prefix("mortise_session=").expect("the session's cookie").to_owned();
        Session { token, csrf }
    }

    /// Does jobs as a server does, until what is answered is stopped or dropped. Aborted, it leaves off as a server
    /// does that dies.
    pub fn work(&self) -> (JoinHandle<()>, Stop) {
        let (worker, stop) = mortise_service::jobs::worker(&self.platform.clone().into_inner());
        (tokio::spawn(worker.run()), stop)
    }

    /// The tenant's database.
    pub async fn tenant(&self, key: &str) -> Tenant {
        let key = Key::new(key).expect("a key");
        mortise_service::tenants::open(&self.platform, &key).await.expect("the tenant opens")
    }

    /// The platform, for what has no route.
    pub fn product(&self) -> &Platform {
        &self.platform
    }

    pub(crate) fn sessions(&self) -> BTreeMap<String, Session> {
        self.sessions.borrow().clone()
    }

    pub(crate) fn platform(&self) -> &Data<Platform> {
        &self.platform
    }

    /// Everything that is stored in the tenant but log-ins.
    pub async fn dump(&self) -> Dump {
        Dump::of(&self.backend, TENANT).await
    }

    /// The answer to a request; of a stream that does not end its first part.
    pub(crate) async fn answer(&self, request: TestRequest) -> (StatusCode, HeaderMap, Vec<u8>) {
        let response = match (self.ask)(request).await {
            Ok(response) => response.into_parts().1,
            Err(error) => error.error_response(),
        };
        let (status, headers) = (response.status(), response.headers().clone());
        let streams = response.headers().get("Content-Type").is_some_and(|kind| kind == "text/event-stream");
        let mut body = response.into_body();
        let mut bytes = Vec::new();
        let mut whole = Box::pin(async {
            while let Some(part) = poll_fn(|cx| Pin::new(&mut body).poll_next(cx)).await {
                bytes.extend_from_slice(&part.expect("a body is read to its end"));
            }
        });
        if streams {
            // Whoever listens hears nothing for a while.
            let _ = tokio::time::timeout(Duration::from_millis(50), whole.as_mut()).await;
        } else {
            whole.as_mut().await;
        }
        drop(whole);
        (status, headers, bytes)
    }
}

pub(crate) fn moment(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).expect("a moment")
}

impl fmt::Debug for TestApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestApp").field("backend", &self.backend).finish_non_exhaustive()
    }
}
