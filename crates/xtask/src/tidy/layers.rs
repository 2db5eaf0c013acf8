//! A crate depends only on crates of smaller layers.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result};

use super::{files, relative};

struct Package {
    layer: i64,
    manifest: String,
    dependencies: Vec<String>,
}

/// Reads every manifest and compares the layers.
pub(super) fn check(breaches: &mut Vec<String>) -> Result<()> {
    let mut packages = BTreeMap::new();
    for folder in ["crates", "apps", "tests"] {
        for path in files(folder, &["Cargo.toml"])? {
            let text = fs::read_to_string(&path)?;
            let table: toml::Table = text.parse().with_context(|| format!("{} is not TOML", path.display()))?;
            let package = &table["package"];
            let name = package["name"].as_str().context("a package has a name")?.to_owned();
            let layer = package.get("metadata").and_then(|m| m.get("mortise")?.get("layer")?.as_integer());
            let Some(layer) = layer else {
                breaches.push(format!("{}: no layer number", relative(&path)));
                continue;
            };
            let dependencies = table.get("dependencies").and_then(toml::Value::as_table);
            let dependencies = dependencies.map(|table| table.keys().cloned().collect()).unwrap_or_default();
            packages.insert(name, Package { layer, manifest: relative(&path), dependencies });
        }
    }
    for package in packages.values() {
        for dependency in &package.dependencies {
            if let Some(other) = packages.get(dependency).filter(|other| other.layer >= package.layer) {
                breaches.push(format!(
                    "{}: layer {} depends on `{dependency}` of layer {}",
                    package.manifest, package.layer, other.layer
                ));
            }
        }
        pure(package, breaches);
    }
    Ok(())
}

/// Layers 0 to 5 hold no runtime, no HTTP and no SQL.
fn pure(package: &Package, breaches: &mut Vec<String>) {
    let product = package.layer <= 5 && !package.manifest.contains("xtask");
    let impure = ["tokio", "actix-web", "sea-orm", "sea-orm-migration", "reqwest"];
    for name in impure.iter().filter(|name| product && package.dependencies.iter().any(|d| d == **name)) {
        breaches.push(format!("{}: a pure crate depends on `{name}`", package.manifest));
    }
}
