//! From source to a tree in which everything that is read is a variable, and nothing is left that a formula may not do.

use mortise_model::{Aggregate, Issue, Key, Path, Pointer};
use rhai::{AST, Expr, FnCallExpr, Module, Namespace, Position, Stmt, StmtBlock};

use super::{
    RelatedRead,
    condition::condition,
    slot::{self, RowsRead, Slot},
};
use crate::{
    engine::{MAX_SOURCE, engine},
    functions,
};

/// How deep operators and calls may be nested.
const MAX_DEPTH: usize = 100;

const OPERATORS: &[&str] = &["+", "-", "*", "/", "%", "**", "==", "!=", "<", "<=", ">", ">=", "!", "contains"];

/// Compiles one expression to its tree and the slots that must be filled before it runs.
pub(super) fn compile(source: &str) -> Result<(AST, Vec<Slot>), Issue> {
    if source.len() > MAX_SOURCE {
        return Err(issue("formula_too_long", Position::NONE).with("most", MAX_SOURCE));
    }
    let ast = engine().compile_expression(source).map_err(|error| {
        let detail: String = error.err_type().to_string().chars().take(200).collect();
        issue("formula_syntax", error.position()).with("detail", detail)
    })?;
    let [Stmt::Expr(expr)] = ast.statements() else {
        return Err(issue("not_in_a_formula", Position::NONE).with("what", "statement"));
    };
    let mut expr = (**expr).clone();
    let mut rewriting = Rewriting { slots: Vec::new() };
    rewriting.expr(&mut expr, 0)?;
    Ok((AST::new([Stmt::Expr(Box::new(expr))], Module::new()), rewriting.slots))
}

/// An issue at the root with the line and column, where they are known.
pub(super) fn issue(code: &str, pos: Position) -> Issue {
    let issue = Issue::error(Pointer::root(), code);
    match pos.line() {
        Some(line) => issue.with("line", line).with("column", pos.position().unwrap_or_default()),
        None => issue,
    }
}

/// The text that a literal is.
pub(super) fn constant_text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::StringConstant(text, _) => Some(text.to_string()),
        Expr::CharConstant(letter, _) => Some(letter.to_string()),
        _ => None,
    }
}

struct Rewriting {
    slots: Vec<Slot>,
}

impl Rewriting {
    fn expr(&mut self, expr: &mut Expr, depth: usize) -> Result<(), Issue> {
        let pos = expr.start_position();
        if depth > MAX_DEPTH {
            return Err(issue("formula_too_deep", pos));
        }
        *expr = method_calls_unfolded(std::mem::take(expr))?;
        match expr {
            Expr::BoolConstant(..) | Expr::Unit(_) | Expr::StringConstant(..) | Expr::DynamicConstant(..) => Ok(()),
            Expr::CharConstant(letter, pos) => {
                *expr = Expr::StringConstant(letter.to_string().into(), *pos);
                Ok(())
            }
            Expr::Variable(variable, ..) if variable.2.is_empty() => {
                let slot = Slot::Path(Path::new(&variable.1));
                self.fill(expr, slot, pos);
                Ok(())
            }
            Expr::Array(members, _) => members.iter_mut().try_for_each(|member| self.expr(member, depth + 1)),
            Expr::InterpolatedString(parts, _) => {
                let parts = std::mem::take(parts).into_iter().collect();
                *expr = chained("concat", parts, pos)?;
                self.expr(expr, depth)
            }
            Expr::Coalesce(parts, _) => {
                let parts = std::mem::take(&mut **parts).into_iter().collect();
                *expr = chained("coalesce", parts, pos)?;
                self.expr(expr, depth)
            }
            Expr::And(parts, _) | Expr::Or(parts, _) => {
                parts.iter_mut().try_for_each(|part| self.truth(part, depth + 1))
            }
            Expr::Index(pair, _, _) => {
                let args = vec![std::mem::take(&mut pair.lhs), std::mem::take(&mut pair.rhs)];
                *expr = call("at", args, pos)?;
                self.expr(expr, depth)
            }
            Expr::FnCall(_, _) => self.call(expr, depth),
            Expr::Stmt(block) => self.block(block, depth),
            _ => Err(refused("syntax", pos)),
        }
    }

