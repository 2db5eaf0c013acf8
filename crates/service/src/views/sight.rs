use mortise_access::{Act, Level};
use mortise_expr::Sight;
use mortise_forms::{ViewSight, ViewSpec, view_in_sight};
use mortise_model::Key;

use crate::{AppModel, Identity};

/// Calls `look` with what a person may see of the records of an app by their right to read.
pub(super) fn with_sight<T>(model: &AppModel, person: &Identity, look: impl FnOnce(&ViewSight<'_>) -> T) -> T {
    let roles = person.roles_in(&model.app.key);
    let permit = |form: &str| {
        let form = Key::new(form).ok()?;
        model.policy.permit(&person.subject, &roles, &form, Act::Read)
    };
    let least = |form: &str, field: &str, level| permit(form).is_some_and(|permit| permit.field(field).most() >= level);
    let form = |form: &str| permit(form).is_some();
    let shown = |form: &str, field: &str| least(form, field, Level::Mask);
    let asked = |form: &str, field: &str| least(form, field, Level::View);
    let always =
        |form: &str, field: &str| permit(form).is_some_and(|permit| permit.field(field).least() >= Level::View);
    let summed = Sight { form: &form, field: &always };
    look(&ViewSight {
        summed,
        shown: Sight { form: &form, field: &shown },
        asked: Sight { form: &form, field: &asked },
    })
}

/// A view of a form as a person sees it, and how many parts of it are held back; `None` where it is not for them.
pub(crate) fn seen(model: &AppModel, person: &Identity, form: &Key, view: &ViewSpec) -> Option<(ViewSpec, u32)> {
    let roles = person.roles_in(&model.app.key);
    if !view.roles.is_empty() && !view.roles.iter().any(|role| roles.contains(role)) {
        return None;
    }
    let shape = model.shape.form(form)?;
    with_sight(model, person, |sight| view_in_sight(view, (&model.shape, shape), sight))
}
