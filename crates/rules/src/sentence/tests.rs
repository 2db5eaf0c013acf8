use super::*;

#[test]
fn placeholders_are_paths_in_braces() {
    let names: Vec<String> = placeholders("{no} {project.title}:{n} {no} {} {A} {a b} {_owner.name")
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(names, ["no", "project.title", "n"]);
}

#[test]
fn filling_looks_at_each_placeholder_once() {
    let mut value = |path: &Path| match path.to_string().as_str() {
        "a" => Some("{b}".to_owned()),
        "b" => Some("B".to_owned()),
        _ => None,
    };
    assert_eq!(fill("{a}-{b}-{c}-{ d }-{", &mut value), "{b}-B--{ d }-{");
}
