//! The records, people and departments that texts of a file mean.

use std::collections::{HashMap, HashSet};

use mortise_access::Act;
use mortise_forms::Writer as Hand;
use mortise_imports::{Columns, LinkColumn};
use mortise_model::{Facts, Filter, FilterOp, Id, Issue, Key, Operand, Path, Pointer, Storage, Target, Value};
use mortise_store::{
    Pages,
    repos::{Page, departments, users},
};
use serde_json::{Map, Value as Json, json};

use super::importer::Importer;
use crate::{
    Error, Result,
    write::{Confirm, Terms, Writer, concerns_the_row},
};

/// How many texts one question looks for.
const AT_ONCE: usize = 200;
const PAGE: u64 = 500;

/// What is looked for: in which form by which field; people and departments by their names.
type Place = (Target, Option<Key>);

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Links {
    known: HashMap<Place, HashMap<String, Found>>,
    /// What was made while it was looked for: gone again where the chunk is undone.
    made: Vec<(Place, String)>,
}

#[derive(Debug, Clone)]
enum Found {
    One(Id),
    None,
    Several,
    /// It could not be made.
    Refused(Issue),
}

impl Links {
    /// Finds what the texts of these rows mean, all at once, and makes what is missing where the mapping says so.
    pub(super) async fn look_up(
        &mut self,
        writer: &mut Writer<'_>,
        importer: &Importer,
        columns: &Columns,
        wanted: &[(usize, Vec<String>)],
    ) -> Result<()> {
        for (index, column) in columns.iter().enumerate() {
            let Some(link) = &column.link else { continue };
            let place = (link.target.clone(), link.by.clone());
            let known = self.known.entry(place.clone()).or_default();
            let own = wanted.iter().filter(|(of, _)| *of == index).flat_map(|(_, texts)| texts);
            let missing: HashSet<&String> = own.filter(|text| !known.contains_key(*text)).collect();
            let mut missing: Vec<String> = missing.into_iter().cloned().collect();
            missing.sort_unstable();
            for some in missing.chunks(AT_ONCE) {
                let found = find(writer, importer, link, some).await?;
                self.known.entry(place.clone()).or_default().extend(found);
            }
            if link.create_missing {
                self.make(writer, importer, link, &missing).await?;
            }
        }
        Ok(())
    }

    /// What a text means, as a caller would send it.
    pub(super) fn meaning(&self, link: &LinkColumn, text: &str) -> Result<Json, Issue> {
        let place = (link.target.clone(), link.by.clone());
        let issue = |code: &str| Issue::error(Pointer::root(), code).with("by", text);
        match self.known.get(&place).and_then(|known| known.get(text)) {
            Some(Found::One(id)) => Ok(json!(id)),
            Some(Found::Several) => Err(issue("link_not_unique")),
            Some(Found::Refused(issue)) => Err(issue.clone()),
            Some(Found::None) | None => Err(issue("link_not_found")),
        }
    }

    /// The chunk is undone, and with it what was made in it.
    pub(super) fn forget_made(&mut self) {
        for (place, text) in self.made.drain(..) {
            if let Some(known) = self.known.get_mut(&place) {
                known.remove(&text);
            }
        }
    }

    /// The chunk is committed, and with it what was made in it.
    pub(super) fn keep_made(&mut self) {
        self.made.clear();
    }

    async fn make(
        &mut self,
        writer: &mut Writer<'_>,
        importer: &Importer,
        link: &LinkColumn,
        texts: &[String],
    ) -> Result<()> {
        let (Target::Form(form), Some(by)) = (&link.target, &link.by) else { return Ok(()) };
        let place = (link.target.clone(), link.by.clone());
        for text in texts {
            let known = self.known.entry(place.clone()).or_default();
            if !matches!(known.get(text), Some(Found::None)) {
                continue;
            }
            let made = make_one(writer, importer, (form, by), text).await?;
            known.insert(text.clone(), made);
            self.made.push((place.clone(), text.clone()));
        }
        Ok(())
    }
}

/// Makes a record that holds nothing but the text, with the person's right to make one.
async fn make_one(writer: &mut Writer<'_>, importer: &Importer, (form, by): (&Key, &Key), text: &str) -> Result<Found> {
    let Some(permit) = importer.permit_for(form, Act::Create) else {
        return Ok(Found::Refused(Issue::error(Pointer::root(), "act_not_allowed")));
    };
    let is_list = writer.model.form(form)?.field(by).is_some_and(|field| field.kind.storage() == Storage::List);
    let value = if is_list { json!([text]) } else { json!(text) };
    let sent = Map::from_iter([(by.to_string(), value)]);
    let terms = Terms { permit: &permit, hand: Hand::Person, confirm: &Confirm::All, reason: None };
    let mark = writer.mark().await?;
    match writer.create(form, &sent, &terms).await {
        Ok(id) => {
            writer.keep(mark).await?;
            Ok(Found::One(id))
        }
        Err(error) if concerns_the_row(&error) => {
            writer.undo(mark).await?;
            Ok(Found::Refused(first_issue(error)))
        }
        Err(error) => Err(error),
    }
}

