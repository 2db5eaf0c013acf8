use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn stored_and_back_is_exact(stored in any::<i64>(), scale in 0..=MAX_SCALE) {
        prop_assert_eq!(to_scaled(from_scaled(stored, scale), scale), Some(stored));
    }
}

#[test]
fn halves_go_away_from_zero() {
    let half: Decimal = "0.005".parse().unwrap();
    assert_eq!(to_scaled(half, 2), Some(1));
    assert_eq!(to_scaled(-half, 2), Some(-1));
}

#[test]
fn too_large_is_none() {
    assert_eq!(to_scaled(Decimal::MAX, 2), None);
    assert_eq!(to_scaled(Decimal::from(i64::MAX), 2), None);
}
