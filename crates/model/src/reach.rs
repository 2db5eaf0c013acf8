use crate::{AppShape, FieldShape, FormShape, Path, Storage, Target};

/// The way that a [`Path`] takes through the forms of an app, and what stands at its end.
#[derive(Debug, Clone)]
pub struct Reach<'a> {
    /// The links on the way and the field at the end, in order; never empty.
    pub steps: Vec<Step<'a>>,
    /// How the value at the end is stored; of a range's part, that of one of its ends.
    pub storage: Storage,
    /// The part of a range that is meant.
    pub part: Option<RangePart>,
}

/// One field on the way of a path.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// The form that holds it.
    pub form: &'a FormShape,
    /// Its key; `items.price` for a field of a subform's rows; the name of a system column.
    pub name: String,
    /// Its shape; absent for a system column.
    pub field: Option<&'a FieldShape>,
}

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangePart {
    /// The first day or moment.
    Start,
    /// The last.
    End,
}

impl AppShape {
    /// Follows a path from a form; `None` where a step does not exist or cannot be gone through.
    ///
    /// A way leads through links to other forms, into the rows of a subform, to the ends of a range, to `name`,
    /// `username`, `dept`, `manager` of a person, to `name`, `parent`, `head` of a department, and to a member of a
    /// structured value.
    pub fn reach<'a>(&'a self, form: &'a FormShape, path: &Path) -> Option<Reach<'a>> {
        let mut names = path.steps();
        let (first, mut storage) = enter(form, names.next()?, &mut names)?;
        let mut reach = Reach { steps: vec![first], storage: storage.clone(), part: None };
        while let Some(name) = names.next() {
            if reach.part.is_some() {
                return None;
            }
            if let Storage::Ref(Target::Form(key)) | Storage::RefList(Target::Form(key)) = &storage {
                let (step, next) = enter(self.form(key)?, name, &mut names)?;
                reach.steps.push(step);
                storage = next;
                continue;
            }
            reach.part = range_part(&storage, name);
            storage = inside(&storage, name)?;
        }
        Some(Reach { storage, ..reach })
    }
}

fn range_part(storage: &Storage, name: &str) -> Option<RangePart> {
    match (storage, name) {
        (Storage::DateRange | Storage::InstantRange, "start") => Some(RangePart::Start),
        (Storage::DateRange | Storage::InstantRange, "end") => Some(RangePart::End),
        _ => None,
    }
}

/// How a part of a value is stored that is no field of a form.
fn inside(storage: &Storage, name: &str) -> Option<Storage> {
    match (storage, name) {
        (Storage::DateRange, "start" | "end") => Some(Storage::Date),
        (Storage::InstantRange, "start" | "end") => Some(Storage::Instant),
        (Storage::Ref(Target::User) | Storage::RefList(Target::User), "name" | "username") => Some(Storage::Text),
        (Storage::Ref(Target::User) | Storage::RefList(Target::User), "dept") => Some(Storage::Ref(Target::Dept)),
        (Storage::Ref(Target::User) | Storage::RefList(Target::User), "manager") => Some(Storage::Ref(Target::User)),
        (Storage::Ref(Target::Dept) | Storage::RefList(Target::Dept), "name") => Some(Storage::Text),
        (Storage::Ref(Target::Dept) | Storage::RefList(Target::Dept), "parent") => Some(Storage::Ref(Target::Dept)),
        (Storage::Ref(Target::Dept) | Storage::RefList(Target::Dept), "head") => Some(Storage::Ref(Target::User)),
        (Storage::Json, _) => Some(Storage::Json),
        _ => None,
    }
}

impl FormShape {
    /// How a system column such as `_owner` is stored; `None` for any other name.
    pub fn system_storage(&self, name: &str) -> Option<Storage> {
        match name {
            "_id" => Some(Storage::Ref(Target::Form(self.key.clone()))),
            "_version" => Some(Storage::Int),
            "_created_at" | "_updated_at" | "_deleted_at" => Some(Storage::Instant),
            "_created_by" | "_updated_by" | "_owner" => Some(Storage::Ref(Target::User)),
            "_dept" => Some(Storage::Ref(Target::Dept)),
            "_flow_state" => Some(Storage::Text),
            _ => None,
        }
    }
}

/// The field `name` of a form; of a subform also the field of its rows that comes next.
fn enter<'a, 'p>(
    form: &'a FormShape,
    name: &str,
    rest: &mut impl Iterator<Item = &'p str>,
) -> Option<(Step<'a>, Storage)> {
    if let Some(storage) = form.system_storage(name) {
        return Some((Step { form, name: name.to_owned(), field: None }, storage));
    }
    let field = form.fields.get(name)?;
    if field.storage != Storage::Rows {
        return Some((Step { form, name: name.to_owned(), field: Some(field) }, field.storage.clone()));
    }
    match rest.next() {
        None => Some((Step { form, name: name.to_owned(), field: Some(field) }, Storage::Rows)),
        Some(inner) => {
            let inner = field.rows.get(inner)?;
            let step = Step { form, name: format!("{name}.{}", inner.key), field: Some(inner) };
            Some((step, inner.storage.clone()))
        }
    }
}

#[cfg(test)]
mod tests;
