//! The sandbox: one engine for all formulas, with nothing in it but our operators and functions.
//!
//! No package of rhai's is loaded, so there is no `print`, `eval`, `sleep`, clock or file. Numbers in the source are
//! exact decimals. All operators are ours, so a blank stays blank. Limits bound operations, depth, texts and lists;
//! a panic inside is caught. What the functions need of the moment lies in [`Host`], for the time of one evaluation.

use std::{
    cell::RefCell,
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::LazyLock,
};

use chrono::NaiveDate;
use mortise_model::{Decimal, Value};
use rhai::{AST, Dynamic, Engine, EvalAltResult, OptimizationLevel, Position, Scope as Variables, Token};

use crate::{
    Moment,
    convert::{to_dynamic, to_value},
    functions,
    operators::{self, Answered, Failure},
};

/// The longest source of one expression, in bytes.
pub(crate) const MAX_SOURCE: usize = 16 * 1024;
const MAX_OPERATIONS: u64 = 50_000;
const MAX_TEXT: usize = 20_000;
const MAX_LIST: usize = 2_000;

/// What an evaluation knows besides its variables, and what it found it would have to know.
#[derive(Debug, Default)]
pub(crate) struct Host {
    moment: Option<Moment>,
    pub(crate) workdays: HashMap<NaiveDate, bool>,
    pub(crate) asked: Vec<NaiveDate>,
}

thread_local! {
    static HOST: RefCell<Host> = RefCell::default();
}

static ENGINE: LazyLock<Engine> = LazyLock::new(sandbox);

/// The engine, for compiling.
pub(crate) fn engine() -> &'static Engine {
    &ENGINE
}

/// Evaluates with these variables at this moment; hands back what was asked of the calendar as well.
pub(crate) fn run(
    ast: &AST,
    variables: &mut Variables<'_>,
    moment: Moment,
    workdays: HashMap<NaiveDate, bool>,
) -> (Result<Value, Failure>, Host) {
    HOST.with_borrow_mut(|host| *host = Host { moment: Some(moment), workdays, asked: Vec::new() });
    let outcome = catch_unwind(AssertUnwindSafe(|| ENGINE.eval_ast_with_scope::<Dynamic>(variables, ast)));
    let host = HOST.take();
    let result = match outcome {
        Ok(Ok(value)) => Ok(to_value(&value)),
        Ok(Err(error)) => Err(failure(&error)),
        Err(_) => Err(Failure::new("expression_broke")),
    };
    (result, host)
}

/// The moment of the evaluation that is under way.
pub(crate) fn moment() -> Moment {
    HOST.with_borrow(|host| host.moment).unwrap_or_else(|| {
        let zone = chrono::FixedOffset::east_opt(0).expect("zero is an offset");
        Moment { now: chrono::DateTime::UNIX_EPOCH, zone }
    })
}

/// Whether a day is worked; asks when it is not known and then takes Monday to Friday for the time being.
pub(crate) fn is_workday(day: NaiveDate) -> bool {
    use chrono::Datelike;
    HOST.with_borrow_mut(|host| match host.workdays.get(&day) {
        Some(worked) => *worked,
        None => {
            host.asked.push(day);
            day.weekday().num_days_from_monday() < 5
        }
    })
}

fn sandbox() -> Engine {
    let mut engine = Engine::new_raw();
    engine
        .set_optimization_level(OptimizationLevel::None)
        .set_fast_operators(false)
        .set_max_operations(MAX_OPERATIONS)
        .set_max_call_levels(16)
        .set_max_expr_depths(64, 32)
        .set_max_string_size(MAX_TEXT)
        .set_max_array_size(MAX_LIST)
        .set_max_map_size(200)
        .set_max_variables(500)
        .set_max_functions(0)
        .set_max_modules(0)
        .set_allow_looping(false)
        .set_allow_anonymous_fn(false)
        .set_allow_statement_expression(false);
    for symbol in ["#{", "eval", "import", "export", "print", "debug", "Fn", "call", "curry", "is_shared", "type_of"] {
        engine.disable_symbol(symbol);
    }
    #[expect(
        deprecated,
        reason = "the call is only marked as one that may change with the engine, whose version is fixed"
    )]
    engine.on_parse_token(|token, _, _| match token {
        Token::IntegerConstant(number) => {
            Token::DecimalConstant(Box::new((Decimal::from(number), number.to_string().into())))
        }
        other => other,
    });
    functions::register(&mut engine);
    register_operators(&mut engine);
    engine
}

fn register_operators(engine: &mut Engine) {
    for op in ["+", "-", "*", "/", "%", "**", "==", "!=", "<", "<=", ">", ">="] {
        engine.register_fn(op, move |left: Dynamic, right: Dynamic| {
            answer(operators::binary(op, &to_value(&left), &to_value(&right), &moment()))
        });
    }
    engine.register_fn("-", |value: Dynamic| answer(operators::negated(&to_value(&value))));
    engine.register_fn("+", |value: Dynamic| value);
    engine.register_fn("!", |value: Dynamic| {
        answer(operators::truth(&to_value(&value)).map(|truth| Value::Bool(!truth)))
    });
    engine.register_fn("contains", |container: Dynamic, item: Dynamic| contains(&container, &item));
}

/// `item in container`; the members of a list written in the source keep their kinds.
fn contains(container: &Dynamic, item: &Dynamic) -> bool {
    let item = to_value(item);
    match container.as_array_ref() {
        Ok(array) => array.iter().any(|member| crate::filter::equal(&to_value(member), &item, &moment())),
        Err(_) => operators::contained(&to_value(container), &item, &moment()),
    }
}

/// An answer in the engine's terms.
pub(crate) fn answer(answered: Answered) -> Result<Dynamic, Box<EvalAltResult>> {
    answered
        .map(to_dynamic)
        .map_err(|failure| Box::new(EvalAltResult::ErrorRuntime(Dynamic::from(failure), Position::NONE)))
}

/// What went wrong, with the line and column where the engine knows them.
fn failure(error: &EvalAltResult) -> Failure {
    let inner = error.unwrap_inner();
    let failure = match inner {
        EvalAltResult::ErrorRuntime(value, _) => {
            value.clone().try_cast::<Failure>().unwrap_or_else(|| Failure::new("expression_failed"))
        }
        EvalAltResult::ErrorTooManyOperations(_) => Failure::new("too_many_operations"),
        EvalAltResult::ErrorStackOverflow(_) => Failure::new("expression_too_deep"),
        EvalAltResult::ErrorDataTooLarge(what, _) => Failure::new("too_much_data").with("what", what.as_str()),
        EvalAltResult::ErrorMismatchDataType(wanted, given, _) => {
            Failure::new("wrong_types").with("left", wanted.as_str()).with("right", given.as_str())
        }
        other => Failure::new("expression_failed").with("detail", other.to_string()),
    };
    match error.position().line() {
        Some(line) => failure.with("line", line).with("column", error.position().position().unwrap_or_default()),
        None => failure,
    }
}

#[cfg(test)]
mod tests;
