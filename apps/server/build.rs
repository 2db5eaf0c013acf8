//! The web UI is embedded from `apps/web/dist`, which may not be built yet.

use std::{env, fs, path::Path};

fn main() {
    let manifest = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let dist = Path::new(&manifest).join("../web/dist");
    fs::create_dir_all(&dist).expect("the web folder can be written");
    println!("cargo::rerun-if-changed=../web/dist");
}
