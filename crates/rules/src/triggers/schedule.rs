use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc};
use mortise_model::{Issue, Issues, Need};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{TriggerKind, Watched};
use crate::{Event, Occasion, parts::at};

/// At set times; the rule runs for each record that fits. Exactly one of `daily`, `weekly` and `monthly` is written.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ScheduleTrigger {
    /// Each day at this time, such as `07:30`, where the tenant is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily: Option<String>,
    /// Once a week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekly: Option<Weekly>,
    /// Once a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monthly: Option<Monthly>,
    /// What happens with times at which the server did not run.
    pub missed: Missed,
}

/// Once a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weekly {
    /// The day, 1 for Monday to 7 for Sunday.
    pub weekday: u32,
    /// The time.
    pub at: String,
}

/// Once a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Monthly {
    /// The day, 1 to 31; the last of a shorter month.
    pub day: u32,
    /// The time.
    pub at: String,
}

/// What happens with times at which the server did not run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    /// The rule runs once for all of them.
    #[default]
    RunOnce,
    /// It runs for each of them.
    RunAll,
    /// They are passed over.
    Skip,
}

impl ScheduleTrigger {
    /// The first time after `moment` at which the rule is to run; `None` where no time is set.
    pub fn next_run(&self, moment: DateTime<Utc>, zone: FixedOffset) -> Option<DateTime<Utc>> {
        let time = parse_time(self.time()?)?;
        let today = moment.with_timezone(&zone).date_naive();
        // A month has at most 31 days, so that the next fitting day is never further away.
        (0..=62)
            .filter_map(|days| today.checked_add_days(Days::new(days)))
            .filter(|day| self.fits(*day))
            .filter_map(|day| zone.from_local_datetime(&day.and_time(time)).single())
            .map(|at| at.with_timezone(&Utc))
            .find(|at| *at > moment)
    }

    fn time(&self) -> Option<&str> {
        let weekly = self.weekly.as_ref().map(|weekly| weekly.at.as_str());
        let monthly = self.monthly.as_ref().map(|monthly| monthly.at.as_str());
        self.daily.as_deref().or(weekly).or(monthly)
    }

    fn fits(&self, day: NaiveDate) -> bool {
        match (&self.daily, &self.weekly, &self.monthly) {
            (Some(_), _, _) => true,
            (_, Some(weekly), _) => day.weekday().number_from_monday() == weekly.weekday,
            (_, _, Some(monthly)) => {
                let is_last = day.succ_opt().is_none_or(|next| next.month() != day.month());
                day.day() == monthly.day || (is_last && day.day() < monthly.day)
            }
            _ => false,
        }
    }
}

fn parse_time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| text.len() == 5)
}

impl TriggerKind for ScheduleTrigger {
    fn occasion(&self) -> Occasion {
        Occasion::Time
    }

    fn fires(&self, event: &Event<'_>, watched: &Watched<'_, '_>) -> Result<bool, Need> {
        Ok(matches!(event, Event::Schedule { rule } if *watched.rule == **rule))
    }

    fn schedule(&self) -> Option<&ScheduleTrigger> {
        Some(self)
    }

    fn check(&self) -> Issues {
        let mut issues = Issues::new();
        let named = [self.daily.is_some(), self.weekly.is_some(), self.monthly.is_some()];
        if named.iter().filter(|named| **named).count() != 1 {
            issues.push(Issue::error(at("daily"), "one_of_expected").with("names", vec!["daily", "weekly", "monthly"]));
        }
        let times = [
            (at("daily"), self.daily.as_deref()),
            (at("weekly").at("at"), self.weekly.as_ref().map(|weekly| weekly.at.as_str())),
            (at("monthly").at("at"), self.monthly.as_ref().map(|monthly| monthly.at.as_str())),
        ];
        for (pointer, time) in times {
            if time.is_some_and(|time| parse_time(time).is_none()) {
                issues.push(Issue::error(pointer, "not_a_time"));
            }
        }
        if self.weekly.as_ref().is_some_and(|weekly| !(1..=7).contains(&weekly.weekday)) {
            issues.push(Issue::error(at("weekly").at("weekday"), "out_of_range").with("least", 1).with("most", 7));
        }
        if self.monthly.as_ref().is_some_and(|monthly| !(1..=31).contains(&monthly.day)) {
            issues.push(Issue::error(at("monthly").at("day"), "out_of_range").with("least", 1).with("most", 31));
        }
        issues
    }

    #[cfg(test)]
    fn samples() -> Vec<serde_json::Value> {
        use serde_json::json;
        vec![
            json!({"daily": "07:30", "missed": "run_once"}),
            json!({"weekly": {"weekday": 1, "at": "09:00"}}),
            json!({"monthly": {"day": 31, "at": "23:59"}, "missed": "skip"}),
        ]
    }
}

#[cfg(test)]
mod tests;
