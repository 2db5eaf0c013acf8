use chrono::TimeDelta;

/// How long a job waits after it has failed for the how-manieth time: 10 seconds, 1 minute, 10 minutes,
/// and 10 minutes from then on.
pub fn backoff(failures: u32) -> TimeDelta {
    match failures {
        0 | 1 => TimeDelta::seconds(10),
        2 => TimeDelta::minutes(1),
        _ => TimeDelta::minutes(10),
    }
}
