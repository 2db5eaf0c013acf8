use chrono::NaiveDate;

use super::{day, read_day};

#[test]
fn a_day_is_read_as_it_was_written() {
    for date in ["0001-01-01", "1999-12-31", "2024-02-29", "9999-12-31"] {
        let parsed: NaiveDate = date.parse().unwrap();
        assert_eq!(day(parsed).as_deref(), Some(date));
        assert_eq!(read_day(date), Some(parsed));
    }
}

#[test]
fn what_is_no_day_is_refused() {
    for text in ["", "2026-1-01", "2026-13-01", "2026-02-30", "20260101", "2026/01/01", "2026-01-0x", "二零二六"] {
        assert_eq!(read_day(text), None, "{text}");
    }
    assert_eq!(day(NaiveDate::MAX), None, "a year of more than four digits would sort wrongly");
}
