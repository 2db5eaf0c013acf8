use mortise_expr::reach;
use mortise_model::{Answer, Department, Id, Need, Path, Person, Question, Value};

use crate::{
    definition::{AssigneeRule, Beyond, Leader, Leaders, Order},
    engine::{Engine, RunStatus, Stop, TaskStatus},
};

/// No tree of departments or line of managers is deeper than this.
const MAX_LEVELS: usize = 30;

/// A person whom a rule found, and which.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) person: Person,
    pub(crate) why: String,
    /// The numbers of all rules that found the person.
    pub(crate) groups: Vec<u32>,
}

impl Engine<'_> {
    /// The people of several rules, in order, each person once.
    pub(crate) fn find_all(&self, rules: &[AssigneeRule]) -> Result<Vec<Candidate>, Stop> {
        let mut found: Vec<Candidate> = Vec::new();
        let mut open = Vec::new();
        for (group, rule) in (0..).zip(rules) {
            match self.find(rule) {
                Ok(people) => people.into_iter().for_each(|person| add(&mut found, person, (group, describe(rule)))),
                Err(Stop::Need(need)) => open.extend(need.0),
                Err(refused) => return Err(refused),
            }
        }
        if open.is_empty() { Ok(found) } else { Err(Need(open).into()) }
    }

    pub(crate) fn find(&self, rule: &AssigneeRule) -> Result<Vec<Person>, Stop> {
        match rule {
            AssigneeRule::User(user) => self.named(std::slice::from_ref(user)),
            AssigneeRule::Users(users) => self.named(users),
            AssigneeRule::Role(role) => self.group(Question::PeopleWithRole(role.clone())),
            AssigneeRule::DeptLeader(leader) => self.heads_up(*leader),
            AssigneeRule::Manager(leader) => self.managers_up(*leader),
            AssigneeRule::Leaders(leaders) => self.all_leaders(leaders),
            AssigneeRule::Field(path) => self.people(&self.ids_at(path)?),
            AssigneeRule::DeptHead(path) => {
                let mut heads = Vec::new();
                for dept in self.ids_at(path)? {
                    heads.extend(self.dept(dept)?.and_then(|dept| dept.head));
                }
                self.people(&heads)
            }
            AssigneeRule::Param(param) => self.in_param(param),
            AssigneeRule::NodeApprover(node) => {
                let passed = |run: &&crate::engine::Run| run.node == *node && run.status == RunStatus::Passed;
                let last = self.state.runs.iter().filter(|(_, run)| passed(run)).map(|(no, _)| *no).next_back();
                let approved = |task: &crate::engine::Task| task.status == TaskStatus::Approved;
                let tasks = last.into_iter().flat_map(|run| self.state.tasks_of(run));
                let ids: Vec<Id> = tasks.filter(|(_, task)| approved(task)).map(|(_, task)| task.assignee).collect();
                self.people(&ids)
            }
            AssigneeRule::Initiator(_) => self.people(self.state.initiator.as_slice()),
            AssigneeRule::InitiatorPicks(_) => Ok(Vec::new()),
        }
    }

    /// A person; `None` where there is none with this id.
    pub(crate) fn person(&self, id: Id) -> Result<Option<&Person>, Need> {
        match self.env.facts.ask(Question::Person(id))? {
            Answer::Person(person) => Ok(person.as_ref()),
            _ => Ok(None),
        }
    }

    /// Several people, in this order, each once; asked for all at once.
    pub(crate) fn people(&self, ids: &[Id]) -> Result<Vec<Person>, Stop> {
        let (mut found, mut open): (Vec<Person>, Vec<Question>) = (Vec::new(), Vec::new());
        for id in ids {
            match self.person(*id) {
                Ok(Some(person)) if !found.iter().any(|other| other.id == person.id) => found.push(person.clone()),
                Ok(_) => {}
                Err(Need(questions)) => open.extend(questions),
            }
        }
        if open.is_empty() { Ok(found) } else { Err(Need(open).into()) }
    }

    pub(crate) fn group(&self, question: Question) -> Result<Vec<Person>, Stop> {
        match self.env.facts.ask(question)? {
            Answer::People(people) => Ok(people.clone()),
            _ => Ok(Vec::new()),
        }
    }

    fn dept(&self, id: Id) -> Result<Option<&Department>, Need> {
        match self.env.facts.ask(Question::Dept(id))? {
            Answer::Dept(dept) => Ok(dept.as_ref()),
            _ => Ok(None),
        }
    }

    /// People by log-in name or id.
    fn named(&self, names: &[String]) -> Result<Vec<Person>, Stop> {
        let (mut found, mut open) = (Vec::new(), Vec::new());
        for name in names {
            let answer = match name.parse::<Id>() {
                Ok(id) => self.people(&[id]),
                Err(_) => self.group(Question::PersonByName(name.clone())),
            };
            match answer {
                Ok(people) => found.extend(people),
                Err(Stop::Need(need)) => open.extend(need.0),
                Err(refused) => return Err(refused),
            }
        }
        if open.is_empty() { Ok(found) } else { Err(Need(open).into()) }
    }

    fn in_param(&self, param: &str) -> Result<Vec<Person>, Stop> {
        match self.env.facts.value(Question::Param(param.to_owned()))? {
            Value::Text(text) => {
                let names: Vec<String> =
                    text.split([',', ' ', ';']).filter(|n| !n.is_empty()).map(str::to_owned).collect();
                self.named(&names)
            }
            Value::List(names) => self.named(names),
            Value::Json(serde_json::Value::Array(list)) => {
                let names: Vec<String> = list.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect();
                self.named(&names)
            }
            value => self.people(value.refs()),
        }
    }

    fn ids_at(&self, path: &Path) -> Result<Vec<Id>, Stop> {
        let reached = reach(path, &self.scope(self.state.initiator))?;
        Ok(reached.values.iter().flat_map(|value| value.refs().iter().copied()).collect())
    }

    /// The heads of a department and of those above it, from below; a vacant one is `None`.
    pub(crate) fn heads_above(&self, dept: Option<Id>) -> Result<Vec<Option<Id>>, Stop> {
        let (mut heads, mut at) = (Vec::new(), dept);
        while let Some(id) = at.filter(|_| heads.len() < MAX_LEVELS) {
            let Some(dept) = self.dept(id)? else { break };
            heads.push(dept.head);
            at = dept.parent;
        }
        Ok(heads)
    }

    fn heads_up(&self, leader: Leader) -> Result<Vec<Person>, Stop> {
        let heads = self.heads_above(self.state.dept)?;
        let head = match heads.get(leader.level as usize - 1) {
            Some(head) => *head,
            None if leader.beyond_top == Beyond::Top => heads.into_iter().rev().find_map(|head| head),
            None => None,
        };
        self.people(head.as_slice())
    }

    fn managers_up(&self, leader: Leader) -> Result<Vec<Person>, Stop> {
        let (mut line, mut at) = (Vec::new(), self.state.initiator);
        while let Some(person) = at.filter(|_| line.len() < leader.level as usize && line.len() < MAX_LEVELS) {
            at = self.manager_of(person)?.filter(|manager| !line.contains(manager));
            line.extend(at);
        }
        let manager = match line.get(leader.level as usize - 1) {
            Some(manager) => Some(*manager),
            None if leader.beyond_top == Beyond::Top => line.last().copied(),
            None => None,
        };
        self.people(manager.as_slice())
    }

    /// Whom a person reports to: as stated, else the nearest head of the person's departments who is somebody else.
    pub(crate) fn manager_of(&self, person: Id) -> Result<Option<Id>, Stop> {
        let Some(found) = self.person(person)? else { return Ok(None) };
        if found.manager.is_some() {
            return Ok(found.manager.filter(|manager| *manager != person));
        }
        Ok(self.heads_above(found.dept)?.into_iter().flatten().find(|head| *head != person))
    }

    fn all_leaders(&self, leaders: &Leaders) -> Result<Vec<Person>, Stop> {
        let heads = self.heads_above(self.state.dept)?;
        let most = leaders.up_to.map_or(MAX_LEVELS, |level| level as usize);
        let mut ids: Vec<Id> = heads.into_iter().take(most).flatten().collect();
        if leaders.order == Order::TopDown {
            ids.reverse();
        }
        self.people(&ids)
    }
}

