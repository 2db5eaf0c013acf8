use chrono::Offset as _;
use mortise_access::{Act, Permit};
use mortise_expr::{Moment, SystemValues};
use mortise_model::{AppShape, FormShape, Id, Values};
use sea_orm::ConnectionTrait;

use crate::{
    Error,
    read_plan::{Binned, ReadPlan},
};

/// A record as it is stored, whole: what the write door works with.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Its identity.
    pub id: Id,
    /// Counts its changes.
    pub version: i64,
    /// The version of the form that wrote it last.
    pub form_version: i64,
    /// Its system columns.
    pub system: SystemValues,
    /// All its values, blank ones too.
    pub values: Values,
}

/// A live record; `None` where it is not there.
pub async fn load(conn: &impl ConnectionTrait, form: &FormShape, id: Id) -> Result<Option<Stored>, Error> {
    Ok(read(conn, form, &[id], Binned::Without).await?.pop())
}

/// A record in the recycle bin; `None` where it is not there.
pub async fn load_binned(conn: &impl ConnectionTrait, form: &FormShape, id: Id) -> Result<Option<Stored>, Error> {
    Ok(read(conn, form, &[id], Binned::Only).await?.pop())
}

/// Those of the records that are there and live.
pub async fn load_many(conn: &impl ConnectionTrait, form: &FormShape, ids: &[Id]) -> Result<Vec<Stored>, Error> {
    read(conn, form, ids, Binned::Without).await
}

async fn read(conn: &impl ConnectionTrait, form: &FormShape, ids: &[Id], binned: Binned) -> Result<Vec<Stored>, Error> {
    let app = AppShape::default();
    let permit = Permit::system(form.key.clone(), Act::Read);
    // Nothing in the plan depends on the moment.
    let moment = Moment { now: chrono::DateTime::UNIX_EPOCH, zone: chrono::Utc.fix() };
    let page = ReadPlan::of_form(&app, form, &permit, moment).binned(binned).get_many(conn, ids).await?;
    let records = page.records.into_iter();
    Ok(records
        .map(|record| Stored {
            id: record.id,
            version: record.version,
            form_version: record.form_version,
            system: record.system.clone(),
            values: record.values(&page.fields),
        })
        .collect())
}
