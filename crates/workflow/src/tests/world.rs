use std::sync::Arc;

use chrono::{DateTime, Datelike, Duration, FixedOffset, TimeZone, Utc, Weekday};
use indexmap::IndexMap;
use mortise_expr::Moment;
use mortise_model::{
    Actor, Answer, AppShape, Department, Facts, FieldShape, FilterOp, FormShape, I18n, Id, Key, Path, Person, Question,
    Storage, Target, Value, Values,
};
use serde::Deserialize;

use crate::{
    Command, Decision, Effect, Env, Event, Plan, Preview, Purpose, Refusal, Standing, State, Stop, decide, preview,
    violations,
};

pub(crate) fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

/// The id of a person or department of a script: `u7` is 107, `m7` 207, `d7` 307.
pub(crate) fn id(name: &str) -> Id {
    let (kind, number) = name.split_at(1);
    let base = match kind {
        "u" => 100,
        "m" => 200,
        "d" => 300,
        "r" => 400,
        other => panic!("no id for `{other}`"),
    };
    Id::from_raw(base + number.parse::<i64>().unwrap())
}

pub(crate) fn name(id: Id) -> String {
    let (kind, number) = (id.raw() / 100, id.raw() % 100);
    format!("{}{number}", ["", "u", "m", "d", "r"][kind as usize])
}

/// People, departments, roles and parameters of a script.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct People {
    pub(crate) inactive: Vec<String>,
    pub(crate) dept_of: IndexMap<String, String>,
    pub(crate) manager_of: IndexMap<String, String>,
    pub(crate) head_of: IndexMap<String, String>,
    pub(crate) above: IndexMap<String, String>,
    pub(crate) roles: IndexMap<String, Vec<String>>,
    pub(crate) stand_ins: IndexMap<String, String>,
    pub(crate) params: IndexMap<String, serde_json::Value>,
    /// Values at the end of paths through links: `"r1.producer": "u5"`.
    pub(crate) linked: IndexMap<String, String>,
}

/// An instance with its record and everything around it; answers what the engine asks.
pub(crate) struct World {
    pub(crate) plan: Plan,
    pub(crate) people: People,
    pub(crate) app: AppShape,
    pub(crate) form: Arc<FormShape>,
    pub(crate) values: Values,
    pub(crate) now: DateTime<Utc>,
    pub(crate) state: State,
    pub(crate) events: Vec<Event>,
    pub(crate) effects: Vec<Effect>,
    pub(crate) standing: Standing,
    pub(crate) chance: u64,
}

fn field(name: &str, storage: Storage) -> FieldShape {
    FieldShape {
        key: key(name),
        label: I18n::same(name),
        storage,
        indexed: false,
        operators: &[FilterOp::Eq, FilterOp::Ne, FilterOp::Gt, FilterOp::Gte, FilterOp::Lt, FilterOp::Lte],
        aggregates: &[],
        groupings: &[],
        rows: IndexMap::new(),
        currency_field: None,
    }
}

/// A form with one field of each sort that flows look at, and the form that it links to.
pub(crate) fn shapes() -> AppShape {
    let money = Storage::Decimal { scale: 2 };
    let mut items = field("items", Storage::Rows);
    items.rows.insert(key("qty"), field("qty", Storage::Int));
    items.rows.insert(key("price"), field("price", money.clone()));
    let request = [
        field("amount", money.clone()),
        field("amount_cny", money),
        field("kind", Storage::Text),
        field("direction", Storage::Text),
        field("risk_level", Storage::Text),
        field("status", Storage::Text),
        field("note", Storage::Text),
        field("salary", Storage::Int),
        field("person", Storage::Ref(Target::User)),
        field("people", Storage::RefList(Target::User)),
        field("dept", Storage::Ref(Target::Dept)),
        field("project", Storage::Ref(Target::Form(key("project")))),
        items,
    ];
    let project = [field("name", Storage::Text), field("producer", Storage::Ref(Target::User))];
    let mut app = AppShape::default();
    for (form, fields) in [("request", request.to_vec()), ("project", project.to_vec())] {
        let shape = FormShape {
            app: key("demo"),
            key: key(form),
            name: I18n::same(form),
            title: String::new(),
            search: Vec::new(),
            fields: fields.into_iter().map(|field| (field.key.clone(), field)).collect(),
            unique_keys: Vec::new(),
            indexes: Vec::new(),
        };
        app.forms.insert(key(form), Arc::new(shape));
    }
    app
}

impl World {
    pub(crate) fn new(plan: Plan, people: People, values: Values) -> Self {
        let app = shapes();
        let form = app.form("request").unwrap().clone();
        // A Monday, nine o'clock in the morning.
        let now = Utc.with_ymd_and_hms(2026, 6, 1, 1, 0, 0).unwrap();
        Self {
            plan,
            people,
            app,
            form,
            values: recomputed(&values),
            now,
            state: State::default(),
            events: Vec::new(),
            effects: Vec::new(),
            standing: Standing::Ordinary,
            chance: 0,
        }
    }

