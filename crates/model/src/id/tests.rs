use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn text_and_back_is_the_same_id(raw in 0..i64::MAX) {
        let id = Id::from_raw(raw);
        prop_assert_eq!(id.to_string().parse::<Id>().unwrap(), id);
    }

    #[test]
    fn text_sorts_as_the_number_does(a in 0..i64::MAX, b in 0..i64::MAX) {
        prop_assert_eq!(Id::from_raw(a).to_string().cmp(&Id::from_raw(b).to_string()), a.cmp(&b));
    }
}

#[test]
fn what_is_no_id_is_refused() {
    for text in ["", "1", "zzzzzzzzzzzzz", "000000000000i", "0000000000001 "] {
        assert!(text.parse::<Id>().is_err(), "{text}");
    }
}
