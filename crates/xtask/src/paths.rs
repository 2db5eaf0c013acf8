//! Where things lie: the clone, and the cache outside it that survives a fresh clone.

use std::{env, path::PathBuf};

/// The root of the clone: of the one that cargo runs it in, since the build in the cache may have come from another.
pub(crate) fn root() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let manifest = PathBuf::from(manifest);
    manifest.ancestors().nth(2).expect("crates/xtask lies two levels below the root").to_path_buf()
}

/// The web application.
pub(crate) fn web() -> PathBuf {
    root().join("apps/web")
}

/// The product's folder in the user's cache.
pub(crate) fn cache() -> PathBuf {
    let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let base = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(home).unwrap_or_else(env::temp_dir);
    base.join("mortise")
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| cache().join("target"), PathBuf::from)
}

/// The folder of an npm package that is kept in the cache.
pub(crate) fn npm_package(name: &str) -> PathBuf {
    cache().join("npm/node_modules").join(name)
}
