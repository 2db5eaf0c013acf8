use mortise_model::Value;
use pinyin::ToPinyin;

use super::{Function, number, words};
use crate::{
    filter::fold,
    operators::{Answered, Failure, whole},
};

/// The longest text that a function makes.
const MAX_TEXT: usize = 20_000;

pub(super) const FUNCTIONS: &[Function] = &[
    Function { usage: "text(value)", doc: "The value as a text.", call: |a| Ok(Value::Text(words(a, 0))) },
    Function { usage: "concat(value, …)", doc: "All values one behind the other; blanks add nothing.", call: concat },
    Function { usage: "join(list, between)", doc: "The members of a list with a text between them.", call: join },
    Function { usage: "split(text, between)", doc: "The parts of a text.", call: split },
    Function {
        usage: "len(value)",
        doc: "How many characters a text or members a list has; 0 of a blank.",
        call: length,
    },
    Function { usage: "upper(text)", doc: "In capitals.", call: |a| Ok(Value::Text(words(a, 0).to_uppercase())) },
    Function { usage: "lower(text)", doc: "In small letters.", call: |a| Ok(Value::Text(words(a, 0).to_lowercase())) },
    Function {
        usage: "trim(text)",
        doc: "Without white space at both ends.",
        call: |a| Ok(Value::Text(words(a, 0).trim().to_owned())),
    },
    Function {
        usage: "starts_with(text, part)",
        doc: "Whether the text begins so, case ignored.",
        call: |a| Ok(Value::Bool(!a[1].is_blank() && fold(&words(a, 0)).starts_with(&fold(&words(a, 1))))),
    },
    Function {
        usage: "ends_with(text, part)",
        doc: "Whether the text ends so, case ignored.",
        call: |a| Ok(Value::Bool(!a[1].is_blank() && fold(&words(a, 0)).ends_with(&fold(&words(a, 1))))),
    },
    Function {
        usage: "replace(text, part, by)",
        doc: "The text with each occurrence of a part replaced.",
        call: replace,
    },
    Function {
        usage: "substring(text, start, length?)",
        doc: "A part of the text, counted in characters from 0.",
        call: substring,
    },
    Function {
        usage: "pad_start(text, length, with)",
        doc: "The text with a character before it until it is so long, such as 0007.",
        call: pad_start,
    },
    Function {
        usage: "pinyin(text)",
        doc: "Chinese characters as pinyin without tones, run together: zhangsan; other characters stay.",
        call: |a| Ok(Value::Text(romanised(&words(a, 0), |p| p.plain()))),
    },
    Function {
        usage: "pinyin_initials(text)",
        doc: "Of each Chinese character the first letter of its pinyin: zs.",
        call: |a| Ok(Value::Text(romanised(&words(a, 0), |p| p.first_letter()))),
    },
];

fn concat(arguments: &[Value]) -> Answered {
    Ok(Value::Text((0..arguments.len()).map(|place| words(arguments, place)).collect()))
}

fn join(arguments: &[Value]) -> Answered {
    let parts: Vec<String> = crate::filter::members(&arguments[0]).iter().map(crate::operators::text).collect();
    Ok(Value::Text(parts.join(&words(arguments, 1))))
}

fn split(arguments: &[Value]) -> Answered {
    let (text, between) = (words(arguments, 0), words(arguments, 1));
    if between.is_empty() || text.is_empty() {
        return Ok(Value::List(if text.is_empty() { Vec::new() } else { vec![text] }));
    }
    Ok(Value::List(text.split(&between).map(str::to_owned).take(1_000).collect()))
}

fn length(arguments: &[Value]) -> Answered {
    Ok(whole(match &arguments[0] {
        Value::Null => 0,
        Value::Text(text) => text.chars().count() as u64,
        Value::Rows(rows) => rows.len() as u64,
        other => crate::filter::members(other).len() as u64,
    }))
}

fn replace(arguments: &[Value]) -> Answered {
    let (text, part, by) = (words(arguments, 0), words(arguments, 1), words(arguments, 2));
    if part.is_empty() {
        return Ok(Value::Text(text));
    }
    let occurrences = text.matches(part.as_str()).count();
    if text.len() + occurrences * by.len() > MAX_TEXT {
        return Err(too_long());
    }
    Ok(Value::Text(text.replace(&part, &by)))
}

fn substring(arguments: &[Value]) -> Answered {
    let text = words(arguments, 0);
    let place = |place: usize| {
        number("substring", arguments, place).map(|n| n.map(|n| usize::try_from(n.trunc()).unwrap_or_default()))
    };
    let (start, length) = (place(1)?.unwrap_or_default(), place(2)?.unwrap_or(usize::MAX));
    Ok(Value::Text(text.chars().skip(start).take(length).collect()))
}

fn pad_start(arguments: &[Value]) -> Answered {
    let (text, with) = (words(arguments, 0), words(arguments, 2));
    let wanted = number("pad_start", arguments, 1)?.map_or(0, |n| usize::try_from(n.trunc()).unwrap_or_default());
    let missing = wanted.saturating_sub(text.chars().count());
    let filler = with.chars().next().unwrap_or(' ');
    if missing > MAX_TEXT {
        return Err(too_long());
    }
    let filled: String = std::iter::repeat_n(filler, missing).chain(text.chars()).collect();
    Ok(Value::Text(filled))
}

fn romanised(text: &str, read: fn(pinyin::Pinyin) -> &'static str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars().take(MAX_TEXT) {
        match c.to_pinyin() {
            Some(sound) => written.push_str(read(sound)),
            None => written.push(c),
        }
    }
    written
}

fn too_long() -> Failure {
    Failure::new("too_much_data").with("what", "text")
}
