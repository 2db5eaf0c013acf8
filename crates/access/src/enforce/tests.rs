use super::*;
use crate::sample::{key, keys};

fn judge(lines: &[(&str, Object, Effect)]) -> Judge {
    let lines: Vec<Line> = lines.iter().map(|(role, object, effect)| (key(role), object.clone(), *effect)).collect();
    Judge::new(&key("demo"), &key("contract"), &lines)
}

/// casbin runs on the product's own engine, whose features it does not get to choose: this is what would break first.
#[test]
fn decisions_are_right_on_the_shared_engine() {
    let mut judge = judge(&[
        ("sales", Object::Act("read"), Effect::Allow),
        ("sales", Object::Act("update"), Effect::Allow),
        ("auditor", Object::Act("update"), Effect::Deny),
    ]);
    let (read, update) = (Object::Act("read"), Object::Act("update"));
    assert!(judge.allows(&keys(&["sales"]), &read));
    assert!(judge.allows(&keys(&["sales"]), &update));
    assert!(!judge.allows(&keys(&["auditor"]), &read));
    assert!(!judge.allows(&keys(&["auditor", "sales"]), &update), "a deny wins over the allow of another role");
    assert!(judge.allows(&keys(&["auditor", "sales"]), &read));
    assert!(judge.allows(&keys(&["sales"]), &update), "the roles asked for before leave no trace");
    assert!(!judge.allows(&[], &read));
}

#[test]
fn all_buttons_means_buttons_only_and_a_single_one_can_be_denied() {
    let mut judge =
        judge(&[("sales", Object::Buttons, Effect::Allow), ("junior", Object::Button(key("merge")), Effect::Deny)]);
    assert!(judge.allows(&keys(&["sales"]), &Object::Button(key("merge"))));
    assert!(!judge.allows(&keys(&["sales", "junior"]), &Object::Button(key("merge"))));
    assert!(judge.allows(&keys(&["sales", "junior"]), &Object::Button(key("close"))));
    assert!(!judge.allows(&keys(&["sales"]), &Object::Act("read")));
}

#[test]
fn without_lines_nothing_is_allowed() {
    assert!(!judge(&[]).allows(&keys(&["sales"]), &Object::Act("read")));
}
