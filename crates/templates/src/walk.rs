//! A walk through a parsed template: refuses what is not allowed and notes what is read.

use std::collections::HashMap;

use handlebars::{
    Path, PathSeg, Template,
    template::{BlockParam, HelperTemplate, Parameter, TemplateElement},
};
use mortise_model::{Issue, Issues};

use crate::{helpers, references::Reference, scan::issue};

/// What a walk found.
#[derive(Default)]
pub(crate) struct Walk {
    pub(crate) issues: Issues,
    pub(crate) references: Vec<Reference>,
    frames: Vec<Frame>,
    at: (usize, usize),
}

/// What names mean inside a block: where `this` stands, and the names that the block gave.
#[derive(Clone, Default)]
struct Frame {
    base: Vec<String>,
    /// The path of a name; `None` for one that is no data, such as an index.
    names: HashMap<String, Option<Vec<String>>>,
}

impl Walk {
    /// Walks through the whole template.
    pub(crate) fn through(template: &Template) -> Self {
        let mut walk = Self { frames: vec![Frame::default()], ..Self::default() };
        walk.template(template);
        walk
    }

    fn template(&mut self, template: &Template) {
        for (index, element) in template.elements.iter().enumerate() {
            if let Some(place) = template.mapping.get(index) {
                self.at = (place.0, place.1);
            }
            self.element(element);
        }
    }

    fn element(&mut self, element: &TemplateElement) {
        match element {
            TemplateElement::RawString(_) | TemplateElement::Comment(_) => {}
            TemplateElement::Expression(tag) => self.expression(tag),
            TemplateElement::HelperBlock(tag) => self.block(tag),
            TemplateElement::HtmlExpression(_) => self.refuse("unescaped"),
            TemplateElement::PartialExpression(_) | TemplateElement::PartialBlock(_) => self.refuse("partial"),
            TemplateElement::DecoratorExpression(_) | TemplateElement::DecoratorBlock(_) => self.refuse("decorator"),
            _ => self.refuse("syntax"),
        }
    }

    /// `{{path}}` or `{{helper argument …}}`.
    fn expression(&mut self, tag: &HelperTemplate) {
        if tag.params.is_empty() && tag.hash.is_empty() {
            return self.parameter(&tag.name);
        }
        self.call(tag);
    }

    fn call(&mut self, tag: &HelperTemplate) {
        let name = name_of(&tag.name);
        match helpers::find(&name) {
            None => self.issue("unknown_helper", |issue| issue.with("helper", name.clone())),
            Some(helper) => {
                let (least, most) = helper.takes();
                let given = tag.params.len();
                if !(least..=most).contains(&given)
                    || tag.hash.keys().any(|option| !helper.options.contains(&option.as_str()))
                {
                    self.issue("wrong_arguments", |issue| {
                        issue.with("helper", name.clone()).with("usage", helper.usage)
                    });
                }
            }
        }
        tag.params.iter().chain(tag.hash.values()).for_each(|parameter| self.parameter(parameter));
        if helpers::sums_a_field(&name) {
            self.summed_field(tag);
        }
    }

    /// `{{sum items "amount"}}` reads `items.amount`.
    fn summed_field(&mut self, tag: &HelperTemplate) {
        if let [Parameter::Path(list), Parameter::Literal(field)] = tag.params.as_slice()
            && let (Some(mut path), Some(field)) = (self.resolved(list), field.as_str())
        {
            path.extend(field.split('.').map(str::to_owned));
            self.note(path);
        }
    }

    fn parameter(&mut self, parameter: &Parameter) {
        match parameter {
            Parameter::Literal(_) => {}
            Parameter::Name(name) => {
                if let Ok(path) = Path::parse(name) {
                    self.read(&path);
                }
            }
            Parameter::Path(path) => self.read(path),
            Parameter::Subexpression(inner) => {
                if let TemplateElement::Expression(tag) = inner.as_element() {
                    self.call(tag);
                }
            }
            _ => self.refuse("syntax"),
        }
    }

