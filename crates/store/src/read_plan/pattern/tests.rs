use mortise_expr::search_fold_char;

use super::{Alike, Classes, Where, classes, folded, glob, regex, variants};

type Way = (fn(char) -> char, Classes);

/// Each way of counting characters as one, with its classes.
fn ways() -> [Way; 2] {
    [(folded, classes(folded)), (search_fold_char, classes(search_fold_char))]
}

#[test]
fn every_character_is_in_the_class_of_its_folding() {
    for (stands_for, classes) in ways() {
        for c in '\u{1}'..=char::MAX {
            let alike = classes.get(&stands_for(c));
            if stands_for(c) != c {
                let alike = alike.unwrap_or_else(|| panic!("{c:?} has no class"));
                assert!(alike.contains(c), "{c:?} is missing in {alike}");
            }
            if let Some(alike) = alike {
                assert!(alike.contains(c), "{c:?} folds like {alike} but is not in it");
            }
        }
    }
}

#[test]
fn classes_hold_nothing_that_a_pattern_would_misread() {
    for alike in ways().iter().flat_map(|(_, classes)| classes.values()) {
        assert!(!alike.contains(['[', ']', '^', '-', '\\', '*', '?']), "{alike}");
    }
}

#[test]
fn a_letter_stands_for_all_its_cases_and_a_sign_for_itself() {
    assert_eq!(variants('K', Alike::Case).map(|same| same.chars().count()), Some(3), "k, K and the Kelvin sign");
    assert_eq!(variants('合', Alike::Case), None);
    assert_eq!(glob("a*[", (Where::Anywhere, Alike::Case)), "*[Aa][*][[]*");
    assert_eq!(regex("a.1合", (Where::AtStart, Alike::Case)), "***:^[Aa]\\.1合");
    assert_eq!(glob("a", (Where::Anywhere, Alike::CaseAndWidth)), "*[AaＡａ]*");
    assert_eq!(regex("$", (Where::AtEnd, Alike::Case)), "***:\\$$");
}
