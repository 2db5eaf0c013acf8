use std::{
    cell::Cell,
    io::{Error as IoError, ErrorKind},
    sync::LazyLock,
};

use chrono::FixedOffset;
use handlebars::{
    Context, Handlebars, Output, RenderContext, RenderErrorReason, Renderable, Template as Parsed,
    template::TemplateElement,
};
use mortise_model::{Issue, Issues, Pointer};
use serde_json::Value as Json;

use crate::{
    helpers::{self, HelperFailure},
    references::Reference,
    scan::{issue, scan},
    walk::{Walk, count_rounds},
};

/// A template that may be rendered.
#[derive(Debug, Clone)]
pub struct Template {
    parsed: Parsed,
    references: Vec<Reference>,
}

/// How far a rendering may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of output.
    pub output: usize,
    /// The most rounds of all loops together.
    pub rounds: usize,
}

/// Why a template could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// Something that it reads is not in the data.
    #[error("`{path}` is missing at line {line}")]
    Missing {
        /// What.
        path: String,
        /// Where.
        line: usize,
    },
    /// A helper was given what it cannot use.
    #[error("`{helper}` cannot use what it is given at line {line}")]
    WrongValue {
        /// Which helper.
        helper: String,
        /// Where.
        line: usize,
    },
    /// The output is longer than it may be.
    #[error("output is longer than {most} bytes")]
    TooLong {
        /// How long it may be.
        most: usize,
    },
    /// The loops go round more often than they may.
    #[error("loops go round more than {most} times")]
    TooManyRounds {
        /// How often they may.
        most: usize,
    },
    /// Anything else.
    #[error("template failed at line {line}: {detail}")]
    Failed {
        /// Where.
        line: usize,
        /// What the engine says.
        detail: String,
    },
}

impl Default for Limits {
    fn default() -> Self {
        Self { output: 4 * 1024 * 1024, rounds: 50_000 }
    }
}

impl RenderError {
    /// The same as an issue: `template_missing_value {path}`, `template_wrong_value {helper}`,
    /// `template_output_too_long {most}`, `template_too_many_rounds {most}`, `template_failed {detail}`, with `line`
    /// where it is known.
    pub fn into_issue(self, at: Pointer) -> Issue {
        match self {
            Self::Missing { path, line } => {
                Issue::error(at, "template_missing_value").with("path", path).with("line", line)
            }
            Self::WrongValue { helper, line } => {
                Issue::error(at, "template_wrong_value").with("helper", helper).with("line", line)
            }
            Self::TooLong { most } => Issue::error(at, "template_output_too_long").with("most", most),
            Self::TooManyRounds { most } => Issue::error(at, "template_too_many_rounds").with("most", most),
            Self::Failed { line, detail } => {
                Issue::error(at, "template_failed").with("detail", detail).with("line", line)
            }
        }
    }
}

static ENGINE: LazyLock<Handlebars<'static>> = LazyLock::new(|| {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    for name in ["lookup", "raw", "log"] {
        engine.unregister_helper(name);
    }
    helpers::register(&mut engine);
    engine
});

/// The element that counts a round of a loop.
static TICK: LazyLock<TemplateElement> = LazyLock::new(|| {
    let parsed = Parsed::compile(&format!("{{{{{}}}}}", helpers::TICK)).expect("a plain name is a template");
    parsed.elements.into_iter().next().expect("it has one element")
});

thread_local! {
    static ROUNDS_LEFT: Cell<usize> = const { Cell::new(0) };
}

/// Counts a round; whether there was one left.
pub(crate) fn take_round() -> bool {
    let left = ROUNDS_LEFT.get();
    ROUNDS_LEFT.set(left.saturating_sub(1));
    left > 0
}

impl Template {
    /// Reads a template.
    ///
    /// All issues lie at the root pointer with `line` and mostly `column`: `template_syntax {detail}`,
    /// `template_too_long {most}`, `template_too_deep {most}`, `not_in_a_template {what}` with `what` one of
    /// `unescaped partial decorator raw_block`, `unknown_helper {helper}`, `wrong_arguments {helper, usage}`.
    pub fn compile(source: &str) -> Result<Self, Issues> {
        scan(source)?;
        let mut parsed = Parsed::compile(source).map_err(|error| {
            let (line, column) = error.pos().unwrap_or((1, 1));
            let detail: String =
                error.reason().to_string().lines().last().unwrap_or_default().chars().take(200).collect();
            issue("template_syntax", line).with("column", column).with("detail", detail.trim())
        })?;
        let walk = Walk::through(&parsed);
        if walk.issues.has_errors() {
            return Err(walk.issues);
        }
        count_rounds(&mut parsed, &TICK);
        Ok(Self { parsed, references: walk.references })
    }

    /// What it reads, in order, none twice. Each path must be in the data, be it as null, or rendering fails.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// The text that it makes of the data: HTML, with everything that comes from the data escaped. `zone` is where
    /// moments are read.
    pub fn render(&self, data: &Json, zone: FixedOffset, limits: Limits) -> Result<String, RenderError> {
        let context =
            Context::wraps(data).map_err(|error| RenderError::Failed { line: 1, detail: error.to_string() })?;
        ROUNDS_LEFT.set(limits.rounds);
        helpers::ZONE.set(zone);
        let mut output = Bounded { text: String::new(), most: limits.output };
        let mut rendering = RenderContext::new(None);
        match self.parsed.render(&ENGINE, &context, &mut rendering, &mut output) {
            Ok(()) => Ok(output.text),
            Err(error) => Err(failure(&error, limits)),
        }
    }
}

/// Text up to a length.
struct Bounded {
    text: String,
    most: usize,
}

impl Output for Bounded {
    fn write(&mut self, segment: &str) -> Result<(), IoError> {
        if self.text.len() + segment.len() > self.most {
            return Err(ErrorKind::FileTooLarge.into());
        }
        self.text.push_str(segment);
        Ok(())
    }
}

fn failure(error: &handlebars::RenderError, limits: Limits) -> RenderError {
    let line = error.line_no.unwrap_or(1);
    match error.reason() {
        RenderErrorReason::MissingVariable(path) => {
            RenderError::Missing { path: path.clone().unwrap_or_default(), line }
        }
        RenderErrorReason::IOError(_) => RenderError::TooLong { most: limits.output },
        RenderErrorReason::NestedError(inner) => match inner.downcast_ref::<HelperFailure>() {
            Some(HelperFailure::Missing(path)) => RenderError::Missing { path: path.clone(), line },
            Some(HelperFailure::WrongValue(helper)) => RenderError::WrongValue { helper: (*helper).to_owned(), line },
            Some(HelperFailure::TooManyRounds) => RenderError::TooManyRounds { most: limits.rounds },
            None => RenderError::Failed { line, detail: inner.to_string() },
        },
        other => RenderError::Failed { line, detail: other.to_string().chars().take(200).collect() },
    }
}

#[cfg(test)]
mod tests;