    /// Does what somebody wants; checks afterwards everything that must always hold.
    pub(crate) fn act(&mut self, who: &str, command: &Command) -> Result<(), Refusal> {
        let before = self.state.clone();
        let Decision { events, effects } = self.decide(who, command)?;
        assert_eq!(self.state, before, "deciding changed the state");
        for event in &events {
            assert_eq!(event.seq, self.state.seq + 1, "I7: events have gaps");
            self.state.apply(event);
        }
        for effect in &effects {
            if let Effect::SetFields { values, .. } = effect {
                self.values.extend(values.clone());
                self.values = recomputed(&self.values);
            }
        }
        self.events.extend(events);
        self.effects = effects;
        self.check_invariants();
        Ok(())
    }

    pub(crate) fn decide(&self, who: &str, command: &Command) -> Result<Decision, Refusal> {
        self.answering(who, |env| decide(&self.plan, &self.state, command, env))
    }

    pub(crate) fn preview(&self, who: &str) -> Result<Preview, Refusal> {
        let sources = IndexMap::from([(key("amount_cny"), vec![key("amount")])]);
        self.answering(who, |env| preview(&self.plan, &self.state, env, &sources))
    }

    /// Answers questions until there is an answer, as the service does: at most 50 rounds.
    fn answering<T>(&self, who: &str, ask: impl Fn(&Env<'_>) -> Result<T, Stop>) -> Result<T, Refusal> {
        let mut facts = Facts::new();
        let actor = if who == "system" { Actor::System } else { Actor::User(id(who)) };
        for _ in 0..50 {
            let recompute = |values: &Values| Ok(recomputed(values));
            let env = Env {
                moment: Moment { now: self.now, zone: FixedOffset::east_opt(8 * 3600).unwrap() },
                actor: &actor,
                standing: self.standing,
                purpose: Purpose::Real,
                app: &self.app,
                form: &self.form,
                record: Some(Id::from_raw(1)),
                values: &self.values,
                system: None,
                recompute: Some(&recompute),
                facts: &facts,
                chance: self.chance,
            };
            match ask(&env) {
                Ok(answer) => return Ok(answer),
                Err(Stop::Refused(refusal)) => return Err(refusal),
                Err(Stop::Need(need)) => {
                    for question in need.0 {
                        assert!(facts.get(&question).is_none(), "asked twice: {question:?}");
                        let answer = self.answer(&question);
                        facts.insert(question, answer);
                    }
                }
            }
        }
        panic!("more than 50 rounds of questions");
    }

    pub(crate) fn check_invariants(&self) {
        assert_eq!(violations(&self.state), Vec::<String>::new());
        assert_eq!(State::fold(&self.events), self.state, "I8: the events add up to another state");
        let written = serde_json::to_string(&self.state).unwrap();
        assert_eq!(serde_json::from_str::<State>(&written).unwrap(), self.state);
        let written = serde_json::to_string(&self.events).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Event>>(&written).unwrap(), self.events);
    }

    fn person(&self, id: Id) -> Person {
        let username = name(id);
        Person {
            id,
            name: username.to_uppercase(),
            active: !self.people.inactive.contains(&username),
            dept: self.people.dept_of.get(&username).map(|dept| self::id(dept)),
            manager: self.people.manager_of.get(&username).map(|manager| self::id(manager)),
            username,
        }
    }

    fn answer(&self, question: &Question) -> Answer {
        let people = |names: &[String]| Answer::People(names.iter().map(|name| self.person(id(name))).collect());
        match question {
            Question::Person(id) => Answer::Person(Some(self.person(*id))),
            Question::PersonByName(name) => people(std::slice::from_ref(name)),
            Question::PeopleWithRole(role) => {
                let all = self.people.roles.get(role.as_str()).cloned().unwrap_or_default();
                people(&all.into_iter().filter(|name| !self.people.inactive.contains(name)).collect::<Vec<_>>())
            }
            Question::PeopleOfDept(_) => people(&[]),
            Question::StandIn(id) => {
                people(&self.people.stand_ins.get(&name(*id)).cloned().into_iter().collect::<Vec<_>>())
            }
            Question::Dept(dept) => {
                let name = name(*dept);
                Answer::Dept(Some(Department {
                    id: *dept,
                    parent: self.people.above.get(&name).map(|above| id(above)),
                    head: self.people.head_of.get(&name).map(|head| id(head)),
                    name,
                }))
            }
            Question::Param(param) => Answer::Value(match self.people.params.get(param) {
                Some(serde_json::Value::Array(list)) => {
                    Value::List(list.iter().map(|name| name.as_str().unwrap().to_owned()).collect())
                }
                Some(json) => Value::Decimal(json.to_string().trim_matches('"').parse().unwrap()),
                None => Value::Null,
            }),
            Question::Workday(day) => Answer::Value(Value::Bool(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun))),
            Question::Reach { id: record, path, .. } => Answer::Value(self.linked(*record, path)),
            other => panic!("no answer to {other:?}"),
        }
    }

    fn linked(&self, record: Id, path: &Path) -> Value {
        let found = self.people.linked.get(&format!("{}.{path}", name(record)));
        found.map_or(Value::Null, |person| Value::Ref(id(person)))
    }

    pub(crate) fn advance(&mut self, minutes: i64) {
        self.now += Duration::minutes(minutes);
    }
}

/// The one computed field: the amount in the company's currency is the amount.
pub(crate) fn recomputed(values: &Values) -> Values {
    let mut values = values.clone();
    if let Some(amount) = values.get("amount").cloned() {
        values.insert(key("amount_cny"), amount);
    }
    values
}
