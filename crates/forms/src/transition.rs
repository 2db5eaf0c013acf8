use mortise_expr::Scope;
use mortise_model::{Issue, Issues, Key, Need, Pointer, Value, Values};

use crate::{PublishedForm, published::Field, published::Preset, published::Transition};

/// A person's change of options: who, and why.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mover<'a> {
    /// The person's roles in the app.
    pub roles: &'a [Key],
    /// The reason that was given.
    pub reason: Option<&'a str>,
}

/// Whether a person may change the options of select fields from `before` to those of `scope`.
///
/// Rules and flows are not asked. In a new record an option is right that is the default, or that may follow a blank.
/// Codes: `transition_not_allowed {from, to}`, `reason_required`, `gate_closed`, `required` at the gate's fields.
pub fn check_transitions(
    form: &PublishedForm,
    before: Option<&Values>,
    scope: &Scope<'_>,
    mover: Mover<'_>,
) -> Result<Issues, Need> {
    let mut issues = Issues::new();
    let mut open = Vec::new();
    for (key, field) in form.fields().iter().filter(|(_, field)| !field.transitions.is_empty()) {
        let from = before.and_then(|before| before.get(key)).and_then(Value::as_text);
        let Some(to) = scope.values.get(key).and_then(Value::as_text).filter(|to| Some(*to) != from) else { continue };
        if before.is_none() && starts_with(field, to) {
            continue;
        }
        let at = Pointer::root().at("values").at(key);
        match check(field, (from, to), scope, mover) {
            Ok(found) => issues.extend(found.into_iter().map(|issue| place(issue, &at))),
            Err(Need(questions)) => open.extend(questions),
        }
    }
    if open.is_empty() { Ok(issues) } else { Err(Need(open)) }
}

/// Issues about other fields stand there, the rest at the field that changes.
fn place(issue: Issue, at: &Pointer) -> Issue {
    if issue.pointer == Pointer::root() { Issue { pointer: at.clone(), ..issue } } else { issue }
}

fn starts_with(field: &Field, to: &str) -> bool {
    matches!(&field.preset, Some(Preset::Value(Value::Text(first))) if first == to)
}

fn check(field: &Field, (from, to): (Option<&str>, &str), scope: &Scope<'_>, mover: Mover<'_>) -> Result<Issues, Need> {
    let leads = |transition: &&Transition| {
        let spec = &transition.spec;
        spec.to == to && (spec.from.is_none() || spec.from.as_deref() == from)
    };
    let open_to = |transition: &&Transition| {
        transition.spec.roles.is_empty() || transition.spec.roles.iter().any(|role| mover.roles.contains(role))
    };
    let Some(transition) = field.transitions.iter().filter(leads).find(open_to) else {
        let issue = Issue::error(Pointer::root(), "transition_not_allowed").with("to", to);
        return Ok(issue.with("from", from).into());
    };
    let mut issues = Issues::new();
    if transition.spec.reason_required && mover.reason.is_none_or(|reason| reason.trim().is_empty()) {
        issues.push(Issue::error(Pointer::root(), "reason_required"));
    }
    let Some(gate) = &transition.spec.gate else { return Ok(issues) };
    for key in &gate.required {
        if scope.values.get(key).is_none_or(Value::is_blank) {
            issues.push(Issue::error(Pointer::root().at("values").at(key), "required"));
        }
    }
    if let Some(formula) = &transition.gate {
        match formula.eval(scope) {
            Ok(Value::Bool(false)) => {
                let closed = Issue::error(Pointer::root(), "gate_closed");
                issues.push(Issue { message: gate.message.clone(), ..closed });
            }
            Ok(_) => {}
            Err(error) => issues.push(error.into_issue(Pointer::root())?),
        }
    }
    Ok(issues)
}

#[cfg(test)]
mod tests;
