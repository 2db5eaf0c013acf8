//! Which computed values read which: the order in which a record is computed, and cycles.

use std::collections::HashMap;

use mortise_expr::Formula;
use mortise_model::{Filter, Key, Operand, Path, Storage, Target};

use crate::{
    DefaultSpec, FieldSpec, FormSpec, RollupSource, Source,
    catalog::{Catalog, Stand},
};

/// A field within one form: its key, and the subform in whose rows it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) subform: Option<Key>,
    pub(crate) field: Key,
}

/// A field that a computed one reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Read {
    /// The form that holds it.
    pub(crate) form: Key,
    /// Where in that form.
    pub(crate) place: Place,
    /// How its record is reached from the reader's.
    pub(crate) way: Way,
}

/// How the record that is read is reached from the one that reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Way {
    /// It is the same record.
    Here,
    /// Along these links of the reader; `items.vendor` is a link of rows.
    Links(Path),
    /// It refers to the reader by this field; `alloc.line` is a link of rows.
    Back(Path),
    /// By a condition that names no link between them.
    Condition,
}

impl Place {
    pub(crate) fn of(stand: Stand<'_>, field: &Key) -> Self {
        Self { subform: stand.subform.map(|subform| subform.key.clone()), field: field.clone() }
    }

    /// Whether reading this reads `other`: the same field, or one of the rows that are read as a whole.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        self == other || (self.subform.is_none() && other.subform.as_ref() == Some(&self.field))
    }

    /// `items.price` or `price`.
    pub(crate) fn path(&self) -> String {
        self.subform.as_ref().map_or_else(|| self.field.to_string(), |subform| format!("{subform}.{}", self.field))
    }
}

/// The expression that computes a field, where one does.
pub(crate) fn formula_of(field: &FieldSpec) -> Option<String> {
    field.formula.clone().filter(|source| !source.trim().is_empty()).or_else(|| field.kind.implied_formula())
}

/// Whether people cannot write a field because it is computed.
pub(crate) fn is_computed(field: &FieldSpec) -> bool {
    field.kind.source().is_some() || formula_of(field).is_some()
}

/// All fields of a form and of the rows of its subforms.
pub(crate) fn places<'a>(form: &'a FormSpec) -> impl Iterator<Item = (Stand<'a>, &'a FieldSpec)> {
    form.fields.iter().flat_map(move |field| {
        let outside = Stand { form, subform: None };
        let inside = Stand { form, subform: Some(field) };
        std::iter::once((outside, field)).chain(field.kind.rows().iter().map(move |row| (inside, row)))
    })
}

/// What a computed field reads, of any record; an expression that does not compile reads nothing.
pub(crate) fn reads<'a>(catalog: Catalog<'a>, stand: Stand<'a>, field: &'a FieldSpec) -> Vec<Read> {
    let mut found = Found { catalog, stand, reads: Vec::new() };
    match field.kind.source() {
        Some(Source::Lookup { via, field, .. }) => found.path(&Path::new(&format!("{via}.{field}"))),
        Some(Source::Rollup(source)) => found.rollup(source),
        None => {}
    }
    if let Some(formula) = formula_of(field).and_then(|source| Formula::compile(&source).ok()) {
        found.formula(&formula);
    }
    found.reads
}

/// What the default of a field reads of the same record.
fn default_reads<'a>(catalog: Catalog<'a>, stand: Stand<'a>, field: &'a FieldSpec) -> Vec<Read> {
    let mut found = Found { catalog, stand, reads: Vec::new() };
    if let Some(DefaultSpec::Expr(source)) = &field.default
        && let Ok(formula) = Formula::compile(source)
    {
        found.formula(&formula);
    }
    found.reads
}

struct Found<'a> {
    catalog: Catalog<'a>,
    stand: Stand<'a>,
    reads: Vec<Read>,
}

