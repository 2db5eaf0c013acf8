//! A mapping that has been checked against the form and the columns of a file.

use std::collections::HashSet;

use chrono::format::{Item, StrftimeItems};
use encoding_rs::Encoding;
use indexmap::IndexMap;
use mortise_expr::Formula;
use mortise_forms::{Field, PublishedForm};
use mortise_model::{Issue, Issues, Key, Pointer, Storage, Target};

use crate::{ColumnSpec, MappingSpec, OnMatch};

/// The name by which an expression knows the cell.
pub(crate) const OWN: &str = "value";

/// The columns of a mapping, in its order.
#[derive(Debug, Clone)]
pub struct Columns {
    pub(crate) all: Vec<Column>,
    /// Whether an expression reads other fields than its own cell.
    pub(crate) reads_fields: bool,
}

/// One of them.
#[derive(Debug, Clone)]
pub struct Column {
    /// The name of the file's column, where it has one.
    pub from: Option<String>,
    /// The field.
    pub to: Key,
    /// What is looked for, where the field refers to something.
    pub link: Option<LinkColumn>,
    pub(crate) cell: Option<usize>,
    pub(crate) date: Option<String>,
    /// What the text was, and what it was taken for.
    pub(crate) misread: Option<(&'static Encoding, &'static Encoding)>,
    pub(crate) dictionary: IndexMap<String, String>,
    pub(crate) formula: Option<Formula>,
}

/// How a text becomes a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkColumn {
    /// To what.
    pub target: Target,
    /// The field of the other form that holds the text; people and departments have none.
    pub by: Option<Key>,
    /// Whether the field takes several.
    pub many: bool,
    /// Whether what is not found is made.
    pub create_missing: bool,
}

impl Columns {
    /// Checks a mapping; every problem at once, with pointers into the mapping. `names` are the columns of the file,
    /// `field` gives a field that may be written, `siblings` are the forms that links point at.
    ///
    /// Codes: `no_columns`, `unknown_column {column}`, `column_needed`, `unknown_field {field}`, `field_twice`,
    /// `not_importable`, `date_pattern {pattern}`, `encoding_unknown {encoding}`, `not_in_a_mapping {name}`,
    /// `link_by_needed`, `link_by_unknown {field}`, `link_expected`, `match_not_mapped {field}`,
    /// `match_not_possible {field}`, `match_missing`, and those of [`Formula::compile`].
    pub fn new<'f>(
        spec: &MappingSpec,
        names: &[String],
        field: impl Fn(&Key) -> Option<&'f Field>,
        siblings: impl Fn(&Key) -> Option<&'f PublishedForm>,
    ) -> Result<Self, Issues> {
        let mut compiler = Compiler { names, issues: Issues::new(), known: HashSet::new() };
        if spec.columns.is_empty() {
            compiler.issues.push(Issue::error(Pointer::root().at("columns"), "no_columns"));
        }
        let mut all = Vec::new();
        for (index, column) in spec.columns.iter().enumerate() {
            let at = Pointer::root().at("columns").at(index);
            match field(&column.to) {
                Some(known) => all.push(compiler.column(column, known, &siblings, &at)),
                None => {
                    compiler.issues.push(Issue::error(at.at("to"), "unknown_field").with("field", column.to.as_str()))
                }
            }
            compiler.known.insert(column.to.as_str());
        }
        compiler.matching(spec, &field);
        compiler.issues.into_result()?;
        let reads_fields = all.iter().filter_map(|column| column.formula.as_ref()).any(reads_fields);
        Ok(Self { all, reads_fields })
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Column> {
        self.all.iter()
    }

    /// The column that goes to a field.
    pub fn to(&self, field: &str) -> Option<&Column> {
        self.all.iter().find(|column| column.to == *field)
    }
}

impl Column {
    /// What a person would call it: the file's column, else the field.
    pub fn name(&self) -> &str {
        self.from.as_deref().unwrap_or(&self.to)
    }
}

struct Compiler<'a> {
    names: &'a [String],
    issues: Issues,
    /// The fields that columns so far go to.
    known: HashSet<&'a str>,
}

