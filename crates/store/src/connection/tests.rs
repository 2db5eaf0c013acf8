use super::{OLDEST_SQLITE, version};

#[test]
fn versions_compare_by_number_not_by_text() {
    assert!(version("3.51.3") >= OLDEST_SQLITE);
    assert!(version("3.100.0") >= OLDEST_SQLITE);
    assert!(version("3.51.2") < OLDEST_SQLITE);
    assert!(version("3.9.9") < OLDEST_SQLITE);
    assert!(version("strange") < OLDEST_SQLITE);
}
