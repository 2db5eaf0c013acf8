use mortise_model::{Value, grouped, rmb_upper};

use super::{Function, number};
use crate::operators::{Answered, Failure, too_large};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        usage: "rmb_upper(amount)",
        doc: "The amount in Chinese capitals, such as 壹拾万元整.",
        call: |arguments| match number("rmb_upper", arguments, 0)? {
            None => Ok(Value::Null),
            Some(amount) => rmb_upper(amount).map(Value::Text).ok_or_else(too_large),
        },
    },
    Function {
        usage: "thousands(amount, places?)",
        doc: "The amount as a text with thousands separated and so many places (2), such as 1,234.50.",
        call: thousands,
    },
];

fn thousands(arguments: &[Value]) -> Answered {
    let Some(amount) = number("thousands", arguments, 0)? else { return Ok(Value::Null) };
    let places = number("thousands", arguments, 1)?.map_or(Ok(2), u32::try_from);
    let places = places.ok().filter(|places| *places <= 9);
    let places = places.ok_or_else(|| Failure::new("places_not_possible").with("most", 9))?;
    Ok(Value::Text(grouped(amount, places)))
}
