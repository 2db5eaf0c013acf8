use std::time::{Duration, Instant};

use super::*;
use crate::sample;

/// Evaluates a whole script in the sandbox, with loops allowed, as no formula may have them.
fn script(source: &str) -> Result<Dynamic, Box<EvalAltResult>> {
    let mut engine = sandbox();
    engine.set_allow_looping(true).set_allow_anonymous_fn(true).set_allow_statement_expression(true);
    engine.eval::<Dynamic>(source)
}

#[test]
fn casbin_has_not_disarmed_the_engine() {
    let error = script("loop { }").unwrap_err();
    assert!(matches!(*error, EvalAltResult::ErrorTooManyOperations(_)), "{error}");
    assert_eq!(to_value(&script("9000000000 + 1").unwrap()).to_json(), "9000000001");
    assert_eq!(script("0.1 + 0.2").unwrap().as_decimal().unwrap().to_string(), "0.3");
}

#[test]
fn bombs_end_soon_and_small() {
    let bombs = [
        "let s = \"aaaaaaaaaaaaaaaa\"; loop { s = s + s; }",
        "let a = [1]; loop { a = [a, a, a, a]; }",
        "let m = #{}; m",
        "sleep(60)",
        "eval(\"1\")",
        "print(1)",
        "blob(1000000000)",
        "let f = Fn(\"abs\"); f.call(1)",
        "import \"std\" as s;",
        "timestamp()",
        "parse_json(\"{}\")",
        "let x = 1; x << 1000",
    ];
    for bomb in bombs {
        let begun = Instant::now();
        assert!(script(bomb).is_err(), "{bomb}");
        assert!(begun.elapsed() < Duration::from_secs(5), "{bomb}");
    }
}

#[test]
fn a_broken_evaluation_leaves_nothing_behind() {
    let ast = engine().compile_expression("is_workday(day)").unwrap();
    let mut variables = Variables::new();
    let day = sample::moment().today();
    variables.push_constant_dynamic("day", to_dynamic(Value::Date(day)));
    let (_, host) = run(&ast, &mut variables, sample::moment(), HashMap::new());
    assert_eq!(host.asked, [day]);
    assert!(HOST.with_borrow(|host| host.asked.is_empty() && host.moment.is_none()));
}
