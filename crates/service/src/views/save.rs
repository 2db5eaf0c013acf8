use mortise_access::Act;
use mortise_forms::{ViewSpec, check_view};
use mortise_model::{Issue, Issues, Key, Pointer};
use mortise_store::{
    ConnectionTrait,
    repos::views::{View, ViewOwner, insert_view, update_view, view_by_key, views_for},
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    STEP, SavedView,
    find::of_form,
    is_shared,
    list::{self, one},
    may_share,
    sight::with_sight,
};
use crate::{
    AppModel, Error, Platform, Result, Session,
    audit::{self, Object},
};

/// How many views of one form somebody may have, and how many everybody may have together.
const MOST: usize = 60;

/// A view to be saved, whole.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveView {
    /// What it shows and how: a view as form documents hold it.
    #[schema(value_type = Object)]
    pub spec: ViewSpec,
    /// Whether everybody who may read the form has it. Where absent it stays what it is; a new one is the person's own.
    #[serde(default)]
    pub shared: Option<bool>,
    /// Its place among the shared ones or the person's own; where absent it stays where it is, a new one comes last.
    #[serde(default)]
    pub position: Option<i64>,
    /// The version that was seen; a new one, and the first change of one that the form's document has, need none.
    #[serde(default)]
    pub version: Option<i64>,
}

/// What stands under a key for a person.
enum Before {
    /// Nothing.
    Nothing,
    /// A view of the form's document that nobody has changed.
    OfForm,
    /// One that was saved.
    Saved(Box<View>),
}

/// Saves a view: a person's own, or with the right for it one for everybody.
///
/// Nobody saves what they may not see; a name or field out of sight is answered like one that does not exist.
pub async fn save(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    key: &Key,
    params: SaveView,
) -> Result<SavedView> {
    let model = platform.app(session, app).await?;
    let tx = session.tenant.write().await?;
    let seen = one(&tx, &model, session, (form, key)).await.ok();
    let before = before(&tx, &model, session, (form, key)).await?;
    let was_shared = seen.as_ref().is_some_and(|seen| seen.shared);
    let shared = params.shared.unwrap_or(was_shared);
    if (shared || was_shared) && !may_share(&model, session) {
        return Err(Error::Forbidden("share_view"));
    }
    if seen.as_ref().is_some_and(|seen| !seen.may_change) {
        return Err(Error::Forbidden("view_held_back"));
    }
    // One that is not for this person is in the way of a shared one only, and of that nothing more is told.
    let before = match (seen, before) {
        (None, Before::Nothing) => Before::Nothing,
        (None, _) if shared => return Err(Error::conflict("view_key_taken")),
        (None, Before::Saved(view)) if !is_shared(&view) => Before::Saved(view),
        (None, _) => Before::Nothing,
        (Some(_), before) => before,
    };
    check(&model, session, (form, key), &params.spec)?;
    let owner = if shared { ViewOwner::Shared } else { ViewOwner::Person(session.user_id()) };
    store(&tx, &model, session, (form, key), (before, owner, params)).await?;
    let act = if shared { "share_view" } else { "save_view" };
    audit::note(&tx, &session.ctx, act, Object::of_app(app, "view", key), json!({"form": form})).await?;
    let view = one(&tx, &model, session, (form, key)).await?;
    tx.commit().await?;
    Ok(view)
}

async fn before(
    db: &impl ConnectionTrait,
    model: &AppModel,
    session: &Session,
    (form, key): (&Key, &Key),
) -> Result<Before> {
    // Whoever may not read the form has no views of it, but who designs it has those of everybody.
    if !model.may_design(session) {
        model.permit(session, form, Act::Read)?;
    }
    for owner in [ViewOwner::Person(session.user_id()), ViewOwner::Shared] {
        if let Some(view) = view_by_key(db, (&model.app.key, form), owner, key).await? {
            return Ok(Before::Saved(Box::new(view)));
        }
    }
    Ok(of_form(model, form, key)?.map_or(Before::Nothing, |_| Before::OfForm))
}

