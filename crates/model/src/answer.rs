use chrono::NaiveDate;
use indexmap::IndexMap;

use crate::{Aggregate, Filter, Id, Key, Path, Value, Values};

/// What a pure engine must know of the world. It returns a [`Need`]; the service answers
/// in the same transaction and calls again with the enlarged [`Facts`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Question {
    /// The value at the end of a path that starts at a field of this form's record.
    /// Answered by [`Answer::Value`].
    Reach {
        /// The form of the record.
        form: Key,
        /// The record.
        id: Id,
        /// The way from its fields, e.g. `producer` or `org.region`.
        path: Path,
    },
    /// Records of a form that fit, summed up. Answered by [`Answer::Value`].
    Related {
        /// The form.
        form: Key,
        /// Which records; operands are literals by now.
        filter: Filter,
        /// How.
        aggregate: Aggregate,
        /// Which field; blank for a count.
        field: Option<Key>,
        /// The weights of an average.
        weight: Option<Key>,
    },
    /// The values of records of a form that fit, at most 1,000. Answered by [`Answer::Records`].
    Records {
        /// The form.
        form: Key,
        /// Which records; operands are literals by now.
        filter: Filter,
        /// Which fields.
        fields: Vec<Key>,
    },
    /// A parameter of the app. Answered by [`Answer::Value`].
    Param(String),
    /// A person. Answered by [`Answer::Person`].
    Person(Id),
    /// A department. Answered by [`Answer::Dept`].
    Dept(Id),
    /// The active people who have a role of the app. Answered by [`Answer::People`].
    PeopleWithRole(Key),
    /// The active people of a department. Answered by [`Answer::People`].
    PeopleOfDept(Id),
    /// Who acts in a person's place at present: the delegate of somebody who is away, the
    /// successor of somebody who has left. Answered by [`Answer::People`], empty or one.
    StandIn(Id),
    /// A person by log-in name. Answered by [`Answer::People`], empty or one.
    PersonByName(String),
    /// Whether a day is worked. Answered by [`Answer::Value`] with a bool.
    Workday(NaiveDate),
}

/// The answer to a [`Question`].
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A value; blank where nothing was found.
    Value(Value),
    /// Records with the values asked for.
    Records(Vec<(Id, Values)>),
    /// A person; absent where there is none.
    Person(Option<Person>),
    /// A department; absent where there is none.
    Dept(Option<Department>),
    /// People, in a stable order.
    People(Vec<Person>),
}

/// What engines know of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: Id,
    /// The log-in name.
    pub username: String,
    /// The name to show.
    pub name: String,
    /// Whether the person may act.
    pub active: bool,
    /// The main department.
    pub dept: Option<Id>,
    /// Whom the person reports to; where not stated, the head of the department counts.
    pub manager: Option<Id>,
}

/// What engines know of a department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Which.
    pub id: Id,
    /// The name to show.
    pub name: String,
    /// The department above.
    pub parent: Option<Id>,
    /// Who leads it.
    pub head: Option<Id>,
}

/// The answers so far.
#[derive(Debug, Clone, Default)]
pub struct Facts(IndexMap<Question, Answer>);

/// An engine cannot go on before these are answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} questions are open", .0.len())]
pub struct Need(pub Vec<Question>);

impl Facts {
    /// No answer yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer.
    pub fn insert(&mut self, question: Question, answer: Answer) {
        self.0.insert(question, answer);
    }

    /// The answer, where it is known.
    pub fn get(&self, question: &Question) -> Option<&Answer> {
        self.0.get(question)
    }

    /// What has been asked, in the order of the answers.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.0.keys()
    }

    /// The answer, or the need for it.
    pub fn ask(&self, question: Question) -> Result<&Answer, Need> {
        self.0.get(&question).ok_or_else(|| Need(vec![question]))
    }

    /// The value that answers, or the need for it.
    pub fn value(&self, question: Question) -> Result<&Value, Need> {
        match self.ask(question)? {
            Answer::Value(value) => Ok(value),
            _ => Ok(&Value::Null),
        }
    }
}