/// Adds a person whom a rule found; one who is there already counts for that rule's group as well.
pub(crate) fn add(found: &mut Vec<Candidate>, person: Person, (group, why): (u32, String)) {
    match found.iter_mut().find(|other| other.person.id == person.id) {
        Some(other) if other.groups.contains(&group) => {}
        Some(other) => other.groups.push(group),
        None => found.push(Candidate { person, why, groups: vec![group] }),
    }
}

/// A rule in a few words, for the record of why somebody was asked.
fn describe(rule: &AssigneeRule) -> String {
    match rule {
        AssigneeRule::User(_) | AssigneeRule::Users(_) => "users".to_owned(),
        AssigneeRule::Role(role) => format!("role:{role}"),
        AssigneeRule::DeptLeader(leader) => format!("dept_leader:{}", leader.level),
        AssigneeRule::Manager(leader) => format!("manager:{}", leader.level),
        AssigneeRule::Leaders(_) => "leaders".to_owned(),
        AssigneeRule::Field(path) => format!("field:{path}"),
        AssigneeRule::DeptHead(path) => format!("dept_head:{path}"),
        AssigneeRule::Param(param) => format!("param:{param}"),
        AssigneeRule::NodeApprover(node) => format!("node_approver:{node}"),
        AssigneeRule::Initiator(_) => "initiator".to_owned(),
        AssigneeRule::InitiatorPicks(_) => "initiator_picks".to_owned(),
    }
}