    /// A condition: blank does not hold.
    fn truth(&mut self, expr: &mut Expr, depth: usize) -> Result<(), Issue> {
        self.expr(expr, depth)?;
        if !matches!(expr, Expr::BoolConstant(..)) {
            let pos = expr.start_position();
            *expr = call("is_true", vec![std::mem::take(expr)], pos)?;
        }
        Ok(())
    }

    /// A block with one expression, as the branches of `if` and `switch` are.
    fn block(&mut self, block: &mut StmtBlock, depth: usize) -> Result<(), Issue> {
        let pos = block.position();
        match block.as_mut() {
            [] => Ok(()),
            [stmt] => self.stmt(stmt, depth + 1),
            _ => Err(refused("statement", pos)),
        }
    }

    fn stmt(&mut self, stmt: &mut Stmt, depth: usize) -> Result<(), Issue> {
        if let Stmt::FnCall(call, pos) = stmt {
            *stmt = Stmt::Expr(Box::new(Expr::FnCall(call.clone(), *pos)));
        }
        match stmt {
            Stmt::Noop(_) => Ok(()),
            Stmt::Expr(expr) => self.expr(expr, depth),
            Stmt::Block(block) => self.block(block, depth),
            Stmt::If(flow, _) => {
                self.truth(&mut flow.expr, depth)?;
                self.block(&mut flow.body, depth)?;
                self.block(&mut flow.branch, depth)
            }
            Stmt::Switch(parts, _) => {
                self.expr(&mut parts.0, depth)?;
                for case in &mut parts.1.expressions {
                    self.truth(&mut case.lhs, depth)?;
                    self.expr(&mut case.rhs, depth)?;
                }
                Ok(())
            }
            other => Err(refused("statement", other.position())),
        }
    }

    fn call(&mut self, expr: &mut Expr, depth: usize) -> Result<(), Issue> {
        let Expr::FnCall(given, pos) = expr else { return Ok(()) };
        let pos = *pos;
        if !given.namespace.is_empty() || given.capture_parent_scope {
            return Err(refused("namespace", pos));
        }
        let name = given.name.to_string();
        if let Some(slot) = reader(&name, given.args.as_slice(), pos)? {
            self.fill(expr, slot, pos);
            return Ok(());
        }
        if let Some((slot, rest)) = aggregate(&name, given.args.as_slice(), pos)? {
            let mut read = Expr::Unit(pos);
            self.fill(&mut read, slot, pos);
            if name != "first_gap" {
                *expr = read;
                return Ok(());
            }
            let mut args = rest;
            args.iter_mut().try_for_each(|arg| self.expr(arg, depth + 1))?;
            args.insert(0, read);
            check_arity(&name, args.len(), pos)?;
            *expr = self::call(&name, args, pos)?;
            return Ok(());
        }
        if !(given.is_operator_call() && OPERATORS.contains(&name.as_str())) {
            check_arity(&name, given.args.len(), pos)?;
        }
        given.args.iter_mut().try_for_each(|arg| self.expr(arg, depth + 1))
    }

    /// Puts the variable of a slot in the place of an expression.
    fn fill(&mut self, expr: &mut Expr, slot: Slot, pos: Position) {
        let index = self.slots.iter().position(|known| *known == slot).unwrap_or(self.slots.len());
        if index == self.slots.len() {
            self.slots.push(slot);
        }
        *expr = Expr::Variable(Box::new((None, slot::name(index).into(), Namespace::NONE, 0)), None, pos);
    }
}

