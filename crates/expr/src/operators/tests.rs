use super::*;
use crate::sample;

#[test]
fn text_is_the_way_a_value_is_written() {
    let day = sample::moment().today();
    assert_eq!(text(&Value::Decimal("1.50".parse().unwrap())), "1.50");
    assert_eq!(text(&Value::Date(day)), "2026-06-01");
    assert_eq!(text(&Value::List(vec!["a".to_owned(), "b".to_owned()])), "a, b");
    assert_eq!(text(&Value::Bool(true)), "true");
    assert_eq!(text(&Value::Null), "");
}

#[test]
fn extremes_fail_and_do_not_wrap() {
    let most = Value::Decimal(Decimal::MAX);
    for op in ["+", "*"] {
        assert_eq!(binary(op, &most, &most, &sample::moment()).unwrap_err().code, "out_of_range");
    }
    let last_day = Value::Date(NaiveDate::from_ymd_opt(9999, 12, 31).unwrap());
    assert_eq!(binary("+", &last_day, &whole(1), &sample::moment()).unwrap_err().code, "out_of_range");
    assert_eq!(binary("+", &last_day, &most, &sample::moment()).unwrap_err().code, "out_of_range");
}
