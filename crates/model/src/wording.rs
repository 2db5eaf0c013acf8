use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use rust_decimal::Decimal;

use crate::round_half_up;

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 4] = ["", "万", "亿", "万亿"];

/// An amount of yuan in Chinese capitals, as a contract or cheque needs it: `壹仟贰佰叁拾肆元伍角陆分`.
///
/// Rounded to the fen, halves away from zero; negative amounts begin with `负`. `None` from 10^16 yuan on.
pub fn rmb_upper(amount: Decimal) -> Option<String> {
    let rounded = round_half_up(amount, 2);
    let fen_in_all = rounded.abs().checked_mul(Decimal::ONE_HUNDRED)?.trunc();
    let fen_in_all = u128::try_from(fen_in_all).ok()?;
    let (yuan, jiao, fen) = (fen_in_all / 100, (fen_in_all / 10 % 10) as usize, (fen_in_all % 10) as usize);
    if yuan >= 10u128.pow(16) {
        return None;
    }
    let mut written = String::from(if rounded.is_sign_negative() && fen_in_all > 0 { "负" } else { "" });
    if yuan > 0 || fen_in_all == 0 {
        written.push_str(&whole_yuan(yuan));
        written.push('元');
    }
    match (jiao, fen) {
        (0, 0) => written.push('整'),
        (jiao, 0) => written.extend([DIGITS[jiao], '角', '整']),
        (0, fen) if yuan > 0 => written.extend(['零', DIGITS[fen], '分']),
        (0, fen) => written.extend([DIGITS[fen], '分']),
        (jiao, fen) => written.extend([DIGITS[jiao], '角', DIGITS[fen], '分']),
    }
    Some(written)
}

/// Groups of four digits, a single 零 for each gap between digits that are not zero.
fn whole_yuan(yuan: u128) -> String {
    if yuan == 0 {
        return "零".to_owned();
    }
    let mut written = String::new();
    let mut gap = false;
    for index in (0..GROUPS.len()).rev() {
        let group = (yuan / 10u128.pow(4 * index as u32) % 10_000) as usize;
        if group == 0 {
            gap = !written.is_empty();
            continue;
        }
        if !written.is_empty() && (gap || group < 1_000) {
            written.push('零');
        }
        written.push_str(&four_digits(group));
        written.push_str(unit_of(yuan, index));
        gap = false;
    }
    written
}

/// The unit of a group; 亿 is said once for the two groups that it rules.
fn unit_of(yuan: u128, index: usize) -> &'static str {
    let hundred_millions_follow = !(yuan / 10u128.pow(8)).is_multiple_of(10_000);
    match index {
        3 if hundred_millions_follow => "万",
        _ => GROUPS[index],
    }
}

fn four_digits(group: usize) -> String {
    let mut written = String::new();
    let mut gap = false;
    for place in (0..4).rev() {
        let digit = group / 10usize.pow(place) % 10;
        if digit == 0 {
            gap = !written.is_empty();
            continue;
        }
        if gap {
            written.push('零');
        }
        written.push(DIGITS[digit]);
        written.push_str(PLACES[place as usize]);
        gap = false;
    }
    written
}

/// A number with its thousands separated and so many places, rounded half away from zero: `-1,234.50`.
pub fn grouped(number: Decimal, places: u32) -> String {
    let mut rounded = round_half_up(number, places);
    rounded.rescale(places);
    let text = rounded.abs().to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let mut written = String::from(if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    if !fraction.is_empty() {
        written.push('.');
        written.push_str(fraction);
    }
    written
}

/// A day as Chinese documents write it: `2026年6月1日`.
pub fn long_date(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A moment written by a pattern of `YYYY MM M DD D HH mm ss`; all other characters stand for themselves.
pub fn patterned(at: NaiveDateTime, pattern: &str) -> String {
    let (mut written, mut rest) = (String::new(), pattern);
    while let Some(letter) = rest.chars().next() {
        let run = rest.chars().take_while(|c| *c == letter).count();
        match (letter, run) {
            ('Y', 4) => written.push_str(&format!("{:04}", at.year())),
            ('M', 2) => written.push_str(&format!("{:02}", at.month())),
            ('M', 1) => written.push_str(&at.month().to_string()),
            ('D', 2) => written.push_str(&format!("{:02}", at.day())),
            ('D', 1) => written.push_str(&at.day().to_string()),
            ('H', 2) => written.push_str(&format!("{:02}", at.hour())),
            ('m', 2) => written.push_str(&format!("{:02}", at.minute())),
            ('s', 2) => written.push_str(&format!("{:02}", at.second())),
            _ => written.extend(std::iter::repeat_n(letter, run)),
        }
        rest = &rest[run * letter.len_utf8()..];
    }
    written
}

#[cfg(test)]
mod tests;
