use crate::definition::{Mode, RatioBy};

/// One seat as a count sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seat<'a> {
    pub(crate) weight: u32,
    pub(crate) vote: Vote,
    /// The groups that it counts for, by the numbers of their rules.
    pub(crate) groups: &'a [u32],
    /// Whether its refusal decides.
    pub(crate) veto: bool,
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

/// What is counted against: frozen when the node is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quorum {
    /// The per cent of a share, or the number of approvals.
    pub(crate) needed: u32,
    /// How many groups there are.
    pub(crate) groups: u32,
}

/// How a node stands, in whole numbers.
pub(crate) fn tally(mode: &Mode, quorum: Quorum, seats: &[Seat<'_>]) -> Verdict {
    if seats.iter().any(|seat| seat.veto && seat.vote == Vote::Rejected) {
        return Verdict::Reject;
    }
    let weighted = matches!(mode, Mode::Ratio(ratio) if ratio.by == RatioBy::Weight);
    let weigh = |seat: &Seat<'_>| if weighted { u64::from(seat.weight) } else { 1 };
    let sum = |vote: Option<Vote>| -> u64 {
        seats.iter().filter(|seat| vote.is_none_or(|vote| seat.vote == vote)).map(weigh).sum()
    };
    let (all, yes, no) = (sum(None), sum(Some(Vote::Approved)), sum(Some(Vote::Rejected)));
    let needed = u64::from(quorum.needed);
    let in_yet = yes + no == all;
    match mode {
        Mode::All(collect) if collect.collect_all && !in_yet => Verdict::Open,
        Mode::All(_) | Mode::Seq(_) | Mode::One(_) | Mode::Random(_) => verdict(no == 0 && yes == all, no > 0),
        Mode::Any(any) if any.any_pass_only => verdict(yes > 0, no == all),
        Mode::Any(_) | Mode::Pool(_) => verdict(yes > 0, no > 0),
        Mode::Ratio(ratio) if ratio.collect_all && !in_yet => Verdict::Open,
        Mode::Ratio(_) => verdict(100 * yes >= needed * all, 100 * (all - no) < needed * all),
        Mode::Count(count) if count.collect_all && !in_yet => Verdict::Open,
        Mode::Count(_) => verdict(yes >= needed, all - no < needed),
        Mode::PerGroup(_) => by_group(quorum, seats),
    }
}

/// Passes when each group has its approvals, and refuses as soon as one cannot have them any more.
fn by_group(quorum: Quorum, seats: &[Seat<'_>]) -> Verdict {
    let of = |group: u32, counts: fn(Vote) -> bool| {
        seats.iter().filter(|seat| seat.groups.contains(&group) && counts(seat.vote)).count() as u64
    };
    let needed = u64::from(quorum.needed);
    let met = |group: u32| of(group, |vote| vote == Vote::Approved) >= needed;
    let lost = |group: u32| of(group, |vote| vote != Vote::Rejected) < needed;
    verdict((0..quorum.groups).all(met), (0..quorum.groups).any(lost))
}

fn verdict(pass: bool, reject: bool) -> Verdict {
    match (pass, reject) {
        (true, _) => Verdict::Pass,
        (_, true) => Verdict::Reject,
        _ => Verdict::Open,
    }
}
