use super::{LONGEST, index, shortened};

#[test]
fn a_name_that_fits_stays() {
    assert_eq!(shortened("crm__contract".to_owned()), "crm__contract");
    assert_eq!(shortened("a".repeat(LONGEST)), "a".repeat(LONGEST));
}

#[test]
fn a_long_name_keeps_51_bytes_and_8_digits_of_its_hash() {
    let long = "a".repeat(61);
    let short = shortened(long.clone());
    assert_eq!(short.len(), 60);
    assert_eq!(&short[..52], format!("{}_", "a".repeat(51)));
    assert_ne!(short, shortened("a".repeat(62)));
    assert_eq!(short, shortened(long));
}

#[test]
fn indexes_of_different_definitions_differ_also_when_shortened() {
    let table = "t".repeat(60);
    let (one, two) = (index(&table, "ix", "a"), index(&table, "ix", "b"));
    assert_ne!(one, two);
    assert!(one.len() <= LONGEST && two.len() <= LONGEST);
}
