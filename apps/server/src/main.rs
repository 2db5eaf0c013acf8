//! The binary `mortise`.
fn main() {}
