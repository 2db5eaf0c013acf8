use mortise_model::{Decimal, grouped, rmb_upper};
use serde_json::{Map, Value as Json, json};

use super::{Helper, HelperFailure, blank};

pub(super) const HELPERS: &[Helper] = &[
    Helper {
        usage: "money amount currency?",
        options: &["places"],
        doc: "An amount with thousands separated and two places, with the sign of its currency where one is given.",
        work: money,
    },
    Helper {
        usage: "number value places?",
        options: &[],
        doc: "A number with thousands separated; with so many places, or as many as it has.",
        work: number,
    },
    Helper {
        usage: "percent value places?",
        options: &[],
        doc: "A number with a percent sign; 12.5 is 12.5 %.",
        work: percent,
    },
    Helper {
        usage: "rmb_upper amount",
        options: &[],
        doc: "An amount in Chinese capitals, such as 壹拾万元整.",
        work: |arguments, _| match exact("rmb_upper", &arguments[0])? {
            None => Ok(Json::Null),
            Some(amount) => rmb_upper(amount).map(Json::String).ok_or(HelperFailure::WrongValue("rmb_upper")),
        },
    },
    Helper {
        usage: "inc index",
        options: &[],
        doc: "One more: `{{inc @index}}` numbers the rows of a loop from 1.",
        work: |arguments, _| add("inc", &arguments[0], &json!(1)),
    },
    Helper {
        usage: "add number other",
        options: &[],
        doc: "The exact sum of two numbers; a blank counts as nothing.",
        work: |arguments, _| add("add", &arguments[0], &arguments[1]),
    },
    Helper {
        usage: "sum list field?",
        options: &[],
        doc: "The exact sum over a list, of its members or of a field of each: `{{sum items \"amount\"}}`.",
        work: sum,
    },
];

/// The exact number; `None` of a blank.
pub(super) fn exact(helper: &'static str, value: &Json) -> Result<Option<Decimal>, HelperFailure> {
    let parsed = match value {
        blank_value if blank(blank_value) => return Ok(None),
        Json::Number(number) => number.to_string().parse().ok(),
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    parsed.map(Some).ok_or(HelperFailure::WrongValue(helper))
}

fn places(helper: &'static str, value: Option<&Json>) -> Result<Option<u32>, HelperFailure> {
    let wrong = HelperFailure::WrongValue(helper);
    match value {
        None => Ok(None),
        Some(value) => value.as_u64().and_then(|n| u32::try_from(n).ok()).filter(|n| *n <= 9).map(Some).ok_or(wrong),
    }
}

fn money(arguments: &[Json], options: &Map<String, Json>) -> Result<Json, HelperFailure> {
    let Some(amount) = exact("money", &arguments[0])? else { return Ok(Json::Null) };
    let currency = arguments.get(1).and_then(Json::as_str).unwrap_or_default();
    let usual = if matches!(currency, "JPY" | "KRW") { 0 } else { 2 };
    let written = grouped(amount, places("money", options.get("places"))?.unwrap_or(usual));
    let (sign, figures) = written.strip_prefix('-').map_or(("", written.as_str()), |figures| ("-", figures));
    Ok(json!(format!("{sign}{}{figures}", symbol(currency))))
}

/// The sign before an amount; a currency without one of its own is named by its code.
fn symbol(currency: &str) -> String {
    match currency {
        "" => String::new(),
        "CNY" | "JPY" => "¥".to_owned(),
        "USD" => "$".to_owned(),
        "HKD" => "HK$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "KRW" => "₩".to_owned(),
        other => format!("{other} "),
    }
}

fn number(arguments: &[Json], _: &Map<String, Json>) -> Result<Json, HelperFailure> {
    let Some(value) = exact("number", &arguments[0])? else { return Ok(Json::Null) };
    let places = places("number", arguments.get(1))?.unwrap_or_else(|| value.scale().min(9));
    Ok(json!(grouped(value, places)))
}

fn percent(arguments: &[Json], _: &Map<String, Json>) -> Result<Json, HelperFailure> {
    let Some(value) = exact("percent", &arguments[0])? else { return Ok(Json::Null) };
    let value = if arguments.len() > 1 { value } else { value.normalize() };
    let places = places("percent", arguments.get(1))?.unwrap_or_else(|| value.scale().min(9));
    Ok(json!(format!("{}%", grouped(value, places))))
}

fn add(helper: &'static str, one: &Json, other: &Json) -> Result<Json, HelperFailure> {
    let (one, other) = (exact(helper, one)?.unwrap_or_default(), exact(helper, other)?.unwrap_or_default());
    let total = one.checked_add(other).ok_or(HelperFailure::WrongValue(helper))?;
    Ok(json!(total.to_string()))
}

fn sum(arguments: &[Json], _: &Map<String, Json>) -> Result<Json, HelperFailure> {
    let members = super::values::members("sum", arguments)?;
    let mut total = Decimal::ZERO;
    for member in &members {
        let more = exact("sum", member)?.unwrap_or_default();
        total = total.checked_add(more).ok_or(HelperFailure::WrongValue("sum"))?;
    }
    Ok(json!(total.to_string()))
}
