//! Finds the two fonts that are embedded into the program and fails with one line where they are absent.

use std::{
    env,
    path::{Path, PathBuf},
};

const PACKAGE: &str = "node_modules/@expo-google-fonts/noto-sans-sc";
/// The variable that the source embeds by, the file, and its folder in the package.
const FACES: [(&str, &str, &str); 2] = [
    ("MORTISE_FACE_REGULAR", "NotoSansSC_400Regular.ttf", "400Regular"),
    ("MORTISE_FACE_BOLD", "NotoSansSC_700Bold.ttf", "700Bold"),
];

fn main() {
    for name in ["MORTISE_FONTS", "XDG_CACHE_HOME", "HOME"] {
        println!("cargo::rerun-if-env-changed={name}");
    }
    let folders = folders();
    let mut missing = Vec::new();
    for (variable, file, inner) in FACES {
        let found = folders.iter().flat_map(|folder| [folder.join(file), folder.join(inner).join(file)]);
        match found.into_iter().find(|path| path.is_file()) {
            Some(path) => {
                println!("cargo::rerun-if-changed={}", path.display());
                println!("cargo::rustc-env={variable}={}", path.display());
            }
            None => missing.push(file),
        }
    }
    if !missing.is_empty() {
        let names = missing.join(" and ");
        println!("cargo::error={names} not found: run `cargo xtask setup`, or set MORTISE_FONTS to their folder");
    }
}

/// Where fonts are looked for, the person's own choice first.
fn folders() -> Vec<PathBuf> {
    let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")));
    let web = Path::new("../../apps/web").canonicalize().ok();
    let chosen = variable("MORTISE_FONTS");
    let cached = cache.map(|folder| ["npm", "fonts"].map(|inner| folder.join("mortise").join(inner)));
    let packaged = web.into_iter().chain(cached.into_iter().flatten());
    chosen.into_iter().chain(packaged.map(|folder| folder.join(PACKAGE))).collect()
}
