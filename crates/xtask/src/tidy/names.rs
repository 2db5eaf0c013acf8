//! Each foreign library is named in one crate, and no app's words stand in the product.

use std::fs;

use anyhow::Result;

use super::{files, is_test, relative};

/// A library and the crates that may name it.
const ONE_CRATE: &[(&str, &[&str])] = &[
    ("sea_orm", &["crates/store/"]),
    ("actix_web", &["crates/api/", "apps/server/"]),
    ("rhai", &["crates/expr/", "crates/rhai/"]),
    ("casbin", &["crates/access/"]),
    ("handlebars", &["crates/templates/"]),
    ("printpdf", &["crates/printing/"]),
];

/// Words of the bundled app's trade, which the product must not know.
const TRADE: &[&str] = &["film_crm", "影视", "电影", "剧组", "导演", "编剧", "演员", "制片", "片酬"];

/// Reads every source file once for all laws about names.
pub(super) fn check(breaches: &mut Vec<String>) -> Result<()> {
    for path in ["crates", "apps"]
        .iter()
        .map(|folder| files(folder, &[".rs", ".ts", ".tsx"]))
        .collect::<Result<Vec<_>>>()?
        .concat()
    {
        let name = relative(&path);
        if name.starts_with("crates/xtask/") {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        for (library, allowed) in ONE_CRATE {
            let used = text.contains(&format!("{library}::")) || text.contains(&format!("use {library}"));
            if used && !allowed.iter().any(|folder| name.starts_with(folder)) && !is_test(&name) {
                breaches.push(format!("{name}: names `{library}`, which belongs to {}", allowed.join(" and ")));
            }
        }
        if !is_test(&name) {
            for word in TRADE.iter().filter(|word| text.contains(**word)) {
                breaches.push(format!("{name}: `{word}` is a word of an app, not of the product"));
            }
        }
        clock(&name, &text, breaches);
    }
    Ok(())
}

/// Pure crates are given the time.
fn clock(name: &str, text: &str, breaches: &mut Vec<String>) {
    let pure = [
        "model",
        "expr",
        "templates",
        "access",
        "forms",
        "rules",
        "reports",
        "imports",
        "printing",
        "workflow",
        "bundles",
    ];
    if !pure.iter().any(|part| name.starts_with(&format!("crates/{part}/src"))) || is_test(name) {
        return;
    }
    for call in ["Utc::now", "Local::now", "SystemTime::now", "std::fs"] {
        if text.contains(call) {
            breaches.push(format!("{name}: `{call}` in a pure crate"));
        }
    }
}
