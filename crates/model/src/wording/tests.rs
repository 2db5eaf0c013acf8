use super::*;

fn check(amount: &str, expected: &str) {
    assert_eq!(rmb_upper(amount.parse().unwrap()).as_deref(), Some(expected), "{amount}");
}

#[test]
fn amounts_are_written_in_capitals() {
    check("0", "零元整");
    check("1", "壹元整");
    check("10", "壹拾元整");
    check("100000", "壹拾万元整");
    check("1234.56", "壹仟贰佰叁拾肆元伍角陆分");
    check("0.05", "伍分");
    check("0.5", "伍角整");
    check("0.56", "伍角陆分");
    check("3.05", "叁元零伍分");
    check("3.5", "叁元伍角整");
    check("1001", "壹仟零壹元整");
    check("1010", "壹仟零壹拾元整");
    check("10001", "壹万零壹元整");
    check("100100", "壹拾万零壹佰元整");
    check("1000000", "壹佰万元整");
    check("10203040.07", "壹仟零贰拾万叁仟零肆拾元零柒分");
    check("100000000", "壹亿元整");
    check("100000001", "壹亿零壹元整");
    check("100010000", "壹亿零壹万元整");
    check("1000000000000", "壹万亿元整");
    check("1200300000000", "壹万贰仟零叁亿元整");
    check("-12.30", "负壹拾贰元叁角整");
    check("2.675", "贰元陆角捌分");
    check("-0.001", "零元整");
}

#[test]
fn an_amount_beyond_words_is_refused() {
    assert_eq!(rmb_upper(Decimal::MAX), None);
}

#[test]
fn thousands_are_separated() {
    let written = |number: &str, places| grouped(number.parse().unwrap(), places);
    assert_eq!(written("1234567.5", 2), "1,234,567.50");
    assert_eq!(written("-999.995", 2), "-1,000.00");
    assert_eq!(written("0", 0), "0");
    assert_eq!(written("-0.001", 2), "0.00");
    assert_eq!(written("123456", 0), "123,456");
}

#[test]
fn days_are_written_in_chinese() {
    assert_eq!(long_date(NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()), "2026年6月1日");
}

#[test]
fn moments_follow_a_pattern() {
    let at = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap().and_hms_opt(9, 5, 7).unwrap();
    assert_eq!(patterned(at, "YYYY-MM-DD HH:mm:ss"), "2026-06-01 09:05:07");
    assert_eq!(patterned(at, "YYYY年M月D日"), "2026年6月1日");
    assert_eq!(patterned(at, "YY/MMM/年年"), "YY/MMM/年年");
}
