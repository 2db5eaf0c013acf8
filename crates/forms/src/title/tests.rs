use mortise_model::{Id, Target, Value, Values};
use serde_json::json;

use super::{TitlePattern, references, text, title};
use crate::{
    Titles, Wording,
    sample::{app, id, key, publish, values, wording},
};

struct Named;

impl Titles for Named {
    fn title(&self, target: &Target, id: Id) -> Option<String> {
        (*target == Target::Form(key("party"))).then(|| format!("party {}", id.raw()))
    }
}

#[test]
fn a_title_is_words_and_what_fields_read_as() {
    let form = publish("contract", &app());
    let mut of = values(&form, json!({"no": "C-1", "name": "Stage", "party": id(7)}));
    let named = Wording::new(Default::default(), &Named);
    assert_eq!(title(&form, &of, &named), "C-1 Stage (party 7)");
    of.insert(key("no"), Value::Null);
    assert_eq!(title(&form, &of, &named), "Stage (party 7)");
    assert_eq!(title(&form, &Values::new(), &named), "");
}

#[test]
fn an_amount_is_written_with_the_currency_of_its_record() {
    let form = publish("contract", &app());
    let amount = |currency: &str| {
        let of = Values::from_iter([
            (key("amount"), Value::Decimal("1234.50".parse().expect("a number"))),
            (key("currency"), Value::Text(currency.to_owned())),
        ]);
        text(&form, "amount", &of, &wording())
    };
    assert_eq!(amount("CNY"), "¥1,234.50");
    assert_eq!(amount("JPY"), "JP¥1,234.5");
}

#[test]
fn the_titles_that_are_needed_can_be_told_beforehand() {
    let form = publish("contract", &app());
    let of = values(&form, json!({"name": "x", "party": id(7)}));
    assert_eq!(references(&form, &of).collect::<Vec<_>>(), [(Target::Form(key("party")), id(7))]);
}

#[test]
fn loose_braces_are_no_title() {
    for wrong in ["{", "{a", "a}", "{A}", "{a b}", "{a}}"] {
        assert_eq!(TitlePattern::parse(wrong), None, "{wrong}");
    }
    assert!(TitlePattern::parse("").is_some());
}
