//! Installs what the other commands need and finds what is there already.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    paths,
    shell::{self, answers, must, npm, say},
};

/// The font of printed documents, whose files the product embeds.
const FONT: (&str, &str) = ("@expo-google-fonts/noto-sans-sc", "0.4.3");
/// The 3,201 films with their known dirt that the importer is tested with.
const FILMS: (&str, &str) = ("vega-datasets", "3.2.1");

/// Everything.
pub(crate) fn everything() -> Result<()> {
    font()?;
    web()?;
    test_packages()?;
    test_programs()
}

/// The font package that the product embeds.
pub(crate) fn font() -> Result<()> {
    npm_package(FONT)
}

/// Packages of data that only tests read.
pub(crate) fn test_packages() -> Result<()> {
    npm_package(FILMS)
}

/// The packages of the web application, exactly as its lock file says.
pub(crate) fn web() -> Result<()> {
    need_node()?;
    let lock = paths::web().join("package-lock.json");
    let stamp = paths::web().join("node_modules/.mortise-stamp");
    let wanted = fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    if fs::read(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    must("web packages", &mut npm(&paths::web(), &["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    fs::write(&stamp, wanted).context("cannot note which web packages are installed")
}

/// The web application, built for embedding, unless nothing changed since the last time.
pub(crate) fn web_build() -> Result<()> {
    web()?;
    let stamp = paths::web().join("dist/.mortise-stamp");
    let newest = newest_change(&paths::web())?;
    if fs::read_to_string(&stamp).is_ok_and(|found| found == newest) {
        return Ok(());
    }
    must("web build", &mut npm(&paths::web(), &["run", "--silent", "build"]))?;
    fs::write(&stamp, newest).context("cannot note what the web build was made of")
}

/// PostgreSQL, Chromium, a Chinese font for it, and the PDF tools, for tests.
pub(crate) fn test_programs() -> Result<()> {
    let mut missing = Vec::new();
    if crate::postgres::programs().is_none() {
        missing.push("postgresql");
    }
    if chromium().is_none() {
        missing.push("chromium");
    }
    if !answers("pdftotext", &["-v"]) {
        missing.push("poppler-utils");
    }
    if !has_chinese_font() {
        missing.push("fonts-noto-cjk");
    }
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

/// The browser that the journeys drive.
pub(crate) fn chromium() -> Option<PathBuf> {
    let known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    std::env::var_os("MORTISE_CHROMIUM")
        .map(PathBuf::from)
        .into_iter()
        .chain(known.map(PathBuf::from))
        .find(|p| p.exists())
}

fn has_chinese_font() -> bool {
    let listed = shell::output(&mut shell::command("fc-list", &[":lang=zh-cn", "family"]));
    listed.is_ok_and(|families| !families.trim().is_empty())
}

fn need_node() -> Result<()> {
    if answers("node", &["--version"]) && answers("npm", &["--version"]) {
        return Ok(());
    }
    bail!("Node.js 20.19 or newer with npm is needed to build the web application; install it and call again")
}

fn npm_package((name, version): (&str, &str)) -> Result<()> {
    let manifest = paths::npm_package(name).join("package.json");
    let installed = fs::read_to_string(&manifest).ok().and_then(|text| {
        serde_json::from_str::<serde_json::Value>(&text).ok()?.get("version")?.as_str().map(str::to_owned)
    });
    if installed.as_deref() == Some(version) {
        return Ok(());
    }
    need_node()?;
    let folder = paths::cache().join("npm");
    fs::create_dir_all(&folder).context("cannot make the cache folder")?;
    let package = format!("{name}@{version}");
    let flags =
        ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--save-exact", "--loglevel=error", &package];
    must(&format!("package {package}"), &mut npm(&folder, &flags))
}

fn install(missing: &[&str]) -> Result<()> {
    let names = missing.join(" ");
    let may = answers("apt-get", &["--version"]) && shell::output(&mut shell::command("id", &["-u"]))?.trim() == "0";
    if !may {
        bail!("the tests need these packages, which this user may not install here: {names}");
    }
    say(&format!("installing {names}"));
    let quiet = |command: &mut std::process::Command| command.env("DEBIAN_FRONTEND", "noninteractive").status();
    quiet(&mut shell::command("apt-get", &["update", "-qq"])).context("apt-get update")?;
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(missing);
    must("system packages", shell::command("apt-get", &arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}

/// The time of the newest change among the files that the web build reads, and how many they are.
fn newest_change(web: &Path) -> Result<String> {
    let mut newest = std::time::SystemTime::UNIX_EPOCH;
    let mut count = 0u32;
    let mut folders = vec![web.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let entry = entry?;
            let name = entry.file_name();
            let skipped = ["node_modules", "dist", "e2e", "test-results", "playwright-report"];
            if skipped.iter().any(|skip| name == *skip) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                newest = newest.max(entry.metadata()?.modified()?);
                count += 1;
            }
        }
    }
    let since = newest.duration_since(std::time::SystemTime::UNIX_EPOCH).unwrap_or_default();
    Ok(format!("{count} files, newest {}", since.as_nanos()))
}
