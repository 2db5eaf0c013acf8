use std::sync::Arc;

use indexmap::IndexMap;
use jsonschema::Validator;
use mortise_expr::Formula;
use mortise_model::{Facts, Filter, FormShape, Issue, Issues, Key, Path, Pointer, Value};
use serde_json::{Map, json};

use crate::{
    DefaultSpec, FieldSpec, FieldType, FormSpec, LayoutItem, RollupSource, Source, TransitionSpec, ValidationSpec,
    catalog::{Catalog, Stand},
    graph::{self, Place, Read},
    lineage::{self, Guard},
    schema,
    title::TitlePattern,
};

/// A version of a form that is in force: its document, compiled. It never changes.
#[derive(Debug)]
pub struct PublishedForm {
    app: Key,
    version: i64,
    spec: FormSpec,
    shape: Arc<FormShape>,
    fields: IndexMap<Key, Field>,
    pub(crate) order: Vec<Place>,
    pub(crate) checks: Vec<Check>,
    pub(crate) validator: Validator,
    pub(crate) title: TitlePattern,
    pub(crate) reads: Vec<(Place, Read)>,
    guards: Vec<Guard>,
}

/// A field of a published form, or of the rows of its subform.
#[derive(Debug)]
pub struct Field {
    /// As it was designed.
    pub spec: FieldSpec,
    /// What it finally is: a lookup has the kind of what it reads.
    pub kind: FieldType,
    /// The fields of its rows, where it is a subform.
    pub rows: IndexMap<Key, Field>,
    pub(crate) compute: Option<Compute>,
    pub(crate) preset: Option<Preset>,
    pub(crate) checks: Vec<Check>,
    /// Conditions of the parts of the page around it.
    pub(crate) page: Vec<Filter>,
    pub(crate) transitions: Vec<Transition>,
}

/// How a value is computed.
#[derive(Debug)]
pub(crate) enum Compute {
    Formula(Formula),
    Lookup { via: Key, path: Path, frozen: bool },
    Rollup(RollupSource),
}

/// What a new record starts with.
#[derive(Debug)]
pub(crate) enum Preset {
    Value(Value),
    Formula(Formula),
}

/// A validation, compiled.
#[derive(Debug)]
pub(crate) struct Check {
    pub(crate) spec: ValidationSpec,
    pub(crate) formula: Formula,
}

/// A change between options, with its gate compiled.
#[derive(Debug)]
pub(crate) struct Transition {
    pub(crate) spec: TransitionSpec,
    pub(crate) gate: Option<Formula>,
}

impl PublishedForm {
    /// The form as it is in force in an app, among the forms of that app.
    ///
    /// The document is taken to be checked ([`crate::check`]); what cannot be compiled is an issue.
    pub fn new(app: &Key, version: i64, spec: FormSpec, siblings: &IndexMap<Key, FormSpec>) -> Result<Self, Issues> {
        let catalog = Catalog::new(&spec, siblings);
        let mut compiler = Compiler { catalog, issues: Issues::new() };
        let stand = Stand { form: &spec, subform: None };
        let at = Pointer::root().at("fields");
        let mut fields = compiler.fields(stand, &spec.fields, &at);
        place_on_page(&spec.layout, &[], &mut fields);
        let checks = compiler.checks(&spec.validations, &Pointer::root().at("validations"));
        let title = compiler.title(&spec.title);
        let validator = compiler.validator(&fields);
        let order = graph::order(catalog).unwrap_or_else(|stuck| {
            compiler.issues.extend(stuck.iter().map(cycle));
            Vec::new()
        });
        compiler.issues.into_result()?;
        let shape = Arc::new(catalog.form_shape(app, &spec));
        let reads = all_reads(catalog);
        let guards = lineage::guards(catalog);
        let (title, validator) = (title.unwrap_or_default(), validator.expect("an absent one is an issue"));
        Ok(Self { app: app.clone(), version, shape, fields, order, checks, validator, title, reads, guards, spec })
    }

    /// The app it belongs to.
    pub fn app(&self) -> &Key {
        &self.app
    }

    /// Its key.
    pub fn key(&self) -> &Key {
        &self.spec.key
    }

    /// Which version it is.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Its document.
    pub fn spec(&self) -> &FormSpec {
        &self.spec
    }

    /// What the store, reports and flows need of it.
    pub fn shape(&self) -> Arc<FormShape> {
        Arc::clone(&self.shape)
    }

