//! What a person who need not be the one who acts may see of a record: for what they are told.

use std::sync::Arc;

use mortise_access::{Act, FieldRight, Level};
use mortise_forms::Field;
use mortise_model::{Ctx, Id, Key, Locale, Path, Storage, Target, Value};
use mortise_store::{Cell, ConnectionTrait};

use super::{Reading, get::permit_to_read, view::field_references};
use crate::{
    AppModel, Error, Identity, Result,
    titles::{Known, write_title},
};

/// The eyes of a person.
pub(crate) struct Sight<'a, C> {
    pub(crate) model: &'a Arc<AppModel>,
    pub(crate) person: &'a Identity,
    pub(crate) ctx: &'a Ctx,
    pub(crate) db: &'a C,
}

impl<C: ConnectionTrait> Sight<'_, C> {
    /// Whether the person may see the record at all.
    pub(crate) async fn sees(&self, form: &Key, id: Id) -> Result<bool> {
        let Some(reading) = self.reading(form, id).await? else { return Ok(false) };
        Ok(reading.plan()?.fields([]).get(self.db, id).await?.is_some())
    }

    /// The value at the end of a path as the person may read it, in words; nothing where some part of the way is
    /// closed to the person.
    pub(crate) async fn text(&self, form: &Key, id: Id, path: &Path, locale: Locale) -> Result<Option<String>> {
        let (mut form, mut id, mut path) = (form.clone(), id, path.clone());
        loop {
            if path.head().starts_with('_') && path.tail().is_none() {
                return self.system(&form, id, path.head(), locale).await;
            }
            let Some((field, value)) = self.value(&form, id, path.head()).await? else { return Ok(None) };
            let Some(rest) = path.tail() else { return self.worded(&form, &field, &value, locale).await.map(Some) };
            let Storage::Ref(Target::Form(target)) = field.kind.storage() else { return Ok(None) };
            let Some(next) = value.refs().first().copied() else { return Ok(Some(String::new())) };
            (form, id, path) = (target, next, rest);
        }
    }

    /// A system column, which whoever sees the record may read.
    async fn system(&self, form: &Key, id: Id, name: &str, locale: Locale) -> Result<Option<String>> {
        let Some(reading) = self.reading(form, id).await? else { return Ok(None) };
        let plan = reading.plan()?;
        let Some((_, record)) = plan.fields([]).get(self.db, id).await? else { return Ok(None) };
        let value = if name == "_id" { Value::Ref(id) } else { record.system.get(name) };
        let target = if name == "_dept" { Target::Dept } else { Target::User };
        Ok(Some(match value {
            Value::Null => String::new(),
            Value::Ref(person) if name != "_id" => {
                let plan = reading.plan()?;
                let titles =
                    plan.titles_of(self.db, [(target.clone(), person)], &write_title(self.model, locale)).await?;
                titles.get(&target, person).unwrap_or_default().to_owned()
            }
            Value::Instant(at) => at.with_timezone(&self.ctx.zone).format("%Y-%m-%d %H:%M").to_string(),
            value => value.to_json().as_str().map_or_else(|| value.to_json().to_string(), str::to_owned),
        }))
    }

    async fn value(&self, form: &Key, id: Id, head: &str) -> Result<Option<(Held, Value)>> {
        let published = Arc::clone(self.model.form(form)?);
        let Some((key, _)) = published.fields().get_key_value(head) else { return Ok(None) };
        let key = key.clone();
        let Some(reading) = self.reading(form, id).await? else { return Ok(None) };
        if !readable(&reading.permit.field(&key)) {
            return Ok(None);
        }
        let found = reading.plan()?.fields([key.clone()]).get(self.db, id).await?;
        let cell = found.and_then(|(fields, mut record)| {
            let place = fields.iter().position(|field| *field == key)?;
            Some(record.cells.swap_remove(place))
        });
        Ok(match cell {
            Some(Cell::Value(value)) => Some((Held { published, key }, value)),
            Some(Cell::Masked(_) | Cell::HeldBack) | None => None,
        })
    }

    async fn worded(&self, form: &Key, field: &Held, value: &Value, locale: Locale) -> Result<String> {
        let mut wanted = Vec::new();
        field_references(field, value, &mut wanted);
        let Some(permit) = self.model.policy.permit(&self.person.subject, &self.roles(), form, Act::Read) else {
            return Ok(String::new());
        };
        let reading = Reading::by(self.model, (self.ctx, self.person), permit);
        let titles = Known(reading.plan()?.titles_of(self.db, wanted, &write_title(self.model, locale)).await?);
        Ok(field.kind.text(value, &titles.wording(locale)))
    }

    async fn reading(&self, form: &Key, id: Id) -> Result<Option<Reading>> {
        match permit_to_read(self.model, self.person, form, id, self.db).await {
            Ok(permit) => Ok(Some(Reading::by(self.model, (self.ctx, self.person), permit))),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn roles(&self) -> Vec<Key> {
        self.person.roles_in(&self.model.app.key)
    }
}

/// A field of a form that is held meanwhile.
struct Held {
    published: Arc<mortise_forms::PublishedForm>,
    key: Key,
}

impl std::ops::Deref for Held {
    type Target = Field;

    fn deref(&self) -> &Field {
        &self.published.fields()[&self.key]
    }
}

/// Whether some records show the field to this person.
fn readable(right: &FieldRight) -> bool {
    right.most() >= Level::View
}
