use super::*;

fn next(trigger: serde_json::Value, moment: &str) -> String {
    let trigger: ScheduleTrigger = serde_json::from_value(trigger).unwrap();
    let zone = FixedOffset::east_opt(8 * 3600).unwrap();
    let moment = moment.parse::<DateTime<Utc>>().unwrap();
    trigger.next_run(moment, zone).unwrap().with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
}

#[test]
fn the_next_run_lies_strictly_ahead_where_the_tenant_is() {
    use serde_json::json;
    let daily = json!({"daily": "07:30"});
    assert_eq!(next(daily.clone(), "2026-05-31T23:29:59Z"), "2026-06-01 07:30");
    assert_eq!(next(daily.clone(), "2026-05-31T23:30:00Z"), "2026-06-02 07:30");
    assert_eq!(next(daily, "2026-05-31T23:30:01Z"), "2026-06-02 07:30");
    let monday = json!({"weekly": {"weekday": 1, "at": "09:00"}});
    assert_eq!(next(monday.clone(), "2026-06-01T00:59:00Z"), "2026-06-01 09:00");
    assert_eq!(next(monday, "2026-06-01T01:00:00Z"), "2026-06-08 09:00");
    let month_end = json!({"monthly": {"day": 31, "at": "08:00"}});
    assert_eq!(next(month_end.clone(), "2026-01-31T00:00:00Z"), "2026-02-28 08:00");
    assert_eq!(next(month_end.clone(), "2026-02-28T01:00:00Z"), "2026-03-31 08:00");
    assert_eq!(next(month_end, "2026-04-01T01:00:00Z"), "2026-04-30 08:00");
}
