use mortise_forms::ViewSpec;
use mortise_model::{Key, read_document};
use mortise_store::{
    ConnectionTrait,
    repos::views::{ViewOwner, view_by_key},
};

use super::seen;
use crate::{AppModel, Error, Identity, Result};

/// The view with this key as a person sees it: their own, else the shared one, else that of the form's document.
/// Somebody else's own view is not there.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    model: &AppModel,
    person: &Identity,
    (form, key): (&Key, &Key),
) -> Result<ViewSpec> {
    let place = (&model.app.key, form);
    let mut spec = None;
    for owner in [ViewOwner::Person(person.user.id), ViewOwner::Shared] {
        if let Some(view) = view_by_key(db, place, owner, key).await? {
            spec = Some(read_document(&view.spec).map_err(Error::Stored)?);
            break;
        }
    }
    let spec = match spec {
        Some(spec) => spec,
        None => of_form(model, form, key)?.ok_or(Error::NotFound("view"))?,
    };
    seen(model, person, form, &spec).map(|(spec, _)| spec).ok_or(Error::NotFound("view"))
}

/// The view of the form's document with this key.
pub(super) fn of_form(model: &AppModel, form: &Key, key: &Key) -> Result<Option<ViewSpec>> {
    Ok(model.form(form)?.spec().views.iter().find(|view| view.key == *key).cloned())
}
