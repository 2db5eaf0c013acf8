//! What linked records, people and departments are called, for whoever reads.

use std::sync::Arc;

use mortise_access::{Act, Permit};
use mortise_expr::Moment;
use mortise_forms::{PublishedForm, Titles as Called, Wording, references, title};
use mortise_model::{Ctx, FormShape, Id, Locale, Target, Values};
use mortise_store::{ConnectionTrait, ReadPlan, Titles};

use crate::{AppModel, Error, Result};

/// Known titles as the wording of values takes them.
#[derive(Debug, Default)]
pub(crate) struct Known(pub(crate) Titles);

impl Called for Known {
    fn title(&self, target: &Target, id: Id) -> Option<String> {
        self.0.get(target, id).map(str::to_owned)
    }
}

impl Known {
    /// How values are worded with these titles.
    pub(crate) fn wording(&self, locale: Locale) -> Wording<'_> {
        Wording::new(locale, self)
    }
}

/// Writes the title of a record out of the values that may be read.
pub(crate) fn write_title(
    model: &AppModel,
    locale: Locale,
) -> impl Fn(&FormShape, &Values) -> String + Send + Sync + '_ {
    move |shape, values| match model.form(&shape.key) {
        Ok(form) => title(form, values, &Wording::plain(locale)),
        Err(_) => String::new(),
    }
}

/// The titles that a stored record's own title needs, by the product's right.
pub(crate) async fn of_stored(
    db: &impl ConnectionTrait,
    ctx: &Ctx,
    model: &Arc<AppModel>,
    form: &PublishedForm,
    values: &Values,
) -> Result<Known> {
    let permit = Permit::system(form.key().clone(), Act::Read);
    let plan = ReadPlan::new(&model.shape, &permit, Moment::of(ctx)).map_err(Error::Invalid)?;
    let wanted: Vec<(Target, Id)> = references(form, values).collect();
    Ok(Known(plan.titles_of(db, wanted, &write_title(model, ctx.locale)).await?))
}
