//! The forms of an app as designed: what a field finally is, and what stands at the end of a path.

use std::sync::Arc;

use indexmap::IndexMap;
use mortise_model::{AppShape, FieldShape, FormShape, Key, Path, Storage, Target, UniqueShape};

use crate::{
    FieldSpec, FieldType, FormSpec, Source,
    indexes::indexes,
    kinds::{
        bool::BoolField, date::DateField, datetime::DatetimeField, dept::DeptField, int::IntField, link::LinkField,
        text::TextField, user::UserField,
    },
};

/// How many lookups may stand behind each other.
const MOST_STEPS: usize = 16;

/// One form among those of its app; it stands in for its own earlier version.
#[derive(Clone, Copy)]
pub(crate) struct Catalog<'a> {
    pub(crate) this: &'a FormSpec,
    siblings: &'a IndexMap<Key, FormSpec>,
}

/// Where a field stands: in a form, or in the rows of a subform.
#[derive(Clone, Copy)]
pub(crate) struct Stand<'a> {
    pub(crate) form: &'a FormSpec,
    pub(crate) subform: Option<&'a FieldSpec>,
}

impl<'a> Catalog<'a> {
    pub(crate) fn new(this: &'a FormSpec, siblings: &'a IndexMap<Key, FormSpec>) -> Self {
        Self { this, siblings }
    }

    /// The form with this key.
    pub(crate) fn form(&self, key: &str) -> Option<&'a FormSpec> {
        if self.this.key == *key { Some(self.this) } else { self.siblings.get(key) }
    }

    /// All forms, this one in its present state.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &'a FormSpec> + use<'a> {
        let this = self.this;
        std::iter::once(this).chain(self.siblings.values().filter(move |form| form.key != this.key))
    }

    /// What a field finally is: a lookup is what it reads, an amount knows its places; `None` where that does not exist.
    pub(crate) fn kind(&self, stand: Stand<'a>, field: &'a FieldSpec) -> Option<FieldType> {
        self.kind_within(stand, field, MOST_STEPS)
    }

    fn kind_within(&self, stand: Stand<'a>, field: &'a FieldSpec, left: usize) -> Option<FieldType> {
        let left = left.checked_sub(1)?;
        match field.kind.source() {
            Some(Source::Lookup { via, field: behind, .. }) => {
                let path = Path::new(&format!("{via}.{behind}"));
                field.kind.resolved(&self.along(stand, &path, left)?)
            }
            Some(Source::Rollup(source)) => {
                let form = self.form(&source.form)?;
                let subform = match &source.rows {
                    Some(rows) => Some(form.field(rows)?),
                    None => None,
                };
                let target = match &source.field {
                    Some(key) => self.along(Stand { form, subform }, &Path::new(key), left)?,
                    None => FieldType::IntField(IntField::default()),
                };
                field.kind.resolved(&target)
            }
            None => {
                let mut kind = field.kind.clone();
                kind.settle(stand.beside());
                if let Some(rows) = kind.rows_mut() {
                    let beside = rows.clone();
                    rows.iter_mut().for_each(|row| row.kind.settle(&beside));
                }
                Some(kind)
            }
        }
    }

    /// What stands at the end of a path; `None` where it leads nowhere.
    pub(crate) fn at_end(&self, stand: Stand<'a>, path: &Path) -> Option<FieldType> {
        self.along(stand, path, MOST_STEPS)
    }

    fn along(&self, stand: Stand<'a>, path: &Path, left: usize) -> Option<FieldType> {
        let left = left.checked_sub(1)?;
        let mut steps = path.steps();
        let (mut at, mut kind) = self.first(stand, steps.next()?, left)?;
        for step in steps {
            (at, kind) = match kind.storage() {
                Storage::Ref(Target::Form(key)) | Storage::RefList(Target::Form(key)) => {
                    self.first(Stand { form: self.form(&key)?, subform: None }, step, left)?
                }
                Storage::Rows => {
                    let inside = at?;
                    let field = inside.rows().iter().find(|field| field.key == *step)?;
                    (None, self.kind_within(inside, field, left)?)
                }
                storage => (None, part(&storage, step)?),
            };
        }
        Some(kind)
    }

    /// What a name means where one stands, and, of a subform, where its rows stand.
    fn first(&self, stand: Stand<'a>, name: &str, left: usize) -> Option<(Option<Stand<'a>>, FieldType)> {
        if let Some(kind) = system(stand.form, name) {
            return Some((None, kind));
        }
        if let Some(field) = stand.rows().iter().find(|field| field.key == *name) {
            return Some((None, self.kind_within(stand, field, left)?));
        }
        let field = stand.form.field(name)?;
        let inside = Stand { form: stand.form, subform: Some(field) };
        Some((Some(inside), self.kind_within(Stand { subform: None, ..stand }, field, left)?))
    }

    /// What the store and engines need of the forms; fields that lead nowhere are left out.
    pub(crate) fn app_shape(&self, app: &Key) -> AppShape {
        AppShape { forms: self.forms().map(|form| (form.key.clone(), Arc::new(self.form_shape(app, form)))).collect() }
    }

    /// What the store and engines need of one form.
    pub(crate) fn form_shape(&self, app: &Key, form: &'a FormSpec) -> FormShape {
        let stand = Stand { form, subform: None };
        let shapes = form.fields.iter().filter_map(|field| self.field_shape(stand, field));
        FormShape {
            app: app.clone(),
            key: form.key.clone(),
            name: form.name.clone(),
            title: form.title.clone(),
            search: form.search.clone(),
            fields: shapes.map(|shape| (shape.key.clone(), shape)).collect(),
            unique_keys: unique_keys(form),
            indexes: indexes(form),
        }
    }

    fn field_shape(&self, stand: Stand<'a>, field: &'a FieldSpec) -> Option<FieldShape> {
        let kind = self.kind(stand, field)?;
        let storage = kind.storage();
        if storage == Storage::None {
            return None;
        }
        let inner = Stand { form: stand.form, subform: Some(field) };
        let rows = field.kind.rows().iter().filter_map(|row| self.field_shape(inner, row));
        Some(FieldShape {
            key: field.key.clone(),
            label: field.label.clone(),
            storage,
            indexed: field.indexed,
            operators: kind.operators(),
            aggregates: kind.aggregates(),
            groupings: kind.groupings(),
            rows: rows.map(|shape| (shape.key.clone(), shape)).collect(),
            currency_field: kind.currency_field().cloned().filter(|_| field.kind.source().is_none()),
        })
    }
}

