use std::collections::{BTreeSet, HashMap};

use mortise_access::{Act, Permit};
use mortise_model::{FieldShape, FormShape, Id, Key, Storage, Target, Value, Values};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{Cell, Page, ReadPlan};
use crate::Error;

/// What linked records, people and departments are called. A record out of the viewer's sight has no title.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Titles(HashMap<Target, HashMap<Id, String>>);

/// Writes the title of a record of this form out of the values that its pattern names, as far as the viewer may read them.
pub type WriteTitle<'a> = &'a (dyn Fn(&FormShape, &Values) -> String + Send + Sync);

impl Titles {
    /// The title, where it is known.
    pub fn get(&self, target: &Target, id: Id) -> Option<&str> {
        self.0.get(target)?.get(&id).map(String::as_str)
    }

    /// Adds one.
    pub fn insert(&mut self, target: Target, id: Id, title: String) {
        self.0.entry(target).or_default().insert(id, title);
    }
}

impl ReadPlan<'_> {
    /// The titles of all that the records of a page refer to, each form asked once.
    pub async fn titles(
        &self,
        conn: &impl ConnectionTrait,
        page: &Page,
        write: WriteTitle<'_>,
    ) -> Result<Titles, Error> {
        self.titles_of(conn, self.references(page), write).await
    }

    /// The titles of these things, as far as the viewer may see them.
    pub async fn titles_of(
        &self,
        conn: &impl ConnectionTrait,
        wanted: impl IntoIterator<Item = (Target, Id)>,
        write: WriteTitle<'_>,
    ) -> Result<Titles, Error> {
        let mut by_target: HashMap<Target, BTreeSet<Id>> = HashMap::new();
        for (target, id) in wanted {
            by_target.entry(target).or_default().insert(id);
        }
        let mut titles = Titles::default();
        for (target, ids) in by_target {
            let ids: Vec<Id> = ids.into_iter().collect();
            let found = match &target {
                Target::Form(form) => self.titles_of_records(conn, form, &ids, write).await?,
                Target::User => names_of(conn, "mortise_user", &ids).await?,
                Target::Dept => names_of(conn, "mortise_department", &ids).await?,
                // Roles are parts of a definition, not rows.
                Target::Role => HashMap::new(),
            };
            titles.0.insert(target, found);
        }
        Ok(titles)
    }

    /// What the records of a page refer to.
    fn references(&self, page: &Page) -> Vec<(Target, Id)> {
        let mut found = Vec::new();
        for record in &page.records {
            let system = &record.system;
            let people = [system.created_by, system.updated_by, system.owner];
            found.extend(people.into_iter().flatten().map(|id| (Target::User, id)));
            found.extend(system.dept.map(|id| (Target::Dept, id)));
            for (key, cell) in page.fields.iter().zip(&record.cells) {
                if let Cell::Value(value) = cell {
                    refer(&self.form.fields[key], value, &mut found);
                }
            }
        }
        found
    }

    async fn titles_of_records(
        &self,
        conn: &impl ConnectionTrait,
        form: &Key,
        ids: &[Id],
        write: WriteTitle<'_>,
    ) -> Result<HashMap<Id, String>, Error> {
        let Some(shape) = self.app.form(form) else { return Ok(HashMap::new()) };
        let permit = match self.is_system {
            true => Some(Permit::system(form.clone(), Act::Read)),
            false => self.lookup.and_then(|lookup| lookup(form)),
        };
        let Some(permit) = permit else { return Ok(HashMap::new()) };
        let plan = ReadPlan { lookup: self.lookup, ..ReadPlan::of_form(self.app, shape, &permit, self.moment) };
        let named = title_fields(shape);
        let fields: Vec<Key> = plan.field_keys()?.into_iter().filter(|key| named.contains(&&**key)).collect();
        let page = plan.fields(fields).get_many(conn, ids).await?;
        let records = page.records.into_iter();
        Ok(records.map(|record| (record.id, write(shape, &record.values(&page.fields)))).collect())
    }
}

/// The names in braces of a form's title pattern.
fn title_fields(form: &FormShape) -> Vec<&str> {
    form.title.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
}

fn refer(field: &FieldShape, value: &Value, found: &mut Vec<(Target, Id)>) {
    match (&field.storage, value) {
        (Storage::Ref(target) | Storage::RefList(target), value) => {
            found.extend(value.refs().iter().map(|id| (target.clone(), *id)));
        }
        (Storage::Rows, Value::Rows(rows)) => {
            for (key, value) in rows.iter().flat_map(|row| &row.values) {
                if let Some(inner) = field.rows.get(key) {
                    refer(inner, value, found);
                }
            }
        }
        _ => {}
    }
}

async fn names_of(conn: &impl ConnectionTrait, table: &'static str, ids: &[Id]) -> Result<HashMap<Id, String>, Error> {
    let mut found = HashMap::new();
    for some in ids.chunks(500) {
        let select = Query::select()
            .columns(["id", "name"])
            .from(table)
            .and_where(Expr::col("id").is_in(some.iter().map(|id| id.raw())))
            .to_owned();
        for row in conn.query_all(&select).await? {
            found.insert(Id::from_raw(row.try_get_by_index(0)?), row.try_get_by_index(1)?);
        }
    }
    Ok(found)
}
