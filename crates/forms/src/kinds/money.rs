use mortise_model::{Facts, Issue, Issues, Key, Path, Pointer, Storage, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::options;
use super::{Exact, FieldKind, Refused, Sample, Wording, numbers, palette::answers};
use crate::FieldSpec;

/// An amount of money. It has the places of its currency: two for CNY, none for JPY.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MoneyField {
    /// The currency of all amounts, such as `CNY`; where neither this nor `currency_field` is set, `CNY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The field of the same form that holds the currency of the amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency_field: Option<Key>,
    /// The smallest amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<Exact>,
    /// The largest amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Exact>,
    /// The places of the column, from the currencies that `currency_field` can hold.
    #[serde(skip)]
    settled: Option<u32>,
}

impl MoneyField {
    fn code(&self) -> Option<&str> {
        match (&self.currency, &self.currency_field) {
            (Some(code), _) => Some(code),
            (None, Some(_)) => None,
            (None, None) => Some("CNY"),
        }
    }

    fn scale(&self) -> u32 {
        match self.code() {
            Some(code) => numbers::find_currency(code).map_or(2, |known| known.scale),
            None => self.settled.unwrap_or(numbers::MOST_CURRENCY_PLACES),
        }
    }
}

impl FieldKind for MoneyField {
    answers!(NUMBER, FIGURES, RANGES);

    fn storage(&self) -> Storage {
        Storage::Decimal { scale: self.scale() }
    }

    fn value_schema(&self) -> Json {
        numbers::schema(self.scale(), self.min.map(|n| n.0), self.max.map(|n| n.0))
    }

    fn read(&self, raw: &Json, _: &Facts) -> Result<Value, Refused> {
        numbers::read_exact(raw, self.scale())
    }

    fn check(&self, value: &Value) -> Option<Issue> {
        numbers::check(value, self.min.map(|n| n.0), self.max.map(|n| n.0))
    }

    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        let code = self.code().or(wording.currency);
        value.as_decimal().map_or_else(String::new, |number| numbers::amount(&number, code))
    }

    fn read_text(&self, text: &str, _: &Wording<'_>) -> Json {
        numbers::from_text(text)
    }

    fn check_settings(&self) -> Issues {
        let mut issues = numbers::check_limits(self.min.map(|n| n.0), self.max.map(|n| n.0));
        match (&self.currency, &self.currency_field) {
            (Some(_), Some(_)) => issues.push(Issue::error(Pointer::root().at("currency_field"), "currency_twice")),
            (Some(code), None) if numbers::find_currency(code).is_none() => {
                issues.push(
                    Issue::error(Pointer::root().at("currency"), "unknown_currency").with("currency", code.as_str()),
                );
            }
            _ => {}
        }
        issues
    }

    fn settle(&mut self, beside: &[FieldSpec]) {
        let Some(key) = &self.currency_field else { return };
        let places = |field: &FieldSpec| {
            let codes = options::keys(field.kind.options());
            codes.iter().map(|code| numbers::find_currency(code).map_or(2, |known| known.scale)).max()
        };
        self.settled = beside.iter().find(|field| field.key == *key).and_then(places);
    }

    fn names_fields(&self) -> Vec<(&'static str, Path)> {
        self.currency_field.iter().map(|key| ("currency_field", Path::new(key))).collect()
    }

    fn currency_field(&self) -> Option<&Key> {
        self.currency_field.as_ref()
    }

    fn places_in(&self, currency: &str) -> Option<u32> {
        self.currency_field.as_ref()?;
        Some(numbers::find_currency(currency)?.scale.min(self.scale()))
    }

    fn samples() -> Vec<Sample> {
        vec![
            Sample::of(json!({}))
                .takes("1234567.5", "¥1,234,567.50")
                .takes("-0.01", "-¥0.01")
                .takes(100, "¥100.00")
                .refuses("0.001", "too_many_places")
                .refuses("12.5元", "not_a_number")
                .refuses(12.5, "not_exact")
                .refuses("92233720368547758.08", "out_of_range"),
            Sample::of(json!({"currency": "JPY", "min": "0", "max": "1000000"}))
                .takes("5000", "JP¥5,000")
                .refuses("0.5", "too_many_places")
                .refuses("-1", "too_small")
                .refuses("1000001", "too_large"),
            Sample::of(json!({"currency_field": "currency"}))
                .takes("1.125", "1.125")
                .refuses("1.1255", "too_many_places"),
        ]
    }
}
