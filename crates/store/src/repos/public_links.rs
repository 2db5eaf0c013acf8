use chrono::{DateTime, Utc};
use mortise_model::{Id, Key};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use serde_json::Value as Json;

use super::{
    convert::{all, insert},
    row::{Stored, row},
};
use crate::{
    Error,
    entities::public_link::{ActiveModel, Column, Entity},
};

row! {
    /// A link by which anybody may fill in a form.
    PublicLink = public_link {
        /// Which.
        id: Id,
        /// The app.
        app: Key,
        /// The form.
        form: Key,
        /// The hash of the token in the link.
        token_hash: String,
        /// Which fields are asked, what is said, and so on.
        settings: Json,
        /// From when it works.
        opens_at: Option<DateTime<Utc>>,
        /// Until when.
        closes_at: Option<DateTime<Utc>>,
        /// How many answers it takes.
        quota: Option<i64>,
        /// How many it has taken.
        used: i64,
        /// Whether it works at all.
        active: bool,
        /// When it was made.
        created_at: DateTime<Utc>,
        /// By whom.
        created_by: Option<Id>,
    }
}

/// Adds a link.
pub async fn insert_public_link(db: &impl ConnectionTrait, link: &PublicLink) -> Result<(), Error> {
    insert(db, link.to_row()).await
}

/// The link with this token, if it is open and takes another answer.
pub async fn open_public_link(
    db: &impl ConnectionTrait,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<PublicLink>, Error> {
    let found = Entity::find().filter(Column::TokenHash.eq(token_hash)).filter(open(now)).one(db).await?;
    found.map(PublicLink::try_from).transpose()
}

/// Claims one more answer of a link; whether it was still open and had room.
pub async fn use_public_link(db: &impl ConnectionTrait, id: Id, now: DateTime<Utc>) -> Result<bool, Error> {
    let update = Entity::update_many().col_expr(Column::Used, Expr::col(Column::Used).add(1));
    Ok(update.filter(Column::Id.eq(id.raw())).filter(open(now)).exec(db).await?.rows_affected == 1)
}

/// The links of a form, in the order in which they were made.
pub async fn public_links_of(db: &impl ConnectionTrait, app: &Key, form: &Key) -> Result<Vec<PublicLink>, Error> {
    let select = Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str()));
    all(select.order_by_asc(Column::Id).all(db).await?)
}

/// Closes a link for good; whether it worked before.
pub async fn close_public_link(db: &impl ConnectionTrait, id: Id) -> Result<bool, Error> {
    let row = ActiveModel { active: Set(false), ..Default::default() };
    let update = Entity::update_many().set(row).filter(Column::Id.eq(id.raw())).filter(Column::Active.eq(true));
    Ok(update.exec(db).await?.rows_affected == 1)
}

fn open(now: DateTime<Utc>) -> Condition {
    let now = now.to_column();
    let begun = Condition::any().add(Column::OpensAt.is_null()).add(Column::OpensAt.lte(now));
    let not_over = Condition::any().add(Column::ClosesAt.is_null()).add(Column::ClosesAt.gt(now));
    let room = Condition::any().add(Column::Quota.is_null()).add(Expr::col(Column::Used).lt(Expr::col(Column::Quota)));
    Condition::all().add(Column::Active.eq(true)).add(begun).add(not_over).add(room)
}