impl Found<'_> {
    fn note(&mut self, read: Read) {
        if !self.reads.contains(&read) {
            self.reads.push(read);
        }
    }

    fn formula(&mut self, formula: &Formula) {
        for path in &formula.reads().paths {
            self.path(path);
        }
        for related in &formula.reads().related {
            let way = way_back(&related.filter);
            let mut paths: Vec<Path> = related.field.iter().chain(&related.weight).map(|key| Path::new(key)).collect();
            related.filter.visit_paths(&mut |path| paths.push(path.clone()));
            self.elsewhere(&related.form, &paths, &way);
        }
    }

    fn rollup(&mut self, source: &RollupSource) {
        let prefix = source.rows.as_ref().map_or_else(String::new, |rows| format!("{rows}."));
        let inside = |key: &Key| Path::new(&format!("{prefix}{key}"));
        let via = inside(&source.via);
        let mut paths: Vec<Path> = vec![via.clone()];
        paths.extend(source.field.iter().chain(&source.weight).chain(&source.order_by).map(inside));
        if let Some(filter) = &source.filter {
            filter.visit_paths(&mut |path| paths.push(path.clone()));
            for path in record_paths(filter) {
                self.path(&path);
            }
        }
        self.elsewhere(&source.form, &paths, &Way::Back(via));
    }

    /// Fields of records of another form that are found by a condition.
    fn elsewhere(&mut self, form: &Key, paths: &[Path], way: &Way) {
        let Some(form) = self.catalog.form(form) else { return };
        let stand = Stand { form, subform: None };
        for path in paths {
            let mut inner = Found { catalog: self.catalog, stand, reads: Vec::new() };
            inner.path(path);
            for read in inner.reads {
                let way = if read.way == Way::Here { way.clone() } else { Way::Condition };
                self.note(Read { way, ..read });
            }
        }
    }

    /// Every field on the way of a path.
    fn path(&mut self, path: &Path) {
        let mut stand = self.stand;
        let mut walked = String::new();
        let mut steps = path.steps().peekable();
        while let Some(step) = steps.next() {
            let Some((found, field)) = find(stand, step) else { return };
            let Some(kind) = self.catalog.kind(found, field) else { return };
            let storage = kind.storage();
            // Reading one field of the rows is not reading all of them.
            if storage != Storage::Rows || steps.peek().is_none() {
                let way = if walked.is_empty() { Way::Here } else { Way::Links(Path::new(&walked)) };
                self.note(Read { form: found.form.key.clone(), place: Place::of(found, &field.key), way });
            }
            let name = Place::of(found, &field.key).path();
            walked = if walked.is_empty() { name } else { format!("{walked}.{name}") };
            match storage {
                Storage::Rows => {
                    let inside = Stand { form: found.form, subform: Some(field) };
                    let Some(row) = steps.peek().and_then(|step| find(inside, step)) else { return };
                    let before = walked.rsplit_once('.').map_or("", |(before, _)| before).to_owned();
                    walked = before;
                    stand = row.0;
                }
                Storage::Ref(Target::Form(key)) | Storage::RefList(Target::Form(key)) => {
                    let Some(form) = self.catalog.form(&key) else { return };
                    stand = Stand { form, subform: None };
                }
                _ => return,
            }
        }
    }
}

fn find<'a>(stand: Stand<'a>, name: &str) -> Option<(Stand<'a>, &'a FieldSpec)> {
    if let Some(field) = stand.rows().iter().find(|field| field.key == *name) {
        return Some((stand, field));
    }
    Some((Stand { subform: None, ..stand }, stand.form.field(name)?))
}

/// The fields of the outer record that a condition compares with.
pub(crate) fn record_paths(filter: &Filter) -> Vec<Path> {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().flat_map(record_paths).collect(),
        Filter::Not(part) => record_paths(part),
        Filter::Exists(_) => Vec::new(),
        Filter::Compare { value: Operand::Record(path), .. } => vec![path.clone()],
        Filter::Compare { .. } => Vec::new(),
    }
}

