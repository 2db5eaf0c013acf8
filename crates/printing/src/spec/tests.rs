use super::*;

const LEAST: &str = r#"{"version": 1, "key": "service", "form": "contract", "name": {"en": "Service contract"}}"#;

#[test]
fn defaults_are_an_upright_a4_page() {
    let spec = read_print(LEAST).expect("it is complete");
    assert_eq!(spec.page.paper_mm(), (210.0, 297.0));
    assert_eq!(spec.page.margins_mm, [20.0; 4]);
    assert!(!spec.issue && spec.available_when.is_none());
}

#[test]
fn a_misspelt_property_is_an_issue_with_its_place() {
    let issues =
        read_print(&LEAST.replace("\"name\"", "\"page\": {\"siez\": \"A4\"}, \"name\"")).expect_err("misspelt");
    let found: Vec<_> = issues.iter().map(|issue| (issue.pointer.as_str(), issue.code.as_str())).collect();
    assert_eq!(found, [("/page/siez", "unknown_property")]);
}

#[test]
fn margins_must_leave_room() {
    let text = LEAST.replace("\"name\"", "\"page\": {\"size\": \"A5\", \"margins_mm\": [20, 70, 20, 60]}, \"name\"");
    let issues = read_print(&text).expect_err("18 mm remain");
    assert_eq!(issues.iter().next().map(|issue| issue.code.as_str()), Some("margins_too_wide"));
}

#[test]
fn broken_json_says_where() {
    let issues = read_print("{\"version\": 1,\n  oops}").expect_err("not JSON");
    let issue = issues.iter().next().expect("one");
    assert_eq!((issue.code.as_str(), issue.params["line"].as_u64()), ("malformed_json", Some(2)));
}

#[test]
fn a_landscape_page_lies_down() {
    let page = PageSpec { size: PageSize::A5, orientation: Orientation::Landscape, ..PageSpec::default() };
    assert_eq!(page.paper_mm(), (210.0, 148.0));
}