    /// How one of its fields is stored.
    pub fn shape_of(&self, key: &str) -> Option<&mortise_model::FieldShape> {
        self.shape.fields.get(key)
    }

    /// Its fields, in order.
    pub fn fields(&self) -> &IndexMap<Key, Field> {
        &self.fields
    }

    /// A field; `items.price` is one of a subform's rows.
    pub fn field(&self, path: &str) -> Option<&Field> {
        match path.split_once('.') {
            Some((subform, field)) => self.fields.get(subform)?.rows.get(field),
            None => self.fields.get(path),
        }
    }

    /// The security groups of its fields: path (`items.price` in rows), group, and in which records.
    ///
    /// A computed field that names no group of its own has those of all that it reads.
    pub fn security_groups(&self) -> impl Iterator<Item = (&str, &Key, Option<&Filter>)> {
        self.guards.iter().map(|guard| (guard.path.as_str(), &guard.group, guard.when.as_ref()))
    }

    /// The computed fields whose value changes as time goes by, to be computed anew every day.
    pub fn changes_with_time(&self) -> impl Iterator<Item = &Key> {
        let reads_time = |field: &&Field| match &field.compute {
            Some(Compute::Formula(formula)) => formula.reads().time,
            _ => false,
        };
        let any = move |field: &&Field| reads_time(field) || field.rows.values().any(|row| reads_time(&row));
        self.fields.values().filter(any).map(|field| &field.spec.key)
    }
}

impl Field {
    /// Whether it is computed, so that nobody can write it.
    pub fn is_computed(&self) -> bool {
        self.compute.is_some()
    }

    /// The field beside it that holds the currency of its amounts.
    pub(crate) fn currency_field(&self) -> Option<&Key> {
        self.kind.currency_field().filter(|_| self.spec.kind.source().is_none())
    }

    /// Whether its value stays as it was: a frozen lookup whose link did not change.
    pub(crate) fn keeps(&self, same_link: impl Fn(&Key) -> bool) -> bool {
        matches!(&self.compute, Some(Compute::Lookup { via, frozen: true, .. }) if same_link(via))
    }

    /// Whether people may change between its options only as it names.
    pub fn has_transitions(&self) -> bool {
        !self.transitions.is_empty()
    }

    /// Whether people can write it, as far as the form says.
    pub fn is_writable(&self) -> bool {
        let given = self.kind.number_pattern().is_some() || self.kind.storage() == mortise_model::Storage::None;
        !self.is_computed() && !self.spec.read_only && !given
    }
}

struct Compiler<'a> {
    catalog: Catalog<'a>,
    issues: Issues,
}

impl<'a> Compiler<'a> {
    fn fields(&mut self, stand: Stand<'a>, specs: &'a [FieldSpec], at: &Pointer) -> IndexMap<Key, Field> {
        let mut fields = IndexMap::new();
        for (index, spec) in specs.iter().enumerate() {
            if let Some(field) = self.field(stand, spec, &at.at(index)) {
                fields.insert(spec.key.clone(), field);
            }
        }
        fields
    }

    fn field(&mut self, stand: Stand<'a>, spec: &'a FieldSpec, at: &Pointer) -> Option<Field> {
        let Some(mut kind) = self.catalog.kind(stand, spec) else {
            self.issues.push(Issue::error(at.at("type"), "reads_nothing"));
            return None;
        };
        let inner = Stand { form: stand.form, subform: Some(spec) };
        let rows = self.fields(inner, spec.kind.rows(), &at.at("type").at("settings").at("fields"));
        for row in kind.rows_mut().into_iter().flatten() {
            if let Some(field) = rows.get(&row.key) {
                row.kind = field.kind.clone();
            }
        }
        let compute = self.compute(spec, at);
        let preset = self.preset(spec, &kind, at);
        let checks = self.checks(&spec.validations, &at.at("validations"));
        let transitions = self.transitions(spec, at);
        Some(Field { spec: spec.clone(), kind, rows, compute, preset, checks, page: Vec::new(), transitions })
    }

    fn compute(&mut self, spec: &FieldSpec, at: &Pointer) -> Option<Compute> {
        match spec.kind.source() {
            Some(Source::Lookup { via, field, frozen }) => {
                Some(Compute::Lookup { via: via.clone(), path: Path::new(&format!("{via}.{field}")), frozen })
            }
            Some(Source::Rollup(source)) => Some(Compute::Rollup(source.clone())),
            None => self.formula(&graph::formula_of(spec)?, &at.at("formula")).map(Compute::Formula),
        }
    }