impl<'a> Compiler<'a> {
    fn column<'f>(
        &mut self,
        spec: &'a ColumnSpec,
        field: &Field,
        siblings: &impl Fn(&Key) -> Option<&'f PublishedForm>,
        at: &Pointer,
    ) -> Column {
        if self.known.contains(spec.to.as_str()) {
            self.issues.push(Issue::error(at.at("to"), "field_twice"));
        }
        let storage = field.kind.storage();
        if matches!(storage, Storage::None | Storage::Rows) || field.kind.holds_files() {
            self.issues.push(Issue::error(at.at("to"), "not_importable"));
        }
        let parse = spec.parse.as_ref();
        let date = parse.and_then(|parse| parse.date.clone());
        if let Some(pattern) = date.as_deref().filter(|pattern| !is_pattern(pattern)) {
            self.issues.push(Issue::error(at.at("parse").at("date"), "date_pattern").with("pattern", pattern));
        }
        let misread = parse.and_then(|parse| parse.misread.as_ref()).and_then(|misread| {
            let at = at.at("parse").at("misread");
            let was = self.encoding(&misread.was, &at.at("was"));
            Some((was?, self.encoding(&misread.taken_for, &at.at("as"))?))
        });
        Column {
            from: spec.from.clone(),
            to: spec.to.clone(),
            cell: self.cell(spec, at),
            link: self.link(spec, &storage, siblings, at),
            date,
            misread,
            dictionary: spec.dictionary.clone(),
            formula: spec.expr.as_deref().and_then(|source| self.formula(source, &at.at("expr"))),
        }
    }

    fn cell(&mut self, spec: &ColumnSpec, at: &Pointer) -> Option<usize> {
        let Some(from) = &spec.from else {
            if spec.expr.is_none() {
                self.issues.push(Issue::error(at.at("from"), "column_needed"));
            }
            return None;
        };
        let place = self.names.iter().position(|name| name == from);
        if place.is_none() {
            self.issues.push(Issue::error(at.at("from"), "unknown_column").with("column", from.as_str()));
        }
        place
    }

    fn link<'f>(
        &mut self,
        spec: &ColumnSpec,
        storage: &Storage,
        siblings: &impl Fn(&Key) -> Option<&'f PublishedForm>,
        at: &Pointer,
    ) -> Option<LinkColumn> {
        let (target, many) = match storage {
            Storage::Ref(target) => (target, false),
            Storage::RefList(target) => (target, true),
            _ => {
                let named =
                    spec.link_by.as_ref().map(|_| "link_by").or(spec.create_missing.then_some("create_missing"));
                if let Some(name) = named {
                    self.issues.push(Issue::error(at.at(name), "link_expected"));
                }
                return None;
            }
        };
        let by = match target {
            Target::Form(form) => Some(self.link_by(spec, siblings(form)?, at)?),
            _ => None,
        };
        Some(LinkColumn { target: target.clone(), by, many, create_missing: spec.create_missing })
    }

    fn link_by(&mut self, spec: &ColumnSpec, other: &PublishedForm, at: &Pointer) -> Option<Key> {
        let Some(by) = spec.link_by.clone().or_else(|| title_field(other)) else {
            self.issues.push(Issue::error(at.at("link_by"), "link_by_needed").with("form", other.key().as_str()));
            return None;
        };
        let storage = other.field(&by).map(|field| field.kind.storage());
        if matches!(storage, Some(Storage::Text | Storage::List)) {
            return Some(by);
        }
        self.issues.push(Issue::error(at.at("link_by"), "link_by_unknown").with("field", by.as_str()));
        None
    }

    fn formula(&mut self, source: &str, at: &Pointer) -> Option<Formula> {
        let formula = match Formula::compile(source) {
            Ok(formula) => formula,
            Err(issue) => {
                self.issues.push(Issue { pointer: at.clone(), ..issue });
                return None;
            }
        };
        let reads = formula.reads();
        let known = |name: &str| name == OWN || self.known.contains(name);
        let strange = reads.paths.iter().map(mortise_model::Path::head).find(|head| !known(head));
        let strange = strange
            .or(reads.related.first().map(|_| "related"))
            .or(reads.params.first().map(String::as_str))
            .or(reads.viewer.then_some("me"));
        if let Some(name) = strange {
            self.issues.push(Issue::error(at.clone(), "not_in_a_mapping").with("name", name));
            return None;
        }
        Some(formula)
    }

    fn encoding(&mut self, label: &str, at: &Pointer) -> Option<&'static Encoding> {
        let known = Encoding::for_label(label.as_bytes());
        if known.is_none() {
            self.issues.push(Issue::error(at.clone(), "encoding_unknown").with("encoding", label));
        }
        known
    }

    fn matching<'f>(&mut self, spec: &MappingSpec, field: &impl Fn(&Key) -> Option<&'f Field>) {
        if spec.match_fields.is_empty() && spec.on_match != OnMatch::Create {
            self.issues.push(Issue::error(Pointer::root().at("match"), "match_missing"));
        }
        for (index, key) in spec.match_fields.iter().enumerate() {
            let at = Pointer::root().at("match").at(index);
            if !spec.columns.iter().any(|column| column.to == *key) {
                self.issues.push(Issue::error(at, "match_not_mapped").with("field", key.as_str()));
            } else if field(key).is_some_and(|field| !is_comparable(&field.kind.storage())) {
                self.issues.push(Issue::error(at, "match_not_possible").with("field", key.as_str()));
            }
        }
    }
}

/// Whether two values of this storage are the same or not, and a database can look for them.
fn is_comparable(storage: &Storage) -> bool {
    match storage {
        Storage::Text
        | Storage::Int
        | Storage::Decimal { .. }
        | Storage::Bool
        | Storage::Date
        | Storage::Time
        | Storage::Instant
        | Storage::Ref(_) => true,
        Storage::DateRange
        | Storage::InstantRange
        | Storage::List
        | Storage::Json
        | Storage::RefList(_)
        | Storage::Rows
        | Storage::None => false,
    }
}

/// The field that is the whole title of a form's records.
pub(crate) fn title_field(form: &PublishedForm) -> Option<Key> {
    let name = form.spec().title.trim().strip_prefix('{')?.strip_suffix('}')?;
    let key = Key::new(name).ok()?;
    let field = form.field(&key)?;
    (field.kind.storage() == Storage::Text).then_some(key)
}

fn reads_fields(formula: &Formula) -> bool {
    formula.reads().paths.iter().any(|path| path.head() != OWN)
}

fn is_pattern(pattern: &str) -> bool {
    let mut items = 0;
    for item in StrftimeItems::new(pattern) {
        match item {
            Item::Error => return false,
            Item::Numeric(..) | Item::Fixed(_) => items += 1,
            _ => {}
        }
    }
    items > 0
}

#[cfg(test)]
mod tests;
