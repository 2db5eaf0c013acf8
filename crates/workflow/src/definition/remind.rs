use std::{borrow::Cow, fmt, str::FromStr};

use chrono::{DateTime, TimeDelta, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The longest way from a due time, in minutes: a year.
const LONGEST: i64 = 366 * 24 * 60;
const PATTERN: &str = r"^-?P(?=\d|T\d)(\d{1,3}D)?(T(?=\d)(\d{1,3}H)?(\d{1,4}M)?)?$";

/// A moment counted from a due time, as an ISO 8601 duration of days, hours and minutes: `-PT4H` is four hours before
/// it, `P1D` a day after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remind {
    /// Minutes behind the due time, negative before it; never none.
    minutes: i64,
}

impl Remind {
    /// When that is.
    pub(crate) fn at(self, due: DateTime<Utc>) -> DateTime<Utc> {
        due + TimeDelta::minutes(self.minutes)
    }

    /// Whether it lies behind the due time.
    pub(crate) fn is_after(self) -> bool {
        self.minutes > 0
    }
}

impl FromStr for Remind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "not a duration such as `-PT4H` or `P1D`";
        let rest = text.strip_prefix('-').unwrap_or(text).strip_prefix('P').ok_or(WRONG)?;
        let (days, time) = match rest.split_once('T') {
            Some((_, "")) => return Err(WRONG),
            Some((days, time)) => (days, time),
            None => (rest, ""),
        };
        let mut minutes = 0;
        for (mut part, units) in [(days, &[('D', 24 * 60)][..]), (time, &[('H', 60), ('M', 1)])] {
            for (unit, worth) in units {
                let Some((number, left)) = part.split_once(*unit) else { continue };
                let number = Some(number).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
                let number: i64 = number.and_then(|number| number.parse().ok()).ok_or(WRONG)?;
                minutes = number.checked_mul(*worth).and_then(|more| more.checked_add(minutes)).ok_or(WRONG)?;
                part = left;
            }
            if !part.is_empty() {
                return Err(WRONG);
            }
        }
        if minutes == 0 || minutes > LONGEST {
            return Err("a reminder comes at most a year before or after the due time, and never at it");
        }
        Ok(Self { minutes: if text.starts_with('-') { -minutes } else { minutes } })
    }
}

impl fmt::Display for Remind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.minutes.abs();
        let (days, hours, minutes) = (all / (24 * 60), all / 60 % 24, all % 60);
        f.write_str(if self.minutes < 0 { "-P" } else { "P" })?;
        if days > 0 {
            write!(f, "{days}D")?;
        }
        if hours + minutes > 0 {
            f.write_str("T")?;
        }
        if hours > 0 {
            write!(f, "{hours}H")?;
        }
        if minutes > 0 {
            write!(f, "{minutes}M")?;
        }
        Ok(())
    }
}

impl Serialize for Remind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Remind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Remind {
    fn schema_name() -> Cow<'static, str> {
        "Remind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": PATTERN,
            "description": "A moment counted from the due time: `-PT4H` is four hours before it, `P1D` a day after.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_come_back_in_their_shortest_form() {
        for (text, shown, minutes) in [
            ("-PT4H", "-PT4H", -240),
            ("P1D", "P1D", 1440),
            ("PT36H", "P1DT12H", 2160),
            ("-P1DT90M", "-P1DT1H30M", -1530),
            ("PT1M", "PT1M", 1),
        ] {
            let remind: Remind = text.parse().unwrap();
            assert_eq!((remind.minutes, remind.to_string().as_str()), (minutes, shown));
            assert_eq!(shown.parse(), Ok(remind));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "-",
            "4H",
            "P4H",
            "PT4D",
            "P-1D",
            "P1DT",
            "PT0M",
            "P1W",
            "P400D",
            "P99999999999999999999D",
            "PT1H1H",
            "p1d",
            "P1D ",
        ] {
            assert!(text.parse::<Remind>().is_err(), "{text}");
        }
    }
}
