use chrono::{Datelike, NaiveDate};
use mortise_model::{Key, Locale, Value, Values};

use crate::{FieldSpec, PublishedForm, Wording, kinds::shared::options};

/// The pattern of an automatic number, such as `HT-{type_code}-{YYYYMM}-{000}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberPattern {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Year,
    ShortYear,
    Month,
    Day,
    Field(String),
    Number(usize),
}

/// A number that is asked for: which sequence to count up, and what stands around the count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberPlan {
    /// The name of the sequence within the form and field: each has its own count from 1.
    pub sequence: String,
    before: String,
    after: String,
    digits: usize,
}

impl NumberPlan {
    /// The whole number for this count.
    pub fn number(&self, count: u64) -> String {
        format!("{}{count:0digits$}{}", self.before, self.after, digits = self.digits)
    }
}

impl NumberPattern {
    /// The pattern with this text; else the code of what is wrong: `pattern_malformed` or `pattern_needs_one_number`.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or("pattern_malformed")?;
            push_text(&mut parts, before)?;
            named(name, &mut parts)?;
            rest = after;
        }
        push_text(&mut parts, rest)?;
        let numbers = parts.iter().filter(|part| matches!(part, Part::Number(_))).count();
        if numbers == 1 { Ok(Self { parts }) } else { Err("pattern_needs_one_number") }
    }

    /// The names of fields in it, as written.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| if let Part::Field(name) = part { Some(name.as_str()) } else { None })
    }

    /// What a record with these values, made on this day, is numbered by.
    pub fn plan(&self, fields: &[FieldSpec], values: &Values, day: NaiveDate) -> NumberPlan {
        let (mut before, mut after, mut digits) = (String::new(), String::new(), None);
        for part in &self.parts {
            let text = match part {
                Part::Text(text) => text.clone(),
                Part::Year => format!("{:04}", day.year()),
                Part::ShortYear => format!("{:02}", day.year() % 100),
                Part::Month => format!("{:02}", day.month()),
                Part::Day => format!("{:02}", day.day()),
                Part::Field(name) => field_text(name, fields, values),
                Part::Number(width) => {
                    digits = Some(*width);
                    continue;
                }
            };
            if digits.is_some() { after.push_str(&text) } else { before.push_str(&text) }
        }
        NumberPlan { sequence: format!("{before}#{after}"), before, after, digits: digits.unwrap_or(1) }
    }
}

impl PublishedForm {
    /// The numbers that a record with these values is still to be given, when it is made on this day.
    pub fn numbers_due(&self, values: &Values, day: NaiveDate) -> Vec<(&Key, NumberPlan)> {
        let due = self.fields().iter().filter(|(key, _)| values.get(*key).is_none_or(Value::is_blank));
        due.filter_map(|(key, field)| {
            let pattern = NumberPattern::parse(field.kind.number_pattern()?).ok()?;
            Some((key, pattern.plan(&self.spec().fields, values, day)))
        })
        .collect()
    }
}

/// The field that a name in a pattern means, and whether the code of its option is meant.
pub(crate) fn field_of<'a>(name: &str, fields: &'a [FieldSpec]) -> Option<(&'a FieldSpec, bool)> {
    let find = |key: &str| fields.iter().find(|field| field.key == *key);
    find(name).map(|field| (field, false)).or_else(|| Some((find(name.strip_suffix("_code")?)?, true)))
}

fn field_text(name: &str, fields: &[FieldSpec], values: &Values) -> String {
    let Some((field, code)) = field_of(name, fields) else { return String::new() };
    let Some(value) = values.get(&field.key) else { return String::new() };
    if code {
        let option = value.as_text().and_then(|key| options::find(field.kind.options(), key));
        return option.map_or_else(String::new, |option| option.code.clone().unwrap_or_else(|| option.key.clone()));
    }
    field.kind.text(value, &Wording::plain(Locale::ZhCn))
}

fn push_text(parts: &mut Vec<Part>, text: &str) -> Result<(), &'static str> {
    if text.contains('}') {
        return Err("pattern_malformed");
    }
    if !text.is_empty() {
        parts.push(Part::Text(text.to_owned()));
    }
    Ok(())
}

fn named(name: &str, parts: &mut Vec<Part>) -> Result<(), &'static str> {
    match name {
        "YYYY" => parts.push(Part::Year),
        "YY" => parts.push(Part::ShortYear),
        "MM" => parts.push(Part::Month),
        "DD" => parts.push(Part::Day),
        "YYYYMM" => parts.extend([Part::Year, Part::Month]),
        "YYMM" => parts.extend([Part::ShortYear, Part::Month]),
        "YYYYMMDD" => parts.extend([Part::Year, Part::Month, Part::Day]),
        zeros if !zeros.is_empty() && zeros.len() <= 12 && zeros.bytes().all(|byte| byte == b'0') => {
            parts.push(Part::Number(zeros.len()));
        }
        key if Key::new(key).is_ok() => parts.push(Part::Field(key.to_owned())),
        _ => return Err("pattern_malformed"),
    }
    Ok(())
}

#[cfg(test)]
mod tests;
