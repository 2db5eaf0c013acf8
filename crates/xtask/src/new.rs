//! `cargo xtask new field-kind NAME`: the files that a new kind consists of.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::paths;

/// Writes the skeleton; rustc, tsc and the conformance test then say what is left.
pub(crate) fn new(arguments: &[String]) -> Result<()> {
    let [what, name] = arguments else { bail!("usage: cargo xtask new field-kind NAME") };
    if what != "field-kind" {
        bail!("there is no skeleton for `{what}`; known: field-kind");
    }
    let well_formed = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !well_formed {
        bail!("`{name}` is not a key: small letters, digits and underscores, a letter first");
    }
    let camel: String = name.split('_').map(capital).collect();
    let root = paths::root();
    let files = [
        (root.join(format!("crates/forms/src/kinds/{name}.rs")), RUST),
        (root.join(format!("apps/web/src/fields/{name}/index.ts")), TYPESCRIPT),
        (root.join(format!("tests/cases/field-kinds/{name}.json")), CASES),
    ];
    for (path, text) in &files {
        if path.exists() {
            bail!("{} exists already", path.display());
        }
        fs::create_dir_all(path.parent().expect("the path has a folder"))?;
        fs::write(path, text.replace("{name}", name).replace("{Name}", &camel))
            .with_context(|| format!("cannot write {}", path.display()))?;
        println!("wrote {}", path.strip_prefix(&root).unwrap_or(path).display());
    }
    println!(
        "now add `\"{name}\" => {name}::{camel}Field,` to crates/forms/src/kinds/mod.rs and `{name}` to \
         apps/web/src/fields/index.ts, then run `cargo xtask codegen`; the compilers and the conformance test say what is left"
    );
    Ok(())
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

const RUST: &str = include_str!("new/field_kind.rs.txt");
const TYPESCRIPT: &str = include_str!("new/field_kind.ts.txt");
const CASES: &str = "[\n  {\"settings\": {}, \"input\": null, \"ok\": null, \"text\": \"\"}\n]\n";
