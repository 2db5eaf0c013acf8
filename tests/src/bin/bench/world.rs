//! What the server under test holds: a tenant with the app of the benchmarks and the film CRM, and people in it.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use reqwest::Method;
use serde_json::json;

use crate::{
    client::Client,
    server::{Place, Server},
};

/// The records of the app of the benchmarks.
pub(crate) const RECORDS: &str = "/apps/bench/forms/deal/records";

const TENANT: &str = "bench";
const PASSWORD: &str = "bench-password-1";
/// Demo people of the film CRM who take part in the story.
const PEOPLE: [&str; 2] = ["han.line", "zhou.prod"];

/// Who asks.
#[derive(Debug, Clone)]
pub(crate) struct World {
    /// Sees all deals.
    pub(crate) admin: Client,
    /// Sees three of fifty.
    pub(crate) member: Client,
    /// Hands in contracts.
    pub(crate) line: Client,
    /// Approves and prints them.
    pub(crate) producer: Client,
}

/// Makes the tenant and its apps by the command line, before the server starts.
pub(crate) fn prepare(place: &Place) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crm = root.join("../examples/film-crm");
    mortise(place, &["tenant", "create", TENANT, "--owner", "owner", "--password-stdin"], PASSWORD)?;
    for (bundle, more) in [(root.join("bench-app"), &[][..]), (crm, &["--with-demo-data"])] {
        let bundle = path_text(&bundle);
        let mut arguments = vec!["app", "install", bundle.as_str(), "--tenant", TENANT];
        arguments.extend(more);
        mortise(place, &arguments, "")?;
    }
    for person in PEOPLE {
        mortise(place, &["user", "reset-password", person, "--tenant", TENANT, "--password-stdin"], PASSWORD)?;
    }
    Ok(())
}

/// Logs everybody in.
pub(crate) async fn enter(server: &Server) -> Result<World, String> {
    let log_in = |name: &'static str| Client::log_in(&server.url, TENANT, name, PASSWORD);
    let admin = log_in("owner").await?;
    let me = admin.send(Method::GET, "/me", None).await?["user"]["id"].clone();
    let member = json!({"username": "member", "name": "Member", "password": PASSWORD});
    let member = admin.send(Method::POST, "/users", Some(&member)).await?["id"].clone();
    for (user, role) in [(me, "admin"), (member, "member")] {
        let path = format!("/apps/bench/users/{}/roles", user.as_str().unwrap_or_default());
        admin.send(Method::PUT, &path, Some(&json!({"roles": [role]}))).await?;
    }
    Ok(World {
        admin,
        member: log_in("member").await?,
        line: log_in(PEOPLE[0]).await?,
        producer: log_in(PEOPLE[1]).await?,
    })
}

/// What a browser needs to log in: tenant, username, password.
pub(crate) fn login() -> [(&'static str, &'static str); 3] {
    [("MORTISE_BENCH_TENANT", TENANT), ("MORTISE_BENCH_USER", "owner"), ("MORTISE_BENCH_PASSWORD", PASSWORD)]
}

fn mortise(place: &Place, arguments: &[&str], input: &str) -> Result<(), String> {
    let mut child = Command::new(Server::binary()?)
        .args(arguments)
        .args(place.flags())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut stdin = child.stdin.take().expect("stdin is piped");
    stdin.write_all(input.as_bytes()).map_err(|error| error.to_string())?;
    drop(stdin);
    let status = child.wait().map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(format!("`mortise {}` failed", arguments.join(" "))) }
}

fn path_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