/// Everything that is wrong with a view, as this person may know it.
fn check(model: &AppModel, session: &Session, (form, key): (&Key, &Key), spec: &ViewSpec) -> Result<()> {
    let published = model.form(form)?;
    let shape = model.shape.form(form).ok_or(Error::NotFound("form"))?;
    let designs = model.permit(session, form, Act::Read).is_err();
    let mut issues = if designs {
        check_view(spec, published.spec(), (&model.shape, shape), None)
    } else {
        with_sight(model, &session.identity, |sight| {
            check_view(spec, published.spec(), (&model.shape, shape), Some(sight))
        })
    };
    let root = Pointer::root();
    if spec.key != *key {
        issues.push(Issue::error(root.at("key"), "view_key_differs").with("key", key.as_str()));
    }
    for (index, role) in spec.roles.iter().enumerate() {
        if model.policy.roles().role(role).is_none() {
            issues.push(Issue::error(root.at("roles").at(index), "unknown_role").with("name", role.as_str()));
        }
    }
    let issues: Issues = issues.under(&root.at("spec"));
    issues.into_result().map(drop).map_err(Error::Invalid)
}

async fn store(
    db: &impl ConnectionTrait,
    model: &AppModel,
    session: &Session,
    (form, key): (&Key, &Key),
    (before, owner, params): (Before, ViewOwner, SaveView),
) -> Result<()> {
    let ctx = &session.ctx;
    let app = &model.app.key;
    let moves = matches!(&before, Before::Saved(view) if view.owner != owner);
    let in_the_way = match owner {
        ViewOwner::Shared => view_by_key(db, (app, form), ViewOwner::Shared, key).await?.is_some(),
        // The form's own would stand under the same key again.
        ViewOwner::Person(_) => of_form(model, form, key)?.is_some(),
    };
    if (moves || matches!(before, Before::OfForm) && owner != ViewOwner::Shared) && in_the_way {
        return Err(Error::conflict("view_key_taken"));
    }
    let place = place(db, model, session, (form, owner)).await?;
    let spec = serde_json::to_value(&params.spec).map_err(Error::internal)?;
    let next = |id, position, version| View {
        id,
        app: app.clone(),
        form: form.clone(),
        owner,
        key: key.clone(),
        name: params.spec.name.clone(),
        spec,
        position,
        version,
        updated_at: ctx.now,
        updated_by: Some(session.user_id()),
    };
    if let Before::Saved(view) = before {
        let seen = params.version.ok_or(Error::VersionMissing)?;
        let stays = if moves { place.last } else { view.position };
        let changed = next(view.id, params.position.unwrap_or(stays), seen + 1);
        return match update_view(db, seen, &changed).await? {
            true => Ok(()),
            false => Err(crate::write::stale(view.version)),
        };
    }
    if place.count >= MOST {
        let params = [("most".to_owned(), json!(MOST))].into_iter().collect();
        return Err(Error::Conflict { code: "too_many_views".to_owned(), params });
    }
    let stays = place.of(key).unwrap_or(place.last);
    Ok(insert_view(db, &next(ctx.new_id(), params.position.unwrap_or(stays), 1)).await?)
}

/// Where views stand.
struct Places {
    known: Vec<(Key, i64)>,
    count: usize,
    last: i64,
}

impl Places {
    fn of(&self, key: &Key) -> Option<i64> {
        self.known.iter().find(|(known, _)| known == key).map(|(_, position)| *position)
    }
}

/// The places of an owner's views, and the one behind them all.
async fn place(
    db: &impl ConnectionTrait,
    model: &AppModel,
    session: &Session,
    (form, owner): (&Key, ViewOwner),
) -> Result<Places> {
    let rows = views_for(db, &model.app.key, form, session.user_id()).await?;
    let rows: Vec<View> = rows.into_iter().filter(|view| view.owner == owner).collect();
    let count = rows.len();
    let mut known: Vec<(Key, i64)> = rows.into_iter().map(|view| (view.key, view.position)).collect();
    if owner == ViewOwner::Shared {
        known.extend(list::places_of_document(model, form)?);
    }
    let last = known.iter().map(|(_, position)| *position).max().unwrap_or(0) + STEP;
    Ok(Places { known, count, last })
}
