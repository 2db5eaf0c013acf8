use mortise_model::{Id, Need, Person, Question};

use super::resolve::{Candidate, add};
use crate::{
    definition::{AssigneeRule, EmptyStep, Mode, NodeIx, RatioBy, SamePolicy, TaskSettings},
    engine::{Engine, Origin, Purpose, SkipReason, Stop, TokenNo},
};

/// A stand-in's stand-in's stand-in is looked for, not further.
const MAX_STAND_INS: usize = 5;

/// Who is asked at a node, or what happens instead.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) seats: Vec<FoundSeat>,
    pub(crate) auto: Option<Auto>,
    /// Which rules found them, and what else was done.
    pub(crate) why: Vec<String>,
}

/// What happens where nobody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Auto {
    Pass(SkipReason),
    Reject,
    Incident(&'static str),
}

/// One seat.
#[derive(Debug, Clone)]
pub(crate) struct FoundSeat {
    pub(crate) assignee: Id,
    /// Whom the rules meant.
    pub(crate) owner: Id,
    pub(crate) weight: u32,
    pub(crate) origin: Origin,
    /// The groups of the node that it counts for.
    pub(crate) groups: Vec<u32>,
    /// Whether a refusal here decides at once.
    pub(crate) veto: bool,
    /// Why the person need not be asked.
    pub(crate) skip: Option<SkipReason>,
}

impl FoundSeat {
    pub(crate) fn new(person: Id, origin: Origin) -> Self {
        Self { assignee: person, owner: person, weight: 1, origin, groups: Vec::new(), veto: false, skip: None }
    }
}

impl Found {
    fn instead(auto: Auto, why: Vec<String>) -> Self {
        Self { seats: Vec::new(), auto: Some(auto), why }
    }
}

