//! The functions of the language, by topic. Each is a plain function over values with a line that documents it.

mod dates;
mod lists;
mod logic;
mod money;
mod numbers;
mod text;
mod workdays;

pub(crate) use lists::{distinct, extreme, mean, median};
pub(crate) use numbers::sum;

use mortise_model::Value;
use rhai::{Dynamic, Engine};

use crate::{
    convert::to_value,
    engine::answer,
    operators::{Answered, Failure, kind},
};

/// A function as a reader of the reference sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FunctionDoc {
    /// What it belongs to, such as `dates`.
    pub topic: &'static str,
    /// How it is written, such as `round(number, places?)`.
    pub usage: &'static str,
    /// What it gives.
    pub doc: &'static str,
}

/// One function: how it is written, what it gives, and the work itself.
pub(crate) struct Function {
    /// `name(a, b, c?)`: a `?` marks what may be left out, `…` at the end more of the same, up to eight in all.
    pub(crate) usage: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) call: fn(&[Value]) -> Answered,
}

/// The most arguments that any call takes.
pub(crate) const MAX_ARGUMENTS: usize = 8;

const TOPICS: &[(&str, &[Function])] = &[
    ("numbers", numbers::FUNCTIONS),
    ("money", money::FUNCTIONS),
    ("dates", dates::FUNCTIONS),
    ("workdays", workdays::FUNCTIONS),
    ("text", text::FUNCTIONS),
    ("lists", lists::FUNCTIONS),
    ("logic", logic::FUNCTIONS),
];

/// What the language reads of the record and the world, which the compiler turns into questions.
const READERS: &[FunctionDoc] = &[
    FunctionDoc { topic: "record", usage: "today()", doc: "The day it is where the tenant is." },
    FunctionDoc { topic: "record", usage: "now()", doc: "This moment." },
    FunctionDoc { topic: "record", usage: "me()", doc: "The person who looks; blank for the product itself." },
    FunctionDoc { topic: "record", usage: "param(\"name\")", doc: "A parameter of the app." },
    FunctionDoc {
        topic: "rows",
        usage: "sum(\"subform\", \"field\", condition?)",
        doc: "The sum over a subform's rows, or those that fit; 0 where there is none. Likewise `count` (of rows, or of \
              values with a field), `count_distinct`, `avg`, `min`, `max`, `median`, `first`, `last`, which skip blanks \
              and are blank where nothing is left.",
    },
    FunctionDoc {
        topic: "rows",
        usage: "weighted_avg(\"subform\", \"field\", \"weight\", condition?)",
        doc: "The mean of a field, each row counted with its weight.",
    },
    FunctionDoc {
        topic: "related",
        usage: "related(\"form\", condition).sum(\"field\")",
        doc: "The same over the records of another form that fit; in the condition a plain name is a field of that \
              form and `record.name` one of this record, as in `related(\"payment\", contract == record._id && status \
              == \"paid\").sum(\"amount\")`.",
    },
    FunctionDoc {
        topic: "related",
        usage: "related(\"form\", condition).first_gap(\"period\", from, days?)",
        doc: "The first day, `from` or later, at which so many days (1) are free of all those periods.",
    },
];

/// All functions, for the reference page and the formula editor.
pub fn functions() -> Vec<FunctionDoc> {
    let ours = TOPICS.iter().flat_map(|(topic, functions)| {
        functions.iter().map(|function| FunctionDoc { topic, usage: function.usage, doc: function.doc })
    });
    READERS.iter().copied().chain(ours).collect()
}

/// The function with this name.
pub(crate) fn find(name: &str) -> Option<&'static Function> {
    TOPICS.iter().flat_map(|(_, functions)| functions.iter()).find(|function| function.name() == name)
}

impl Function {
    /// Its name.
    pub(crate) fn name(&self) -> &'static str {
        self.usage.split('(').next().unwrap_or(self.usage)
    }

    /// The least and the most arguments.
    pub(crate) fn takes(&self) -> (usize, usize) {
        let inner = self.usage.split_once('(').map_or("", |(_, rest)| rest.trim_end_matches(')'));
        let params: Vec<&str> = inner.split(',').map(str::trim).filter(|param| !param.is_empty()).collect();
        let open = params.last().is_some_and(|last| last.ends_with('…'));
        let least = params.iter().filter(|param| !param.ends_with(['?', '…'])).count();
        (least, if open { MAX_ARGUMENTS } else { params.len() })
    }
}

/// Makes all functions known to the engine, once for each number of arguments.
pub(crate) fn register(engine: &mut Engine) {
    for function in TOPICS.iter().flat_map(|(_, functions)| functions.iter()) {
        let (least, most) = function.takes();
        for count in least..=most {
            register_one(engine, function, count);
        }
    }
}

macro_rules! with_arguments {
    ($engine:ident, $name:ident, $call:ident, $($argument:ident)*) => {
        $engine.register_fn($name, move |$($argument: Dynamic),*| answer($call(&[$(to_value(&$argument)),*])))
    };
}

fn register_one(engine: &mut Engine, function: &'static Function, count: usize) {
    let (name, call) = (function.name(), function.call);
    match count {
        0 => engine.register_fn(name, move || answer(call(&[]))),
        1 => with_arguments!(engine, name, call, a),
        2 => with_arguments!(engine, name, call, a b),
        3 => with_arguments!(engine, name, call, a b c),
        4 => with_arguments!(engine, name, call, a b c d),
        5 => with_arguments!(engine, name, call, a b c d e),
        6 => with_arguments!(engine, name, call, a b c d e f),
        7 => with_arguments!(engine, name, call, a b c d e f g),
        _ => with_arguments!(engine, name, call, a b c d e f g h),
    };
}

/// The argument at this place is of the wrong kind.
pub(crate) fn wrong_argument(function: &'static str, place: usize, given: &Value) -> Failure {
    Failure::new("wrong_argument").with("function", function).with("place", place + 1).with("given", kind(given))
}

/// The number at this place; `None` where it is blank or absent.
pub(crate) fn number(
    function: &'static str,
    arguments: &[Value],
    place: usize,
) -> Result<Option<mortise_model::Decimal>, Failure> {
    match arguments.get(place) {
        None => Ok(None),
        Some(value) if value.is_blank() => Ok(None),
        Some(value) => value.as_decimal().map(Some).ok_or_else(|| wrong_argument(function, place, value)),
    }
}

/// The text at this place, of numbers and days as they are written; blank is an empty text.
pub(crate) fn words(arguments: &[Value], place: usize) -> String {
    arguments.get(place).map(crate::operators::text).unwrap_or_default()
}

#[cfg(test)]
mod tests;
