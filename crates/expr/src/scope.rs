use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc};
use mortise_model::{AppShape, Ctx, Facts, FormShape, Id, Value, Values};

/// What an expression or filter is evaluated against: one record, the viewer, the moment, and what is known.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The forms of the app, for paths through links.
    pub app: &'a AppShape,
    /// The form of the record.
    pub form: &'a FormShape,
    /// The record; absent while it is new.
    pub id: Option<Id>,
    /// Its values as they are about to be; a key that is absent is blank.
    pub values: &'a Values,
    /// Its system columns; where absent they are asked for, and blank in a new record.
    pub system: Option<&'a SystemValues>,
    /// The row of a subform that is meant, inside a formula or condition of such a row.
    pub row: Option<RowScope<'a>>,
    /// The answers so far.
    pub facts: &'a Facts,
    /// When it is.
    pub moment: Moment,
    /// Who looks; absent for the product itself.
    pub me: Option<Viewer<'a>>,
}

/// A row of a subform: names are looked up among its values first, then among those of the record.
#[derive(Debug, Clone, Copy)]
pub struct RowScope<'a> {
    /// The key of the subform.
    pub subform: &'a str,
    /// The values of the row.
    pub values: &'a Values,
}

/// Who `me`, `my_dept` and `my_depts` are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Viewer<'a> {
    /// The person.
    pub user: Option<Id>,
    /// The person's main department.
    pub dept: Option<Id>,
    /// The person's departments and all below them.
    pub depts: &'a [Id],
}

/// A moment, and where: what `now` and `today` mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The moment.
    pub now: DateTime<Utc>,
    /// The tenant's offset from UTC.
    pub zone: FixedOffset,
}

/// The system columns of a record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SystemValues {
    /// `_version`
    pub version: Option<i64>,
    /// `_created_at`
    pub created_at: Option<DateTime<Utc>>,
    /// `_created_by`
    pub created_by: Option<Id>,
    /// `_updated_at`
    pub updated_at: Option<DateTime<Utc>>,
    /// `_updated_by`
    pub updated_by: Option<Id>,
    /// `_owner`
    pub owner: Option<Id>,
    /// `_dept`
    pub dept: Option<Id>,
    /// `_flow_state`
    pub flow_state: Option<String>,
    /// `_deleted_at`
    pub deleted_at: Option<DateTime<Utc>>,
}

impl SystemValues {
    /// The value of a system column other than `_id`; blank for any other name.
    pub fn get(&self, name: &str) -> Value {
        let id = |id: Option<Id>| id.map_or(Value::Null, Value::Ref);
        let moment = |at: Option<DateTime<Utc>>| at.map_or(Value::Null, Value::Instant);
        match name {
            "_version" => self.version.map_or(Value::Null, Value::Int),
            "_created_at" => moment(self.created_at),
            "_created_by" => id(self.created_by),
            "_updated_at" => moment(self.updated_at),
            "_updated_by" => id(self.updated_by),
            "_owner" => id(self.owner),
            "_dept" => id(self.dept),
            "_flow_state" => self.flow_state.clone().map_or(Value::Null, Value::Text),
            "_deleted_at" => moment(self.deleted_at),
            _ => Value::Null,
        }
    }
}

impl Moment {
    /// The moment of a request, where its tenant is.
    pub fn of(ctx: &Ctx) -> Self {
        Self { now: ctx.now, zone: ctx.zone }
    }

    /// The day it is.
    pub fn today(&self) -> NaiveDate {
        self.day_of(self.now)
    }

    /// The day on which a moment falls here.
    pub fn day_of(&self, moment: DateTime<Utc>) -> NaiveDate {
        moment.with_timezone(&self.zone).date_naive()
    }

    /// The first moment of a day here.
    pub fn start_of(&self, day: NaiveDate) -> DateTime<Utc> {
        let local = day.and_time(NaiveTime::MIN);
        self.zone.from_local_datetime(&local).single().map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
    }

    /// The last millisecond of a day here.
    pub fn end_of(&self, day: NaiveDate) -> DateTime<Utc> {
        self.start_of(day) + Duration::days(1) - Duration::milliseconds(1)
    }
}

impl<'a> Scope<'a> {
    /// The same scope for one row of a subform.
    #[must_use]
    pub fn in_row(self, subform: &'a str, values: &'a Values) -> Self {
        Self { row: Some(RowScope { subform, values }), ..self }
    }
}
