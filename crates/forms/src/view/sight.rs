//! A view as somebody sees it who does not see everything.

use mortise_expr::check_filter_in_sight;
use mortise_model::{AppShape, Filter, FormShape, Path};
use serde_json::Value as Json;

use super::{
    ViewShow, ViewSight, ViewSpec,
    check::reach,
    kind::{Named, Use},
};

/// The view without what is out of sight, and how many parts of it that were; `None` where nothing could be drawn.
///
/// A condition of the filter goes as a whole: what somebody may not know narrows nothing for them, and tells nothing.
pub fn view_in_sight(
    view: &ViewSpec,
    (app, form): (&AppShape, &FormShape),
    sight: &ViewSight<'_>,
) -> Option<(ViewSpec, u32)> {
    let mut held_back = 0;
    let mut keep = |seen: bool| {
        held_back += u32::from(!seen);
        seen
    };
    let asks = |path: &Path| reach((app, form), path, Use::Asked, Some(sight)).is_some();
    let mut seen = view.clone();
    seen.sort.retain(|sort| keep(asks(&sort.field)));
    seen.group.retain(|group| keep(asks(&group.field)));
    let conditions = view
        .filter
        .iter()
        .flat_map(conjuncts)
        .filter(|part| keep(check_filter_in_sight(part, app, form, &sight.asked).is_empty()));
    seen.filter = all_of(conditions.cloned().collect());
    let (show, left_out) = show_in_sight(&view.show, (app, form), sight)?;
    seen.show = show;
    Some((seen, held_back + left_out))
}

/// What must all hold, one by one.
fn conjuncts(filter: &Filter) -> Vec<&Filter> {
    match filter {
        Filter::And(parts) => parts.iter().flat_map(conjuncts).collect(),
        other => vec![other],
    }
}

fn all_of(mut parts: Vec<Filter>) -> Option<Filter> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(Filter::And(parts)),
    }
}

/// Takes out of the settings what names something out of sight; what cannot be read without it is not there.
fn show_in_sight(
    show: &ViewShow,
    (app, this): (&AppShape, &FormShape),
    sight: &ViewSight<'_>,
) -> Option<(ViewShow, u32)> {
    let kind = show.kind();
    let form = match kind.form() {
        Some(other) => app.form(other).filter(|other| (sight.shown.form)(&other.key))?,
        None => this,
    };
    let mut named = Named::default();
    kind.names(&mut named);
    let fields = named.0.into_iter().filter(|(_, path, how)| reach((app, form), path, *how, Some(sight)).is_none());
    let hidden = |condition: &Filter| !check_filter_in_sight(condition, app, this, &sight.asked).is_empty();
    let conditions = kind.conditions().into_iter().filter(|(_, condition)| hidden(condition));
    let unseen: Vec<String> = fields.map(|(at, _, _)| at).chain(conditions.map(|(at, _)| at)).collect();
    if unseen.is_empty() {
        return Some((show.clone(), 0));
    }
    let mut json = serde_json::to_value(show).ok()?;
    // From the end, so that the places before stay what they are.
    for at in unseen.iter().rev() {
        take_out(json.get_mut("settings")?, at);
    }
    let left_out = u32::try_from(unseen.len()).unwrap_or(u32::MAX);
    Some((serde_json::from_value(json).ok()?, left_out))
}

/// Takes a member out, or the whole thing that is about a field or a condition.
fn take_out(json: &mut Json, at: &str) {
    let at = at.strip_suffix("/field").or_else(|| at.strip_suffix("/when")).unwrap_or(at);
    let Some((parent, name)) = at.rsplit_once('/') else { return };
    match json.pointer_mut(parent) {
        Some(Json::Array(items)) => {
            if let Some(index) = name.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        Some(Json::Object(members)) => {
            members.shift_remove(name);
        }
        _ => {}
    }
}