/// Why a missing record could not be made: the first of the reasons.
fn first_issue(error: Error) -> Issue {
    let code = match error {
        Error::Invalid(issues) | Error::BadRequest(issues) | Error::Confirm(issues) => {
            match issues.into_iter().next() {
                Some(issue) => return Issue { pointer: Pointer::root(), ..issue },
                None => "link_not_found".to_owned(),
            }
        }
        Error::Forbidden(code) => code.to_owned(),
        Error::Conflict { code, .. } => code,
        _ => "link_not_found".to_owned(),
    };
    Issue::error(Pointer::root(), code)
}

async fn find(
    writer: &Writer<'_>,
    importer: &Importer,
    link: &LinkColumn,
    texts: &[String],
) -> Result<HashMap<String, Found>> {
    let ids = match (&link.target, &link.by) {
        (Target::Form(form), Some(by)) => records(writer, importer, (form, by), texts).await?,
        (Target::User, _) => people(writer, texts).await?,
        (Target::Dept, _) => depts(writer, texts).await?,
        (Target::Form(_), None) | (Target::Role, _) => HashMap::new(),
    };
    let found = |text: &String| match ids.get(text).map(Vec::as_slice) {
        None | Some([]) => Found::None,
        Some([id]) => Found::One(*id),
        Some(_) => Found::Several,
    };
    Ok(texts.iter().map(|text| (text.clone(), found(text))).collect())
}

/// The records that hold the texts, among those that the person may read.
async fn records(
    writer: &Writer<'_>,
    importer: &Importer,
    (form, by): (&Key, &Key),
    texts: &[String],
) -> Result<HashMap<String, Vec<Id>>> {
    let Some(permit) = importer.permit_for(form, Act::Read) else { return Ok(HashMap::new()) };
    let published = writer.model.form(form)?;
    let Some(field) = published.field(by) else { return Ok(HashMap::new()) };
    let is_list = field.kind.storage() == Storage::List;
    // Stored texts are in canonical form, so that is what is looked for.
    let canonical = |text: &String| match field.kind.take(&json!(text), &Facts::new()) {
        Ok(Value::Text(text)) => text,
        _ => text.clone(),
    };
    let sought: HashMap<String, Vec<&String>> = texts.iter().fold(HashMap::new(), |mut sought, text| {
        sought.entry(canonical(text)).or_insert_with(Vec::new).push(text);
        sought
    });
    let filter = Filter::Compare {
        field: Path::new(by),
        op: if is_list { FilterOp::HasAny } else { FilterOp::In },
        value: Operand::Json(json!(sought.keys().collect::<Vec<_>>())),
    };
    let mut found: HashMap<String, Vec<Id>> = HashMap::new();
    let way = importer.way(permit);
    let plan = way.plan()?.filter(filter).fields([by.clone()]).limit(PAGE);
    let taken = plan.each_page(writer.tx, |page| {
        for record in page.records {
            let id = record.id;
            let held = match record.values(&page.fields).swap_remove(by) {
                Some(Value::Text(text)) => vec![text],
                Some(Value::List(texts)) => texts,
                _ => Vec::new(),
            };
            for text in held.iter().filter_map(|text| sought.get(text)).flatten() {
                found.entry((*text).clone()).or_default().push(id);
            }
        }
        Ok::<_, mortise_store::Error>(Pages::More)
    });
    taken.await.map_err(crate::records::bad_request)?;
    Ok(found)
}

/// People by log-in name, or else by the name they are shown by.
async fn people(writer: &Writer<'_>, texts: &[String]) -> Result<HashMap<String, Vec<Id>>> {
    let mut found = HashMap::new();
    for text in texts {
        let ids = match users::user_by_username(writer.tx, text).await? {
            Some(user) => vec![user.id],
            None => {
                let called = users::users(writer.tx, Some(text), Page::first(PAGE)).await?;
                called.into_iter().filter(|user| user.active && user.name == *text).map(|user| user.id).collect()
            }
        };
        found.insert(text.clone(), ids);
    }
    Ok(found)
}

/// Departments by their names.
async fn depts(writer: &Writer<'_>, texts: &[String]) -> Result<HashMap<String, Vec<Id>>> {
    let all = departments::departments(writer.tx).await?;
    let called = |text: &String| all.iter().filter(|dept| dept.name == *text).map(|dept| dept.id).collect();
    Ok(texts.iter().map(|text| (text.clone(), called(text))).collect())
}
