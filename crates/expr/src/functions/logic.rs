use mortise_model::Value;

use super::Function;
use crate::operators::truth;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        usage: "is_blank(value)",
        doc: "Whether there is no value: nothing, an empty text, an empty list.",
        call: |arguments| Ok(Value::Bool(arguments[0].is_blank())),
    },
    Function {
        usage: "coalesce(value, …)",
        doc: "The first value that is not blank; `a ?? b` means the same.",
        call: |arguments| Ok(arguments.iter().find(|value| !value.is_blank()).cloned().unwrap_or_default()),
    },
    Function {
        usage: "is_true(value)",
        doc: "Whether a condition holds; blank does not.",
        call: |arguments| truth(&arguments[0]).map(Value::Bool),
    },
];