impl Engine<'_> {
    /// Finds the people of a node. From the second round on nobody is passed over for being the
    /// initiator or for having approved before.
    pub(crate) fn find_seats(
        &mut self,
        ix: NodeIx,
        token: TokenNo,
        task: &TaskSettings,
        round: u32,
    ) -> Result<Found, Stop> {
        let mut candidates = self.find_all(&task.assignees)?;
        for (person, group) in self.picked(ix, task)? {
            add(&mut candidates, person, (group, "initiator_picks".to_owned()));
        }
        let veto: Vec<Id> = self.find_all(&task.veto)?.into_iter().map(|found| found.person.id).collect();
        let mut why: Vec<String> = candidates.iter().map(|found| found.why.clone()).collect();
        why.dedup();
        let people: Vec<Person> = candidates.iter().map(|found| found.person.clone()).collect();
        let stand_ins = self.stand_ins(&people)?;
        let dropped: Vec<Person> =
            candidates.iter().filter(|found| !can_act(found, &stand_ins)).map(|found| found.person.clone()).collect();
        candidates.retain(|found| can_act(found, &stand_ins));

        let policy = task.same.unwrap_or(self.plan.settings.same);
        let policy = if round > 1 && policy == SamePolicy::Skip { SamePolicy::SelfApprove } else { policy };
        if let Some(auto) = self.apply_same(policy, round, &mut candidates, &mut why)? {
            return Ok(Found::instead(auto, why));
        }
        let mut seats = self.sit_down(&candidates, &veto, policy, task)?;
        self.choose(&mut seats, &task.mode);
        if seats.is_empty() {
            return self.fall_back(task, &dropped, policy, why);
        }
        if round == 1 {
            self.mark_doubles(ix, token, task, &mut seats);
        }
        Ok(Found { seats, auto: None, why })
    }

    /// Whom the initiator picked, with the number of the rule that says so.
    fn picked(&self, ix: NodeIx, task: &TaskSettings) -> Result<Vec<(Person, u32)>, Stop> {
        let rules = &mut task.assignees.iter();
        let Some(group) = rules.position(|rule| matches!(rule, AssigneeRule::InitiatorPicks(_))) else {
            return Ok(Vec::new());
        };
        let picks = self.state.picks.get(&self.plan.at(ix).key).map(Vec::as_slice).unwrap_or_default();
        Ok(self.people(picks)?.into_iter().map(|person| (person, group as u32)).collect())
    }

    /// Keeps the one seat where only one person is asked: the first, or one drawn by lot. A rehearsal draws none,
    /// because whoever is drawn then is not who will be.
    fn choose(&self, seats: &mut Vec<FoundSeat>, mode: &Mode) {
        match mode {
            Mode::One(_) => seats.truncate(1),
            Mode::Random(_) if seats.len() > 1 && self.env.purpose == Purpose::Real => {
                let drawn = (self.env.chance % seats.len() as u64) as usize;
                *seats = vec![seats.swap_remove(drawn)];
            }
            _ => {}
        }
    }

    /// Who acts for each of these people at present, where somebody does. Asked for all at once.
    fn stand_ins(&self, people: &[Person]) -> Result<Vec<(Id, Person)>, Stop> {
        let (mut found, mut open) = (Vec::new(), Vec::new());
        for person in people {
            match self.stand_in(person) {
                Ok(Some(other)) => found.push((person.id, other)),
                Ok(None) => {}
                Err(Need(questions)) => open.extend(questions),
            }
        }
        if open.is_empty() { Ok(found) } else { Err(Need(open).into()) }
    }

    /// Follows stand-ins to one who can act; a circle, or a line that ends with nobody, stands for nobody.
    fn stand_in(&self, person: &Person) -> Result<Option<Person>, Need> {
        let (mut seen, mut last) = (vec![person.id], None);
        while seen.len() <= MAX_STAND_INS {
            let at = *seen.last().expect("it begins with the person");
            let next = match self.env.facts.ask(Question::StandIn(at))? {
                mortise_model::Answer::People(people) => people.first().cloned(),
                _ => None,
            };
            match next {
                Some(next) if seen.contains(&next.id) => return Ok(None),
                Some(next) => {
                    seen.push(next.id);
                    last = Some(next);
                }
                None => break,
            }
        }
        Ok(last.filter(|person| person.active))
    }

    /// Does what the flow says where the initiator is among the people.
    fn apply_same(
        &self,
        policy: SamePolicy,
        round: u32,
        people: &mut Vec<Candidate>,
        why: &mut Vec<String>,
    ) -> Result<Option<Auto>, Stop> {
        let Some(at) = people.iter().position(|found| Some(found.person.id) == self.state.initiator) else {
            return Ok(None);
        };
        let initiator = people[at].person.id;
        let instead = match policy {
            SamePolicy::SelfApprove => return Ok(None),
            SamePolicy::Skip | SamePolicy::Deny => None,
            SamePolicy::ToManager => self.active_manager(initiator)?,
            SamePolicy::ToDeptLeader => {
                let head = self.heads_above(self.state.dept)?.into_iter().next().flatten();
                let head = self.people(head.filter(|head| *head != initiator).as_slice())?;
                head.into_iter().find(|person| person.active)
            }
        };
        match instead {
            Some(other) => {
                why.push("instead_of_initiator".to_owned());
                match people.iter().position(|found| found.person.id == other.id) {
                    Some(seated) => {
                        let groups = people[at].groups.clone();
                        people[seated].groups.extend(groups);
                        people.remove(at);
                    }
                    None => people[at].person = other,
                }
                Ok(None)
            }
            // Nobody passes a node by who has been sent there again.
            None if round > 1 && policy != SamePolicy::Deny => Ok(None),
            None => {
                people.remove(at);
                let auto = match policy {
                    SamePolicy::Deny => Auto::Incident("initiator_denied"),
                    _ => Auto::Pass(SkipReason::Initiator),
                };
                Ok(people.is_empty().then_some(auto))
            }
        }
    }

    /// The nearest manager above a person who can act and is somebody else.
    pub(crate) fn active_manager(&self, person: Id) -> Result<Option<Person>, Stop> {
        let mut seen = vec![person];
        while let Some(manager) = self.manager_of(*seen.last().expect("it begins with the person"))? {
            if seen.contains(&manager) {
                break;
            }
            if let Some(found) = self.person(manager)?.filter(|found| found.active) {
                return Ok(Some(found.clone()));
            }
            seen.push(manager);
        }
        Ok(None)
    }

    /// Gives people seats, or their stand-ins; who would get two gets one that weighs as much.
    fn sit_down(
        &self,
        found: &[Candidate],
        veto: &[Id],
        policy: SamePolicy,
        task: &TaskSettings,
    ) -> Result<Vec<FoundSeat>, Stop> {
        let people: Vec<Person> = found.iter().map(|found| found.person.clone()).collect();
        let stand_ins = self.stand_ins(&people)?;
        let mut seats: Vec<FoundSeat> = Vec::new();
        for Candidate { person, groups, .. } in found {
            let other = stand_ins.iter().find(|(of, _)| *of == person.id).map(|(_, other)| other);
            // The initiator does not get to decide by standing in for somebody.
            let other = other.filter(|o| policy == SamePolicy::SelfApprove || Some(o.id) != self.state.initiator);
            let weight = weight_of(person, task);
            let seat = match other {
                Some(other) => {
                    FoundSeat { assignee: other.id, owner: person.id, ..FoundSeat::new(other.id, Origin::StandIn) }
                }
                None if person.active => FoundSeat::new(person.id, Origin::Resolved),
                None => continue,
            };
            let (groups, veto) = (groups.clone(), veto.contains(&person.id));
            match seats.iter_mut().find(|seated| seated.assignee == seat.assignee) {
                Some(seated) => {
                    seated.weight += weight;
                    seated.groups.extend(groups);
                    seated.veto |= veto;
                }
                None => seats.push(FoundSeat { weight, groups, veto, ..seat }),
            }
        }
        Ok(seats)
    }

    /// Who is asked where the rules found nobody.
    fn fall_back(
        &self,
        task: &TaskSettings,
        dropped: &[Person],
        policy: SamePolicy,
        mut why: Vec<String>,
    ) -> Result<Found, Stop> {
        let steps = task.empty.as_deref().unwrap_or(&self.plan.settings.empty);
        for step in steps.iter().chain(&[EmptyStep::Admin, EmptyStep::Incident]) {
            let people = match step {
                EmptyStep::Ask(AssigneeRule::DeptLeader(_)) if !dropped.is_empty() => self.heads_of(dropped)?,
                EmptyStep::Ask(rule) => self.find(rule)?,
                EmptyStep::Admin => self.administrators()?,
                EmptyStep::AutoPass => return Ok(Found::instead(Auto::Pass(SkipReason::Empty), why)),
                EmptyStep::AutoReject => return Ok(Found::instead(Auto::Reject, why)),
                EmptyStep::Incident => return Ok(Found::instead(Auto::Incident("empty_blocked"), why)),
            };
            let may = |person: &Person| {
                person.active && (policy == SamePolicy::SelfApprove || Some(person.id) != self.state.initiator)
            };
            // Who is asked because there is nobody else counts for every group.
            let groups: Vec<u32> = (0..task.assignees.len() as u32).collect();
            let seat = |p: &Person| FoundSeat { groups: groups.clone(), ..FoundSeat::new(p.id, Origin::Fallback) };
            let mut seats: Vec<FoundSeat> = people.iter().filter(|p| may(p)).map(seat).collect();
            if !seats.is_empty() {
                why.push("fallback".to_owned());
                self.choose(&mut seats, &task.mode);
                return Ok(Found { seats, auto: None, why });
            }
        }
        Ok(Found::instead(Auto::Incident("empty_blocked"), why))
    }

    /// The heads of the departments of people who cannot act.
    fn heads_of(&self, people: &[Person]) -> Result<Vec<Person>, Stop> {
        let mut heads = Vec::new();
        for person in people {
            let above = self.heads_above(person.dept)?;
            heads.extend(above.into_iter().flatten().find(|head| *head != person.id));
        }
        self.people(&heads)
    }

    fn administrators(&self) -> Result<Vec<Person>, Stop> {
        let admins = &self.plan.settings.admins;
        if admins.is_empty() {
            let role = mortise_model::Key::new("admin").expect("it has the form of a key");
            return self.find(&AssigneeRule::Role(role));
        }
        Ok(self.find_all(admins)?.into_iter().map(|found| found.person).collect())
    }
}

fn can_act(found: &Candidate, stand_ins: &[(Id, Person)]) -> bool {
    found.person.active || stand_ins.iter().any(|(of, _)| *of == found.person.id)
}

fn weight_of(person: &Person, task: &TaskSettings) -> u32 {
    match &task.mode {
        Mode::Ratio(ratio) if ratio.by == RatioBy::Weight => {
            ratio.weights.get(&person.username).copied().unwrap_or(1).max(1)
        }
        _ => 1,
    }
}