/// `a.b.c` as one variable and `x.f(y)` as `f(x, y)`.
pub(super) fn method_calls_unfolded(expr: Expr) -> Result<Expr, Issue> {
    if !matches!(expr, Expr::Dot(..)) {
        return Ok(expr);
    }
    let mut links = Vec::new();
    flatten(expr, &mut links);
    let mut links = links.into_iter();
    let mut whole = links.next().unwrap_or_default();
    for link in links {
        let pos = link.start_position();
        whole = match (link, whole) {
            (Expr::Property(property, _), Expr::Variable(mut variable, _, at)) if variable.2.is_empty() => {
                variable.1 = format!("{}.{}", variable.1, property.2).into();
                Expr::Variable(variable, None, at)
            }
            (Expr::Property(property, _), inner) => match property.2.as_str() {
                "start" => call("range_start", vec![inner], pos)?,
                "end" => call("range_end", vec![inner], pos)?,
                other => return Err(issue("unknown_function", pos).with("function", other)),
            },
            (Expr::MethodCall(mut method, _), inner) => {
                let mut args = vec![inner];
                args.extend(method.args.drain(..));
                call(&method.name, args, pos)?
            }
            _ => return Err(refused("syntax", pos)),
        };
    }
    Ok(whole)
}

fn flatten(expr: Expr, links: &mut Vec<Expr>) {
    match expr {
        Expr::Dot(pair, _, _) => {
            flatten(pair.lhs, links);
            flatten(pair.rhs, links);
        }
        other => links.push(other),
    }
}

/// `name(args)`. The engine's own parser makes the call, with the hashes that it will look up.
fn call(name: &str, args: Vec<Expr>, pos: Position) -> Result<Expr, Issue> {
    let blanks = vec!["()"; args.len()].join(",");
    let ast = engine()
        .compile_expression(format!("{name}({blanks})"))
        .map_err(|_| issue("unknown_function", pos).with("function", name))?;
    let [Stmt::Expr(made)] = ast.statements() else { return Err(refused("syntax", pos)) };
    let Expr::FnCall(made, _) = &**made else { return Err(refused("syntax", pos)) };
    let mut made: FnCallExpr = (**made).clone();
    made.args.clear();
    made.args.extend(args);
    Ok(made.into_fn_call_expr(pos))
}

/// `name(name(a, b), c)` for as many parts as there are.
fn chained(name: &str, parts: Vec<Expr>, pos: Position) -> Result<Expr, Issue> {
    let mut parts = parts.into_iter();
    let mut whole = parts.next().unwrap_or(Expr::Unit(pos));
    for part in parts {
        whole = call(name, vec![whole, part], pos)?;
    }
    Ok(whole)
}

/// The slot of `today()`, `now()`, `me()` and `param("x")`.
fn reader(name: &str, args: &[Expr], pos: Position) -> Result<Option<Slot>, Issue> {
    Ok(match (name, args) {
        ("today", []) => Some(Slot::Today),
        ("now", []) => Some(Slot::Now),
        ("me", []) => Some(Slot::Me),
        ("param", [name]) => Some(Slot::Param(constant_text(name).ok_or_else(|| literal_expected("param", pos))?)),
        _ => None,
    })
}