/// The link by which records that fit refer to the outer record, where the condition names one.
fn way_back(filter: &Filter) -> Way {
    let id = Path::new("_id");
    match filter {
        Filter::And(parts) => parts.iter().map(way_back).find(|way| *way != Way::Condition).unwrap_or(Way::Condition),
        Filter::Compare { field, value: Operand::Record(path), .. } if *path == id => Way::Back(field.clone()),
        _ => Way::Condition,
    }
}

/// The order in which the computed fields and defaults of a record are computed, else those that wait for each other.
pub(crate) fn order(catalog: Catalog<'_>) -> Result<Vec<Place>, Vec<Place>> {
    let mut open: Vec<(Place, Vec<Place>)> = Vec::new();
    for (stand, field) in places(catalog.this) {
        if !is_computed(field) && field.default.is_none() {
            continue;
        }
        let mut all = reads(catalog, stand, field);
        all.extend(default_reads(catalog, stand, field));
        let here = all.into_iter().filter(|read| read.way == Way::Here && read.form == catalog.this.key);
        open.push((Place::of(stand, &field.key), here.map(|read| read.place).collect()));
    }
    let mut done = Vec::new();
    while !open.is_empty() {
        let waits = |reads: &[Place]| open.iter().any(|(other, _)| reads.iter().any(|read| read.covers(other)));
        let ready = open.iter().position(|(_, reads)| !waits(reads));
        match ready {
            Some(index) => done.push(open.remove(index).0),
            None => return Err(open.into_iter().map(|(place, _)| place).collect()),
        }
    }
    Ok(done)
}

/// A computed field in its form.
type Node = (Key, Place);

/// The computed fields of this form whose value depends on itself by way of a field of another form, with that field.
pub(crate) fn foreign_cycles(catalog: Catalog<'_>) -> Vec<(Place, String)> {
    let mut known = HashMap::new();
    let mut cycles = Vec::new();
    for (stand, field) in places(catalog.this).filter(|(_, field)| is_computed(field)) {
        let start = (catalog.this.key.clone(), Place::of(stand, &field.key));
        let foreign = reached(catalog, &start, &mut known).into_iter().filter(|(form, _)| *form != start.0);
        for other in foreign {
            if reached(catalog, &other, &mut known).contains(&start) {
                cycles.push((start.1, format!("{}.{}", other.0, other.1.path())));
                break;
            }
        }
    }
    cycles
}

/// All computed fields on whose values that of a field depends.
fn reached(catalog: Catalog<'_>, start: &Node, known: &mut HashMap<Node, Vec<Node>>) -> Vec<Node> {
    let mut all: Vec<Node> = Vec::new();
    let mut next = vec![start.clone()];
    while let Some(node) = next.pop() {
        for read in known.entry(node.clone()).or_insert_with(|| nodes_read(catalog, &node)) {
            if !all.contains(read) {
                all.push(read.clone());
                next.push(read.clone());
            }
        }
    }
    all
}

fn nodes_read(catalog: Catalog<'_>, (form, place): &Node) -> Vec<Node> {
    let Some((stand, field)) = locate(catalog, form, place) else { return Vec::new() };
    let mut nodes: Vec<Node> = Vec::new();
    for read in reads(catalog, stand, field) {
        let node = (read.form, read.place);
        let computed = locate(catalog, &node.0, &node.1).is_some_and(|(_, field)| is_computed(field));
        if computed && !nodes.contains(&node) {
            nodes.push(node);
        }
    }
    nodes
}

/// The field at a place of a form.
pub(crate) fn locate<'a>(catalog: Catalog<'a>, form: &str, place: &Place) -> Option<(Stand<'a>, &'a FieldSpec)> {
    let form = catalog.form(form)?;
    let subform = match &place.subform {
        Some(key) => Some(form.field(key)?),
        None => None,
    };
    let stand = Stand { form, subform };
    let fields = if subform.is_some() { stand.rows() } else { &form.fields };
    Some((stand, fields.iter().find(|field| field.key == place.field)?))
}
