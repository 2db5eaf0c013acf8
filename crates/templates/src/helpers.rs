//! The helpers that a template may use, each with a line that documents it. Blocks are `if`, `unless`, `each`, `with`.

mod compare;
mod numbers;
mod texts;
mod values;

use std::cell::Cell;

use chrono::FixedOffset;
use handlebars::{
    Context, Handlebars, Helper as Call, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, ScopedJson,
};
use serde_json::{Map, Value as Json};

use crate::template::take_round;

/// The member under which the caller puts HTML that is clean already, such as a rich text field: `{"$html": "<p>…"}`.
/// Only `{{rich value}}` writes it as it is; a plain text is escaped there too.
pub const RICH: &str = "$html";

/// The name of the helper that counts rounds; no person can write it, since a template with it is refused.
pub(crate) const TICK: &str = "tick$";

thread_local! {
    /// Where moments are read, for the rendering under way.
    pub(crate) static ZONE: Cell<FixedOffset> = const { Cell::new(FixedOffset::east_opt(0).expect("zero is an offset")) };
}

/// A helper as a reader of the reference sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelperDoc {
    /// How it is written, such as `money amount currency?`.
    pub usage: &'static str,
    /// Its options, written `name=value`.
    pub options: &'static [&'static str],
    /// What it gives.
    pub doc: &'static str,
}

/// Why a helper gives nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HelperFailure {
    #[error("`{0}` is missing")]
    Missing(String),
    #[error("`{0}` cannot use what it is given")]
    WrongValue(&'static str),
    #[error("too many rounds")]
    TooManyRounds,
}

/// The work of a helper: arguments and options to a value.
type Work = fn(&[Json], &Map<String, Json>) -> Result<Json, HelperFailure>;

/// One helper.
pub(crate) struct Helper {
    /// The name and the arguments; `?` marks what may be left out, `…` more of the same.
    pub(crate) usage: &'static str,
    pub(crate) options: &'static [&'static str],
    pub(crate) doc: &'static str,
    work: Work,
}

const ALL: &[&[Helper]] = &[numbers::HELPERS, texts::HELPERS, values::HELPERS, compare::HELPERS];

const RICH_DOC: HelperDoc =
    HelperDoc { usage: "rich value", options: &[], doc: "A rich text with its formatting; a plain text escaped." };

fn all() -> impl Iterator<Item = &'static Helper> {
    ALL.iter().flat_map(|group| group.iter())
}

/// All helpers, for the reference page and the template editor.
pub fn helpers() -> Vec<HelperDoc> {
    let ours = all().map(|helper| HelperDoc { usage: helper.usage, options: helper.options, doc: helper.doc });
    ours.chain([RICH_DOC]).collect()
}

/// The documentation of the helper with this name.
pub(crate) fn find(name: &str) -> Option<HelperDoc> {
    helpers().into_iter().find(|helper| helper.name() == name)
}

/// Whether a helper takes a list and the name of a field of its members.
pub(crate) fn sums_a_field(name: &str) -> bool {
    matches!(name, "sum" | "join")
}

impl HelperDoc {
    /// Its name.
    pub fn name(&self) -> &'static str {
        self.usage.split(' ').next().unwrap_or(self.usage)
    }

    /// The least and the most arguments.
    pub(crate) fn takes(&self) -> (usize, usize) {
        let arguments: Vec<&str> = self.usage.split(' ').skip(1).collect();
        let least = arguments.iter().filter(|argument| !argument.ends_with(['?', '…'])).count();
        let open = arguments.last().is_some_and(|last| last.ends_with('…'));
        (least, if open { 16 } else { arguments.len() })
    }
}

/// Makes all helpers known to the engine.
pub(crate) fn register(engine: &mut Handlebars<'static>) {
    for helper in all() {
        let name = helper.usage.split(' ').next().unwrap_or(helper.usage);
        engine.register_helper(name, Box::new(Wrapped { work: helper.work }));
    }
    engine.register_helper("rich", Box::new(Rich));
    engine.register_helper(TICK, Box::new(Tick));
}

struct Wrapped {
    work: Work,
}

impl HelperDef for Wrapped {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        call: &Call<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let mut arguments = Vec::with_capacity(call.params().len());
        for parameter in call.params() {
            if parameter.is_value_missing() {
                let path = parameter.relative_path().cloned().unwrap_or_default();
                return Err(failed(HelperFailure::Missing(path)));
            }
            arguments.push(parameter.value().clone());
        }
        let options = call.hash().iter().map(|(name, value)| ((*name).to_owned(), value.value().clone())).collect();
        (self.work)(&arguments, &options).map(ScopedJson::from).map_err(failed)
    }
}

/// Writes clean HTML as it is.
struct Rich;

impl HelperDef for Rich {
    fn call<'reg: 'rc, 'rc>(
        &self,
        call: &Call<'rc>,
        engine: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        output: &mut dyn Output,
    ) -> HelperResult {
        let Some(parameter) = call.param(0).filter(|parameter| !parameter.is_value_missing()) else {
            let path = call.param(0).and_then(|parameter| parameter.relative_path().cloned());
            return Err(failed(HelperFailure::Missing(path.unwrap_or_default())));
        };
        match (parameter.value().get(RICH).and_then(Json::as_str), parameter.value()) {
            (Some(html), _) => output.write(html)?,
            (None, Json::Null) => {}
            (None, Json::String(text)) => output.write(&engine.get_escape_fn()(text))?,
            (None, _) => return Err(failed(HelperFailure::WrongValue("rich"))),
        }
        Ok(())
    }
}

/// Counts a round of a loop.
struct Tick;

impl HelperDef for Tick {
    fn call<'reg: 'rc, 'rc>(
        &self,
        _: &Call<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        _: &mut dyn Output,
    ) -> HelperResult {
        if take_round() { Ok(()) } else { Err(failed(HelperFailure::TooManyRounds)) }
    }
}

fn failed(failure: HelperFailure) -> RenderError {
    RenderErrorReason::NestedError(Box::new(failure)).into()
}

/// Whether there is nothing to show.
fn blank(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(list) => list.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
