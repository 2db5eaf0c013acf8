use super::{Where, classes, folded, glob, regex, variants};

#[test]
fn every_character_is_in_the_class_of_its_folding() {
    let classes = classes();
    for c in '\u{1}'..=char::MAX {
        let alike = classes.get(&folded(c));
        if folded(c) != c {
            let alike = alike.unwrap_or_else(|| panic!("{c:?} has no class"));
            assert!(alike.contains(c), "{c:?} is missing in {alike}");
        }
        if let Some(alike) = alike {
            assert!(alike.contains(c), "{c:?} folds like {alike} but is not in it");
        }
    }
}

#[test]
fn classes_hold_nothing_that_a_pattern_would_misread() {
    for alike in classes().values() {
        assert!(!alike.contains(['[', ']', '^', '-', '\\', '*', '?']), "{alike}");
    }
}

#[test]
fn a_letter_stands_for_all_its_cases_and_a_sign_for_itself() {
    assert_eq!(variants('K').map(|same| same.chars().count()), Some(3), "k, K and the Kelvin sign");
    assert_eq!(variants('合'), None);
    assert_eq!(glob("a*[", Where::Anywhere), "*[Aa][*][[]*");
    assert_eq!(regex("a.1合", Where::AtStart), "***:^[Aa]\\.1合");
    assert_eq!(regex("$", Where::AtEnd), "***:\\$$");
}
