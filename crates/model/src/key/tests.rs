use super::*;

#[test]
fn keys_have_one_form() {
    for good in ["a", "amount_cny", "l1", "a1_2b"] {
        assert!(Key::new(good).is_ok(), "{good}");
    }
    for bad in ["", "1a", "_a", "a_", "a__b", "A", "合同", "a-b", "a b", &"a".repeat(41)] {
        assert!(Key::new(bad).is_err(), "{bad}");
    }
}

#[test]
fn reserved_words_are_sorted_for_the_search() {
    assert!(RESERVED.is_sorted());
    assert!(reserved_key("match"));
    assert!(!reserved_key("amount"));
}