impl<'a> Stand<'a> {
    /// The fields of the rows it stands in; none in the form itself.
    pub(crate) fn rows(&self) -> &'a [FieldSpec] {
        self.subform.map_or(&[], |subform| subform.kind.rows())
    }

    /// The fields that stand beside it.
    fn beside(&self) -> &'a [FieldSpec] {
        if self.subform.is_some() { self.rows() } else { &self.form.fields }
    }
}

fn unique_keys(form: &FormSpec) -> Vec<UniqueShape> {
    let alone = form.fields.iter().filter(|field| field.unique).map(|field| UniqueShape {
        fields: vec![field.key.clone()],
        when: None,
        blank_equal: false,
    });
    let together = form.unique_keys.iter().map(|key| UniqueShape {
        fields: key.fields.clone(),
        when: key.when.clone(),
        blank_equal: key.blank_equal,
    });
    alone.chain(together).collect()
}

/// What a system column is.
fn system(form: &FormSpec, name: &str) -> Option<FieldType> {
    Some(match name {
        "_id" => FieldType::LinkField(LinkField::to(form.key.clone())),
        "_version" => FieldType::IntField(IntField::default()),
        "_created_at" | "_updated_at" | "_deleted_at" => FieldType::DatetimeField(DatetimeField::default()),
        "_created_by" | "_updated_by" | "_owner" => FieldType::UserField(UserField::default()),
        "_dept" => FieldType::DeptField(DeptField::default()),
        "_flow_state" => FieldType::TextField(TextField::default()),
        _ => return None,
    })
}

/// What a part of a range, a person or a department is.
fn part(storage: &Storage, step: &str) -> Option<FieldType> {
    Some(match (storage, step) {
        (Storage::DateRange, "start" | "end") => FieldType::DateField(DateField::default()),
        (Storage::InstantRange, "start" | "end") => FieldType::DatetimeField(DatetimeField::default()),
        (Storage::Ref(Target::User), "name" | "username") | (Storage::Ref(Target::Dept), "name") => {
            FieldType::TextField(TextField::default())
        }
        (Storage::Ref(Target::User), "active") => FieldType::BoolField(BoolField::default()),
        (Storage::Ref(Target::User), "manager") | (Storage::Ref(Target::Dept), "head") => {
            FieldType::UserField(UserField::default())
        }
        (Storage::Ref(Target::User), "dept") | (Storage::Ref(Target::Dept), "parent") => {
            FieldType::DeptField(DeptField::default())
        }
        _ => return None,
    })
}