/// The slot of an aggregate over rows or related records, and the arguments that are left (of `first_gap`).
fn aggregate(name: &str, args: &[Expr], pos: Position) -> Result<Option<(Slot, Vec<Expr>)>, Issue> {
    let Some((source, args)) = args.split_first() else { return Ok(None) };
    let Some(how) = how(name) else { return Ok(None) };
    let source = method_calls_unfolded(source.clone())?;
    match &source {
        Expr::FnCall(related, at) if related.name == "related" => {
            let (fields, rest) = fields(name, args, pos)?;
            if name != "first_gap" && !rest.is_empty() {
                return Err(literal_expected(name, pos));
            }
            let (form, filter) = related_to(related.args.as_slice(), *at)?;
            let read = RelatedRead {
                form,
                filter,
                aggregate: how,
                field: fields.first().map(|field| key(name, field, pos)).transpose()?,
                weight: fields.get(1).map(|field| key(name, field, pos)).transpose()?,
            };
            Ok(Some((Slot::Related(read), rest)))
        }
        Expr::StringConstant(subform, _) => {
            let subform = key(name, subform, pos)?;
            let (fields, mut rest) = fields(name, args, pos)?;
            let filter = match (name, rest.len()) {
                ("first_gap", _) | (_, 0) => None,
                (_, 1) => Some(condition(&rest.remove(0))?),
                _ => return Err(literal_expected(name, pos)),
            };
            let read = RowsRead {
                subform: Path::new(&subform),
                filter,
                aggregate: how,
                field: fields.first().map(|field| Path::new(field)),
                weight: fields.get(1).map(|field| Path::new(field)),
            };
            Ok(Some((Slot::Rows(read), rest)))
        }
        _ => Ok(None),
    }
}

/// The aggregate of a name; `Some(None)` where the values themselves are wanted.
fn how(name: &str) -> Option<Option<Aggregate>> {
    Some(match name {
        "sum" => Some(Aggregate::Sum),
        "count" => Some(Aggregate::Count),
        "count_distinct" => Some(Aggregate::CountDistinct),
        "avg" | "weighted_avg" => Some(Aggregate::Avg),
        "min" => Some(Aggregate::Min),
        "max" => Some(Aggregate::Max),
        "median" => Some(Aggregate::Median),
        "first" => Some(Aggregate::First),
        "last" => Some(Aggregate::Last),
        "first_gap" => None,
        _ => return None,
    })
}

/// The names of fields with which the arguments begin, and the others; as many names as the aggregate needs.
fn fields(name: &str, args: &[Expr], pos: Position) -> Result<(Vec<String>, Vec<Expr>), Issue> {
    let (least, most) = match name {
        "count" => (0, 1),
        "weighted_avg" => (2, 2),
        _ => (1, 1),
    };
    let fields: Vec<String> = args.iter().take(most).map_while(constant_text).collect();
    if fields.len() < least {
        return Err(literal_expected(name, pos));
    }
    let rest = args[fields.len()..].to_vec();
    Ok((fields, rest))
}

/// The form and condition of `related(…)`.
fn related_to(args: &[Expr], pos: Position) -> Result<(Key, mortise_model::Filter), Issue> {
    let form = args.first().and_then(constant_text).ok_or_else(|| literal_expected("related", pos))?;
    let form = key("related", &form, pos)?;
    match &args[1..] {
        [] => Ok((form, mortise_model::Filter::And(Vec::new()))),
        [written] => match constant_text(written) {
            Some(json) => serde_json::from_str(&json)
                .map(|filter| (form, filter))
                .map_err(|_| issue("condition_not_possible", pos).with("what", "json")),
            None => Ok((form, condition(written)?)),
        },
        _ => Err(literal_expected("related", pos)),
    }
}

fn key(function: &str, text: &str, pos: Position) -> Result<Key, Issue> {
    Key::new(text).map_err(|_| literal_expected(function, pos))
}

fn check_arity(name: &str, given: usize, pos: Position) -> Result<(), Issue> {
    let Some(function) = functions::find(name) else {
        return Err(issue("unknown_function", pos).with("function", name));
    };
    let (least, most) = function.takes();
    if (least..=most).contains(&given) {
        return Ok(());
    }
    let issue = issue("wrong_number_of_arguments", pos).with("function", name);
    Err(issue.with("least", least).with("most", most))
}

fn literal_expected(function: &str, pos: Position) -> Issue {
    issue("literal_expected", pos).with("function", function)
}

fn refused(what: &str, pos: Position) -> Issue {
    issue("not_in_a_formula", pos).with("what", what)
}
