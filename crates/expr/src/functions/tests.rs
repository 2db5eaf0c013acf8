use super::*;

#[test]
fn every_function_is_documented_and_named_once() {
    let mut names: Vec<&str> = Vec::new();
    for function in TOPICS.iter().flat_map(|(_, functions)| functions.iter()) {
        assert!(function.usage.ends_with(')') && function.doc.ends_with('.'), "{}", function.usage);
        assert!(!names.contains(&function.name()), "{}", function.name());
        let (least, most) = function.takes();
        assert!(least <= most && most <= MAX_ARGUMENTS, "{}", function.usage);
        names.push(function.name());
    }
    assert_eq!(functions().len(), names.len() + READERS.len());
}

#[test]
fn no_function_panics_whatever_it_is_given() {
    use mortise_model::{Decimal, Id};
    let day = |year, month, day| chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let odd = [
        Value::Null,
        Value::Bool(true),
        Value::Decimal(Decimal::MAX),
        Value::Decimal(Decimal::MIN),
        Value::Decimal(Decimal::new(-1, 28)),
        Value::Text("中".repeat(50)),
        Value::Date(day(9999, 12, 31)),
        Value::Date(day(0, 1, 1)),
        Value::Instant(chrono::DateTime::UNIX_EPOCH),
        Value::DateRange { start: day(2026, 1, 1), end: day(2026, 12, 31) },
        Value::List(vec!["a".to_owned()]),
        Value::Ref(Id::from_raw(1)),
        Value::Json(serde_json::json!({"a": [1]})),
    ];
    for function in TOPICS.iter().flat_map(|(_, functions)| functions.iter()) {
        let (least, most) = function.takes();
        for count in least..=most.min(3) {
            for seed in 0..odd.len().pow(count as u32) {
                let pick = |place: usize| odd[seed / odd.len().pow(place as u32) % odd.len()].clone();
                let arguments: Vec<Value> = (0..count).map(pick).collect();
                let _ = (function.call)(&arguments);
            }
        }
    }
}
