use mortise_model::{Decimal, Value};

use super::masked;

fn check(value: Value, expected: Option<&str>) {
    assert_eq!(masked(&value).as_deref(), expected, "{value:?}");
}

#[test]
fn a_mask_shows_the_ends_of_long_texts_only() {
    check(Value::Text("13812345678".into()), Some("138****5678"));
    check(Value::Text("110101199003070011".into()), Some("110****0011"));
    check(Value::Text("张三".into()), Some("张*"));
    check(Value::Text("x".into()), Some("*"));
    check(Value::Text("12345678".into()), Some("12****78"));
}

#[test]
fn a_mask_tells_nothing_of_numbers_and_blanks_stay_blank() {
    check(Value::Decimal(Decimal::new(123_456, 2)), Some("****"));
    check(Value::Int(7), Some("****"));
    check(Value::Null, None);
    check(Value::Text(String::new()), None);
}
