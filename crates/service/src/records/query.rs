use indexmap::IndexMap;
use mortise_access::Act;
use mortise_forms::{RowColour, ViewShow, ViewSpec};
use mortise_model::{Filter, FilterOp, Key, Path, SortOrder};
use mortise_store::{Binned, ConnectionTrait, Count, LARGEST_PAGE, Page, ReadPlan, Sort};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Reading, RecordView, permit_for_bin, project};
use crate::{AppModel, Error, Identity, Platform, Result, Session, views};

const LIMIT: u64 = 50;

/// Which records, in which order, how many.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QueryRecords {
    /// Which.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub filter: Option<Filter>,
    /// In which order; blanks stand last.
    #[serde(default)]
    pub sort: Vec<SortParam>,
    /// Words that occur in the search fields.
    #[serde(default)]
    pub search: Option<String>,
    /// Which fields; all that may be seen where absent.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub fields: Option<Vec<Key>>,
    /// A view of the form: its filter applies too, and its order where none is asked for.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub view: Option<Key>,
    /// How many: 50 where absent, at most 200.
    #[serde(default)]
    pub limit: Option<u64>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Whether and how the records are counted.
    #[serde(default)]
    pub count: CountKind,
    /// Whether the records in the recycle bin are meant instead: those that the person may delete. Their `updated_at`
    /// and `updated_by` say when and by whom they were deleted.
    #[serde(default)]
    pub deleted: bool,
}

/// One field to sort by.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SortParam {
    /// A field, a system column, or a path through single links.
    #[schema(value_type = String)]
    pub field: Path,
    /// Large to small.
    #[serde(default)]
    pub desc: bool,
}

/// How the records are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountKind {
    /// Not at all.
    #[default]
    None,
    /// Up to 10,000.
    Fast,
    /// All.
    Exact,
}

/// One page of records.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordPage {
    /// The records.
    pub records: Vec<RecordView>,
    /// Leads to the next page, where there is one.
    pub next_cursor: Option<String>,
    /// How many there are on all pages, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Whether there are no more than `total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_is_exact: Option<bool>,
    /// The colours of records that stand out in the view, by their ids.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    #[schema(value_type = Object)]
    pub colours: IndexMap<String, RowColour>,
}

/// Which records of a list are meant, and in which order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) view: Option<Key>,
    pub(crate) filter: Option<Filter>,
    pub(crate) search: Option<String>,
    pub(crate) sort: Vec<SortParam>,
}

impl Asked {
    /// The view through which a person asks, as they see it.
    pub(crate) async fn view(
        &self,
        db: &impl ConnectionTrait,
        model: &AppModel,
        person: &Identity,
        form: &Key,
    ) -> Result<Option<ViewSpec>> {
        match &self.view {
            Some(view) => views::find(db, model, person, (form, view)).await.map(Some),
            None => Ok(None),
        }
    }

    /// The plan, for these records in this order: both filters apply, and the view's order where none is asked for.
    pub(crate) fn of<'p>(self, mut plan: ReadPlan<'p>, view: Option<&ViewSpec>) -> ReadPlan<'p> {
        if let Some(filter) = view.and_then(|view| view.filter.clone()) {
            plan = plan.filter(filter);
        }
        if let Some(filter) = self.filter {
            plan = plan.filter(filter);
        }
        if let Some(search) = self.search.as_deref().map(str::trim).filter(|search| !search.is_empty()) {
            plan = plan.search(search);
        }
        let asked: Vec<(Path, bool)> = self.sort.into_iter().map(|sort| (sort.field, sort.desc)).collect();
        let of_view = || view.into_iter().flat_map(|view| &view.sort).map(|sort| (sort.field.clone(), sort.desc));
        let sorts = if asked.is_empty() { of_view().collect() } else { asked };
        let order = |desc| if desc { SortOrder::Descending } else { SortOrder::Ascending };
        plan.sort(sorts.into_iter().map(|(field, desc)| Sort { field, order: order(desc) }))
    }
}

/// The records of a form that a person may see and that fit.
pub async fn query(
    platform: &Platform,
    session: &Session,
    (app, form): (&Key, &Key),
    params: QueryRecords,
) -> Result<RecordPage> {
    let model = platform.app(session, app).await?;
    let (permit, binned) = match params.deleted {
        true => (permit_for_bin(&model, session, form)?, Binned::Only),
        false => (model.permit(session, form, Act::Read)?, Binned::Without),
    };
    let reading = Reading::with(&model, session, permit);
    let form = model.form(form)?;
    let asked = Asked { view: params.view, filter: params.filter, search: params.search, sort: params.sort };
    let db = session.tenant.reader();
    let view = asked.view(db, &model, &session.identity, form.key()).await?;
    let mut plan = asked.of(reading.plan()?, view.as_ref()).binned(binned);
    if let Some(fields) = params.fields {
        plan = plan.fields(fields);
    }
    plan = plan.limit(params.limit.unwrap_or(LIMIT).min(platform.limits.records_per_page));
    let counted = plan.clone();
    if let Some(cursor) = &params.cursor {
        plan = plan.cursor(cursor);
    }
    let page = plan.page(db).await.map_err(bad_request)?;
    let total = match params.count {
        CountKind::None => None,
        CountKind::Fast => Some(counted.count(db, Count::Fast).await.map_err(bad_request)?),
        CountKind::Exact => Some(counted.count(db, Count::Exact).await.map_err(bad_request)?),
    };
    let colours = colours(db, &reading, view.as_ref(), &page).await?;
    let next_cursor = page.next_cursor.clone();
    let records = project(db, &model, form, &plan, page, session.ctx.locale).await?;
    Ok(RecordPage {
        records,
        next_cursor,
        total: total.map(|total| total.count),
        total_is_exact: total.map(|total| total.is_exact),
        colours,
    })
}

/// What the conditions of a view say of the records of a page: the first that holds decides.
async fn colours(
    db: &impl ConnectionTrait,
    reading: &Reading,
    view: Option<&ViewSpec>,
    page: &Page,
) -> Result<IndexMap<String, RowColour>> {
    let mut colours = IndexMap::new();
    let Some(ViewShow::Table(table)) = view.map(|view| &view.show) else { return Ok(colours) };
    let mut left: Vec<String> = page.records.iter().map(|record| record.id.to_string()).collect();
    for rule in &table.colours {
        if left.is_empty() {
            break;
        }
        let among = Filter::compare("_id", FilterOp::In, left.clone());
        let plan = reading.plan()?.filter(among).filter(rule.when.clone()).fields([]).limit(LARGEST_PAGE);
        for record in plan.page(db).await.map_err(bad_request)?.records {
            let id = record.id.to_string();
            left.retain(|other| *other != id);
            colours.insert(id, rule.colour);
        }
    }
    Ok(colours)
}

/// What the door for reading refuses is the request's fault.
pub(crate) fn bad_request(error: mortise_store::Error) -> Error {
    match error {
        mortise_store::Error::Refused(issues) => Error::BadRequest(issues),
        error => error.into(),
    }
}