    fn block(&mut self, tag: &HelperTemplate) {
        let name = name_of(&tag.name);
        if !matches!(name.as_str(), "if" | "unless" | "each" | "with") {
            return self.issue("unknown_helper", |issue| issue.with("helper", name.clone()));
        }
        if tag.params.len() != 1 {
            self.issue("wrong_arguments", |issue| {
                issue.with("helper", name.clone()).with("usage", format!("#{name} value"))
            });
        }
        tag.params.iter().chain(tag.hash.values()).for_each(|parameter| self.parameter(parameter));
        let scoped = matches!(name.as_str(), "each" | "with");
        if let Some(body) = &tag.template {
            if scoped {
                let frame = self.frame_of(tag);
                self.frames.push(frame);
            }
            self.template(body);
            if scoped {
                self.frames.pop();
            }
        }
        if let Some(otherwise) = &tag.inverse {
            self.template(otherwise);
        }
    }

    /// What names mean inside `{{#each list as |item index|}}` or `{{#with value as |name|}}`.
    fn frame_of(&self, tag: &HelperTemplate) -> Frame {
        let base = match tag.params.first() {
            Some(Parameter::Path(path)) => self.resolved(path),
            Some(Parameter::Name(name)) => Path::parse(name).ok().and_then(|path| self.resolved(&path)),
            _ => None,
        };
        let base = base.unwrap_or_default();
        let mut names = HashMap::new();
        match &tag.block_param {
            Some(BlockParam::Single(item)) => {
                names.insert(name_of(item), Some(base.clone()));
            }
            Some(BlockParam::Pair((item, index))) => {
                names.insert(name_of(item), Some(base.clone()));
                names.insert(name_of(index), None);
            }
            _ => {}
        }
        Frame { base, names }
    }

    fn read(&mut self, path: &Path) {
        if let Some(path) = self.resolved(path) {
            self.note(path);
        }
    }

    fn note(&mut self, path: Vec<String>) {
        let path = path.join(".");
        if !path.is_empty() && !self.references.iter().any(|known| known.path == path) {
            self.references.push(Reference { path, line: self.at.0, column: self.at.1 });
        }
    }

    /// The whole way from the root; `None` for what is no data, such as `@index`.
    fn resolved(&self, path: &Path) -> Option<Vec<String>> {
        let Path::Relative((segments, _)) = path else { return None };
        let mut level = self.frames.len().checked_sub(1)?;
        let (mut from_root, mut went_up) = (false, false);
        let mut steps = Vec::new();
        for segment in segments {
            match segment {
                PathSeg::Named(name) => steps.push(name.clone()),
                PathSeg::Ruled(rule) => match format!("{rule:?}").as_str() {
                    "path_up" => {
                        level = level.saturating_sub(1);
                        went_up = true;
                    }
                    "path_root" => from_root = true,
                    _ => return None,
                },
                _ => return None,
            }
        }
        if from_root {
            return Some(steps);
        }
        if let (false, Some(first)) = (went_up, steps.first())
            && let Some(known) = self.frames.iter().rev().find_map(|frame| frame.names.get(first))
        {
            let mut whole = known.clone()?;
            whole.extend(steps.into_iter().skip(1));
            return Some(whole);
        }
        let mut whole = self.frames[level].base.clone();
        whole.extend(steps);
        Some(whole)
    }

    fn refuse(&mut self, what: &str) {
        self.issue("not_in_a_template", |issue| issue.with("what", what));
    }

    fn issue(&mut self, code: &str, more: impl FnOnce(Issue) -> Issue) {
        let (line, column) = self.at;
        self.issues.push(more(issue(code, line).with("column", column)));
    }
}

/// The name that a parameter is, as it is written.
pub(crate) fn name_of(parameter: &Parameter) -> String {
    match parameter {
        Parameter::Name(name) => name.clone(),
        Parameter::Path(Path::Relative((_, raw)) | Path::Local((_, _, raw))) => raw.clone(),
        Parameter::Literal(literal) => literal.to_string(),
        _ => String::new(),
    }
}

/// Puts `tick` at the beginning of every loop's body, so that rounds are counted whatever the body does.
pub(crate) fn count_rounds(template: &mut Template, tick: &TemplateElement) {
    for element in &mut template.elements {
        let TemplateElement::HelperBlock(tag) = element else { continue };
        let is_loop = name_of(&tag.name) == "each";
        for inner in tag.template.iter_mut().chain(tag.inverse.iter_mut()) {
            count_rounds(inner, tick);
        }
        if let (true, Some(body)) = (is_loop, &mut tag.template) {
            body.elements.insert(0, tick.clone());
            if let Some(first) = body.mapping.first().cloned() {
                body.mapping.insert(0, first);
            }
        }
    }
}
