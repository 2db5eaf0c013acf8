use indexmap::IndexMap;
use mortise_access::Act;
use mortise_forms::ViewSpec;
use mortise_model::{Key, read_document};
use mortise_store::{
    ConnectionTrait,
    repos::views::{View, shared_views, views_for},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{STEP, is_shared, may_share, seen};
use crate::{AppModel, Error, Platform, Result, Session};

/// A view as a person sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SavedView {
    /// Its key.
    #[schema(value_type = String)]
    pub key: Key,
    /// What it shows and how: a view as form documents hold it, without what this person may not see.
    #[schema(value_type = Object)]
    pub spec: ViewSpec,
    /// Whether everybody who may read the form has it; else it is the person's own.
    pub shared: bool,
    /// Whether the form's document has one of this key, to which a deleted one returns.
    pub of_form: bool,
    /// Its place: shared views come first, each group by ascending places.
    pub position: i64,
    /// Grows with each change; absent where only the form's document has it.
    pub version: Option<i64>,
    /// Whether this person may change it.
    pub may_change: bool,
    /// How many of its parts name what this person may not see, and are left out.
    #[serde(skip_serializing_if = "is_zero")]
    pub held_back: u32,
}

/// The views of a form that a person has.
#[derive(Debug, Serialize, ToSchema)]
pub struct ViewList {
    /// The shared ones, then the person's own.
    pub items: Vec<SavedView>,
    /// Whether the person may save views for everybody.
    pub may_share: bool,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// A view before somebody looks at it.
struct Found {
    spec: ViewSpec,
    row: Option<View>,
    of_form: bool,
    position: i64,
}

/// The views of a form that a person has: the shared ones, then their own.
pub async fn views(platform: &Platform, session: &Session, (app, form): (&Key, &Key)) -> Result<ViewList> {
    let model = platform.app(session, app).await?;
    let items = visible(session.tenant.reader(), &model, session, form).await?;
    Ok(ViewList { items, may_share: may_share(&model, session) })
}

/// One view.
pub async fn view(platform: &Platform, session: &Session, (app, form): (&Key, &Key), key: &Key) -> Result<SavedView> {
    let model = platform.app(session, app).await?;
    one(session.tenant.reader(), &model, session, (form, key)).await
}

/// The view that stands under this key for a person.
pub(super) async fn one(
    db: &impl ConnectionTrait,
    model: &AppModel,
    session: &Session,
    (form, key): (&Key, &Key),
) -> Result<SavedView> {
    let views = visible(db, model, session, form).await?;
    views.into_iter().find(|view| view.key == *key).ok_or(Error::NotFound("view"))
}

async fn visible(db: &impl ConnectionTrait, model: &AppModel, session: &Session, form: &Key) -> Result<Vec<SavedView>> {
    let reads = model.permit(session, form, Act::Read);
    // Who designs the form knows its document.
    let designs = reads.is_err() && model.may_design(session);
    if !designs {
        reads?;
    }
    let (mut shared, mut own) = (of_document(model, form)?, Vec::new());
    for row in views_for(db, &model.app.key, form, session.user_id()).await? {
        if is_shared(&row) {
            put(&mut shared, row)?;
        } else {
            let spec = read_document(&row.spec).map_err(Error::Stored)?;
            own.push(Found { spec, of_form: false, position: row.position, row: Some(row) });
        }
    }
    shared.retain(|key, _| own.iter().all(|view: &Found| view.spec.key != *key));
    let mut shared: Vec<Found> = shared.into_values().collect();
    shared.sort_by_key(|view| view.position);
    let shares = may_share(model, session);
    let all = shared.into_iter().chain(own);
    Ok(all.filter_map(|found| look(model, session, (form, found), shares, designs)).collect())
}

fn look(
    model: &AppModel,
    session: &Session,
    (form, found): (&Key, Found),
    shares: bool,
    designs: bool,
) -> Option<SavedView> {
    let shared = found.row.as_ref().is_none_or(is_shared);
    let (spec, held_back) = if designs { (found.spec, 0) } else { seen(model, &session.identity, form, &found.spec)? };
    Some(SavedView {
        key: spec.key.clone(),
        // Who does not see the whole of a shared view would lose the rest of it for everybody.
        may_change: !shared || shares && held_back == 0,
        spec,
        shared,
        of_form: found.of_form,
        position: found.position,
        version: found.row.map(|row| row.version),
        held_back,
    })
}

/// The views of the form's document.
fn of_document(model: &AppModel, form: &Key) -> Result<IndexMap<Key, Found>> {
    let views = model.form(form)?.spec().views.iter().zip(1..);
    let found = |(spec, place): (&ViewSpec, i64)| {
        (spec.key.clone(), Found { spec: spec.clone(), row: None, of_form: true, position: place * STEP })
    };
    Ok(views.map(found).collect())
}

/// Where the views of the form's document stand.
pub(super) fn places_of_document(model: &AppModel, form: &Key) -> Result<Vec<(Key, i64)>> {
    Ok(of_document(model, form)?.into_iter().map(|(key, found)| (key, found.position)).collect())
}

/// A saved shared view takes the place of the document's.
fn put(views: &mut IndexMap<Key, Found>, row: View) -> Result<()> {
    let spec = read_document(&row.spec).map_err(Error::Stored)?;
    let of_form = views.contains_key(&row.key);
    let found = Found { spec, of_form, position: row.position, row: Some(row.clone()) };
    views.insert(row.key, found);
    Ok(())
}

/// The views of a form's document with the shared ones that were saved, in the order in which people have them.
pub(crate) async fn with_shared(
    db: &impl ConnectionTrait,
    (app, form): (&Key, &Key),
    views: Vec<ViewSpec>,
) -> Result<Vec<ViewSpec>> {
    let placed = views.into_iter().zip(1..).map(|(spec, place)| (spec.key.clone(), (place * STEP, spec)));
    let mut all: IndexMap<Key, (i64, ViewSpec)> = placed.collect();
    for row in shared_views(db, app, form).await? {
        all.insert(row.key, (row.position, read_document(&row.spec).map_err(Error::Stored)?));
    }
    let mut all: Vec<_> = all.into_values().collect();
    all.sort_by_key(|(position, _)| *position);
    Ok(all.into_iter().map(|(_, spec)| spec).collect())
}
