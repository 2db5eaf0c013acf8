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
    pub fn reach<'a>(&'a self, form: &'a FormShape, path: &Path) -> Option<Reach<'a>> {
        let mut steps = path.steps();
        let mut walked = Vec::new();
        let mut form = form;
        let mut name = steps.next()?;
        loop {
            let (step, storage) = enter(form, name, &mut steps)?;
            walked.push(step);
            let Some(next) = steps.next() else {
                return Some(Reach { steps: walked, storage, part: None });
            };
            match (storage, next) {
                (Storage::DateRange | Storage::InstantRange, "start" | "end") if steps.next().is_some() => return None,
                (Storage::DateRange, "start") => return Some(end_of(walked, Storage::Date, RangePart::Start)),
                (Storage::DateRange, "end") => return Some(end_of(walked, Storage::Date, RangePart::End)),
                (Storage::InstantRange, "start") => return Some(end_of(walked, Storage::Instant, RangePart::Start)),
                (Storage::InstantRange, "end") => return Some(end_of(walked, Storage::Instant, RangePart::End)),
                (Storage::Ref(Target::Form(key)) | Storage::RefList(Target::Form(key)), _) => {
                    form = self.form(&key)?;
                    name = next;
                }
                _ => return None,
            }
        }
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

fn end_of(steps: Vec<Step<'_>>, storage: Storage, part: RangePart) -> Reach<'_> {
    Reach { steps, storage, part: Some(part) }
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
