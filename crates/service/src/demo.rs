//! The demo: a tenant with a story, people to be, and a clock that can be moved forward.

mod kept_clock;
mod reset;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use mortise_bundles::Bundle;
use mortise_model::{I18n, Id, Key};
use mortise_store::repos::{
    self,
    documents::{DocumentKind, documents_of},
    sessions, users,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Error, Platform, Result, Session,
    apps::{self, Install},
    tenants,
};

pub(crate) use reset::{Resetting, require_settled};
pub use reset::{ResettingView, StartOver, start_over};

/// The demo's tenant.
pub const TENANT: &str = "demo";
/// Its owner.
pub const OWNER: &str = "admin";
/// The password of everybody in the demo.
pub const PASSWORD: &str = "mortise-demo";
/// The day on which the story of the demo's data stands.
const STORY_DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 1).expect("a valid date");

/// How the log-in page of the demo looks.
#[derive(Debug, Serialize, ToSchema)]
pub struct DemoView {
    /// The tenant to log in to.
    tenant: String,
    /// Who one can be.
    people: Vec<DemoPerson>,
    /// What the demo's clock shows.
    now: DateTime<Utc>,
    /// How far it is in being set up anew, while it is.
    resetting: Option<ResettingView>,
}

/// Somebody one can be in the demo.
#[derive(Debug, Serialize, ToSchema)]
pub struct DemoPerson {
    username: String,
    #[schema(value_type = Object)]
    name: I18n,
    #[schema(value_type = Object)]
    role: I18n,
    #[schema(value_type = Object)]
    hint: I18n,
}

/// How far the clock is moved.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveClock {
    /// By an ISO 8601 duration of weeks, days, hours or minutes: `P7D`, `PT1H`.
    #[serde(default)]
    pub advance: Option<String>,
    /// To a moment.
    #[serde(default)]
    pub to: Option<DateTime<Utc>>,
}

/// Where the clock stands now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockView {
    /// What it shows.
    now: DateTime<Utc>,
    /// How many things that were due have been done on the way.
    fired: u64,
}

/// Makes the demo's tenant with its apps and data. What is there stays: where it was interrupted, it goes on, and its
/// clock goes on where it stood.
pub async fn set_up(
    platform: &Platform,
    bundles: &[Bundle],
    shifted: Shift,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<()> {
    let key = Key::new(TENANT).expect("a literal key");
    let owner = owner_of(platform, &key).await?;
    let tenant = platform.open(&key).await?;
    kept_clock::resume(platform, &tenant, shifted).await?;
    let there: Vec<Key> = repos::apps::apps(tenant.reader()).await?.into_iter().map(|app| app.key).collect();
    let ctx = platform.system_ctx(&key, "set_up_demo");
    let weeks = match shifted {
        Shift::ToNow => (ctx.today() - STORY_DAY).num_weeks(),
        Shift::None => 0,
    };
    for bundle in bundles.iter().filter(|bundle| !there.contains(&bundle.app.key)) {
        let params = Install {
            with_demo_data: true,
            installer: Some(owner),
            demo_password: Some(PASSWORD.to_owned()),
            shift_weeks: weeks,
            ..Install::default()
        };
        apps::install(platform, (&ctx, &tenant), bundle, params, progress).await?;
    }
    Ok(())
}

/// The owner of the demo's tenant, which is made where it is absent.
async fn owner_of(platform: &Platform, key: &Key) -> Result<Id> {
    match platform.open(key).await {
        Ok(tenant) => {
            if let Some(owner) = users::user_by_username(tenant.reader(), OWNER).await? {
                return Ok(owner.id);
            }
            // It was interrupted before it had anybody.
            platform.tenants.delete(key).await?;
        }
        Err(Error::NotFound(_)) => {}
        Err(error) => return Err(error),
    }
    tenants::create(platform, key, OWNER, PASSWORD.to_owned()).await
}

/// Whether the story's dates move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// By whole weeks, so that the story is fresh.
    ToNow,
    /// They stay as written.
    None,
}

/// Who one can be, for the log-in page. Outside the demo there is no such thing.
pub async fn people(platform: &Platform) -> Result<DemoView> {
    if !platform.is_demo() {
        return Err(Error::NotFound("demo"));
    }
    if let Some(resetting) = reset::view(platform) {
        let (tenant, now) = (TENANT.to_owned(), platform.clock.now());
        return Ok(DemoView { tenant, people: Vec::new(), now, resetting: Some(resetting) });
    }
    let key = Key::new(TENANT).expect("a literal key");
    let tenant = platform.open(&key).await?;
    let mut people = Vec::new();
    for app in repos::apps::apps(tenant.reader()).await? {
        for document in documents_of(tenant.reader(), &app.key, DocumentKind::Org).await? {
            let org = mortise_bundles::read_org(&document.body).map_err(Error::Stored)?;
            people.extend(org.people.into_iter().map(|person| DemoPerson {
                username: person.username,
                name: person.name,
                role: person.title,
                hint: person.hint,
            }));
        }
    }
    Ok(DemoView { tenant: TENANT.to_owned(), people, now: platform.clock.now(), resetting: None })
}

/// Moves the demo's clock forward; what falls due on the way is done in order. Nobody is logged out by that.
pub async fn move_clock(platform: &Arc<Platform>, _: &Session, params: MoveClock) -> Result<ClockView> {
    if !platform.is_demo() {
        return Err(Error::NotFound("demo"));
    }
    let now = platform.clock.now();
    let to = match (&params.advance, params.to) {
        (Some(text), None) => now + duration(text).ok_or_else(|| wrong("advance"))?,
        (None, Some(to)) if to >= now => to,
        _ => return Err(wrong("to")),
    };
    for entry in platform.tenants.list().await? {
        let Ok(tenant) = platform.open(&entry.key).await else { continue };
        let tx = tenant.write().await?;
        sessions::lengthen_sessions(&tx, now, to - now).await?;
        tx.commit().await?;
    }
    let fired = advance(platform, to).await?;
    kept_clock::keep_moved(platform).await?;
    Ok(ClockView { now: platform.clock.now(), fired })
}

/// Moves the clock to a moment; what falls due on the way is done in order. How many things.
pub(crate) async fn advance(platform: &Arc<Platform>, to: DateTime<Utc>) -> Result<u64> {
    let fired = crate::jobs::run_until(platform, to).await?;
    platform.clock.move_to(to);
    Ok(fired)
}

fn wrong(member: &str) -> Error {
    let pointer = mortise_model::Pointer::root().at(member);
    Error::Invalid(mortise_model::Issue::error(pointer, "clock_moves_forward").into())
}

/// `P7D`, `P2W`, `PT90M`, `P1DT12H`.
pub(crate) fn duration(text: &str) -> Option<TimeDelta> {
    let rest = text.strip_prefix('P')?;
    let (days, time) = rest.split_once('T').unwrap_or((rest, ""));
    let mut total = TimeDelta::zero();
    for (part, units) in [(days, [('W', 604_800), ('D', 86_400)]), (time, [('H', 3_600), ('M', 60)])] {
        let mut number = String::new();
        for letter in part.chars() {
            if letter.is_ascii_digit() {
                number.push(letter);
                continue;
            }
            let (_, seconds) = units.iter().find(|(unit, _)| *unit == letter)?;
            total += TimeDelta::seconds(number.parse::<i64>().ok()?.checked_mul(*seconds)?);
            number.clear();
        }
        if !number.is_empty() {
            return None;
        }
    }
    (total > TimeDelta::zero() && total <= TimeDelta::days(3660)).then_some(total)
}