    fn preset(&mut self, spec: &FieldSpec, kind: &FieldType, at: &Pointer) -> Option<Preset> {
        match spec.default.as_ref()? {
            DefaultSpec::Expr(source) => self.formula(source, &at.at("default").at("expr")).map(Preset::Formula),
            DefaultSpec::Value(raw) => kind.take(raw, &Facts::new()).ok().map(Preset::Value),
        }
    }

    fn checks(&mut self, specs: &[ValidationSpec], at: &Pointer) -> Vec<Check> {
        let compiled = specs.iter().enumerate().filter_map(|(index, spec)| {
            let formula = self.formula(&spec.expr, &at.at(index).at("expr"))?;
            Some(Check { spec: spec.clone(), formula })
        });
        compiled.collect()
    }

    fn transitions(&mut self, spec: &FieldSpec, at: &Pointer) -> Vec<Transition> {
        let at = at.at("type").at("settings").at("transitions");
        let compiled = spec.kind.transitions().iter().enumerate().map(|(index, spec)| {
            let source = spec.gate.as_ref().and_then(|gate| gate.expr.as_deref());
            let gate = source.and_then(|source| self.formula(source, &at.at(index).at("gate").at("expr")));
            Transition { spec: spec.clone(), gate }
        });
        compiled.collect()
    }

    fn formula(&mut self, source: &str, at: &Pointer) -> Option<Formula> {
        match Formula::compile(source) {
            Ok(formula) => Some(formula),
            Err(issue) => {
                self.issues.push(Issue { pointer: at.clone(), ..issue });
                None
            }
        }
    }

    fn title(&mut self, source: &str) -> Option<TitlePattern> {
        let title = TitlePattern::parse(source);
        if title.is_none() {
            self.issues.push(Issue::error(Pointer::root().at("title"), "title_malformed"));
        }
        title
    }

    fn validator(&mut self, fields: &IndexMap<Key, Field>) -> Option<Validator> {
        match schema::compile(&value_schema(fields)) {
            Ok(validator) => Some(validator),
            Err(reason) => {
                self.issues.push(Issue::error(Pointer::root().at("fields"), "schema_malformed").with("reason", reason));
                None
            }
        }
    }
}

/// The schema of the values that are not blank, with the final kinds of all fields.
fn value_schema(fields: &IndexMap<Key, Field>) -> serde_json::Value {
    let mut properties = Map::new();
    for (key, field) in fields {
        let schema = if field.rows.is_empty() {
            field.kind.value_schema()
        } else {
            let mut whole = field.kind.value_schema();
            let mut row = value_schema(&field.rows);
            row["properties"]["_id"] = json!({"type": "string"});
            whole["items"] = row;
            whole
        };
        // What is read from other records keeps the limits of where it was written, not of a form.
        let schema = if field.spec.kind.source().is_some() { json!(true) } else { schema };
        properties.insert(key.to_string(), schema);
    }
    schema::object(properties)
}

/// Notes for each field under which conditions the parts of the page around it are shown.
fn place_on_page(items: &[LayoutItem], around: &[Filter], fields: &mut IndexMap<Key, Field>) {
    let within = |condition: &Option<Filter>| around.iter().chain(condition).cloned().collect::<Vec<_>>();
    for item in items {
        match item {
            LayoutItem::Section(section) => {
                let conditions = within(&section.visible_when);
                for key in section.fields.iter().flatten() {
                    if let Some(field) = fields.get_mut(key) {
                        field.page.clone_from(&conditions);
                    }
                }
            }
            LayoutItem::Tabs(tabs) => {
                tabs.iter().for_each(|tab| place_on_page(&tab.items, &within(&tab.visible_when), fields));
            }
            LayoutItem::Columns(columns) => columns.iter().for_each(|items| place_on_page(items, around, fields)),
            LayoutItem::Divider { .. } | LayoutItem::Note { .. } | LayoutItem::Embed { .. } => {}
        }
    }
}

fn cycle(place: &Place) -> Issue {
    Issue::error(Pointer::root().at("fields"), "computed_cycle").with("field", place.path())
}

fn all_reads(catalog: Catalog<'_>) -> Vec<(Place, Read)> {
    let computed = graph::places(catalog.this).filter(|(_, field)| graph::is_computed(field));
    let reads = computed.flat_map(|(stand, field)| {
        let place = Place::of(stand, &field.key);
        graph::reads(catalog, stand, field).into_iter().map(move |read| (place.clone(), read))
    });
    reads.collect()
}
