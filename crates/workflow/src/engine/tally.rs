use crate::definition::{Mode, RatioBy};

/// One seat as a count sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seat {
    pub(crate) weight: u32,
    pub(crate) vote: Vote,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vote {
    Open,
    Approved,
    Rejected,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nobody can say yet.
    Open,
    Pass,
    Reject,
}

/// How a node stands, in whole numbers. `quorum` is the per cent of a share or the number of approvals.
pub(crate) fn tally(mode: &Mode, quorum: u32, seats: &[Seat]) -> Verdict {
    let weighted = matches!(mode, Mode::Ratio(ratio) if ratio.by == RatioBy::Weight);
    let weigh = |seat: &Seat| if weighted { u64::from(seat.weight) } else { 1 };
    let sum = |vote: Option<Vote>| -> u64 {
        seats.iter().filter(|seat| vote.is_none_or(|vote| seat.vote == vote)).map(weigh).sum()
    };
    let (all, yes, no) = (sum(None), sum(Some(Vote::Approved)), sum(Some(Vote::Rejected)));
    let in_yet = yes + no == all;
    let when = |pass: bool, reject: bool| match (pass, reject) {
        (true, _) => Verdict::Pass,
        (_, true) => Verdict::Reject,
        _ => Verdict::Open,
    };
    match mode {
        Mode::All(collect) if collect.collect_all && !in_yet => Verdict::Open,
        Mode::All(_) | Mode::Seq(_) | Mode::One(_) => when(no == 0 && yes == all, no > 0),
        Mode::Any(any) if any.any_pass_only => when(yes > 0, no == all),
        Mode::Any(_) => when(yes > 0, no > 0),
        Mode::Ratio(ratio) if ratio.collect_all && !in_yet => Verdict::Open,
        Mode::Ratio(_) => {
            let needed = u64::from(quorum) * all;
            when(100 * yes >= needed, 100 * (all - no) < needed)
        }
        Mode::Count(count) if count.collect_all && !in_yet => Verdict::Open,
        Mode::Count(_) => when(yes >= u64::from(quorum), all - no < u64::from(quorum)),
    }
}
