use indexmap::IndexMap;
use mortise_model::{Answer, I18n, Id, Issue, Issues, Key, Path, Person, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ALWAYS, ActionKind};
use crate::{
    Effect, Phase,
    parts::{Part, Placed, at, params_parts},
    run::{Acting, Halt},
    sentence::placeholders,
};

/// Tells people. Each is told only what that person may read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotifyAction {
    /// Whom.
    pub to: Vec<Recipient>,
    /// The headline; where absent, the name of the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<I18n>,
    /// The sentence, with fields and params in braces: `{no} {company}: {n}`.
    pub template: I18n,
    /// Placeholders that are no fields, and their expressions.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub params: IndexMap<Key, String>,
    /// Sent once to each person for each record as long as these fields stay the same; absent: sent each time, `[]`:
    /// once for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once_per: Option<Vec<Path>>,
}

/// Who is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The people in a field, also behind links: `{"field": "project.producer"}`.
    Field(Path),
    /// The superior of the people in a field; where none is stated, the head of their department.
    ManagerOf(Path),
    /// The head of the department in a field.
    HeadOf(Path),
    /// All active people with a role of the app.
    Role(Key),
    /// A person by log-in name.
    User(String),
}

impl ActionKind for NotifyAction {
    fn phases(&self) -> &'static [Phase] {
        ALWAYS
    }

    fn act(&self, acting: &mut Acting<'_, '_>) -> Result<(), Halt> {
        let mut to: Vec<Id> = Vec::new();
        for recipient in &self.to {
            for id in people(recipient, acting)? {
                if !to.contains(&id) {
                    to.push(id);
                }
            }
        }
        let once = match &self.once_per {
            None => None,
            Some(paths) => Some(mark(paths, acting)?),
        };
        let params = acting.params(&self.params)?;
        let mut reads = acting.reads_of(self.params.values());
        for text in [&self.template].into_iter().chain(&self.title) {
            for path in placeholders(&text.zh_cn).into_iter().chain(placeholders(&text.en)) {
                if !self.params.contains_key(path.head()) && !reads.contains(&path) {
                    reads.push(path);
                }
            }
        }
        if to.is_empty() {
            return Ok(());
        }
        let rule = acting.rule().clone();
        let (title, text) = (self.title.clone(), self.template.clone());
        acting.effect(Effect::Notify { rule, to, title, text, params, reads, once });
        Ok(())
    }

    fn parts(&self) -> Vec<Placed<'_>> {
        let sentence = |text| Part::Sentence { text, params: &self.params };
        let mut parts = vec![(at("template"), sentence(&self.template))];
        parts.extend(self.title.as_ref().map(|title| (at("title"), sentence(title))));
        for (index, recipient) in self.to.iter().enumerate() {
            let (name, path) = match recipient {
                Recipient::Field(path) => ("field", path),
                Recipient::ManagerOf(path) => ("manager_of", path),
                Recipient::HeadOf(path) => ("head_of", path),
                Recipient::Role(_) | Recipient::User(_) => continue,
            };
            parts.push((at("to").at(index).at(name), Part::Path { path, form: None }));
        }
        for (index, path) in self.once_per.iter().flatten().enumerate() {
            parts.push((at("once_per").at(index), Part::Path { path, form: None }));
        }
        parts.extend(params_parts(&self.params));
        parts
    }

    fn check(&self) -> Issues {
        if self.to.is_empty() { Issue::error(at("to"), "nobody_told").into() } else { Issues::new() }
    }

    #[cfg(test)]
    fn samples() -> Vec<serde_json::Value> {
        use serde_json::json;
        vec![
            json!({"to": [{"field": "owner"}, {"role": "legal"}], "template": {"zh-CN": "{no} 已 {n} 天", "en": "{no}: {n} days"},
                "params": {"n": "days(signed, today())"}, "once_per": ["signed"]}),
            json!({"to": [{"manager_of": "client._owner"}, {"head_of": "_dept"}, {"user": "lin"}], "title": {"en": "{no}"},
                "template": {"en": "{client.name}"}, "once_per": []}),
        ]
    }
}

/// The active people that a recipient stands for.
fn people(recipient: &Recipient, acting: &Acting<'_, '_>) -> Result<Vec<Id>, Halt> {
    let active = |people: Vec<Person>| people.into_iter().filter(|person| person.active).map(|person| person.id);
    Ok(match recipient {
        Recipient::Field(path) => active(persons(&refs(path, acting)?, acting)?).collect(),
        Recipient::Role(role) => active(answered_people(Question::PeopleWithRole(role.clone()), acting)?).collect(),
        Recipient::User(name) => active(answered_people(Question::PersonByName(name.clone()), acting)?).collect(),
        Recipient::ManagerOf(path) => {
            let mut superiors = Vec::new();
            for person in persons(&refs(path, acting)?, acting)? {
                superiors.extend(superior(&person, acting)?);
            }
            active(persons(&superiors, acting)?).collect()
        }
        Recipient::HeadOf(path) => {
            let mut heads = Vec::new();
            for dept in refs(path, acting)? {
                heads.extend(head(dept, acting)?);
            }
            active(persons(&heads, acting)?).collect()
        }
    })
}

fn refs(path: &Path, acting: &Acting<'_, '_>) -> Result<Vec<Id>, Halt> {
    Ok(acting.value(path)?.refs().to_vec())
}

fn persons(ids: &[Id], acting: &Acting<'_, '_>) -> Result<Vec<Person>, Halt> {
    let mut persons = Vec::new();
    for answer in acting.ask_all(ids.iter().map(|id| Question::Person(*id)))? {
        if let Answer::Person(Some(person)) = answer {
            persons.push(person.clone());
        }
    }
    Ok(persons)
}

fn answered_people(question: Question, acting: &Acting<'_, '_>) -> Result<Vec<Person>, Halt> {
    match acting.ask(question)? {
        Answer::People(people) => Ok(people.clone()),
        _ => Ok(Vec::new()),
    }
}

fn superior(person: &Person, acting: &Acting<'_, '_>) -> Result<Option<Id>, Halt> {
    match (person.manager, person.dept) {
        (Some(manager), _) => Ok(Some(manager)),
        (None, Some(dept)) => Ok(head(dept, acting)?.filter(|head| *head != person.id)),
        (None, None) => Ok(None),
    }
}

fn head(dept: Id, acting: &Acting<'_, '_>) -> Result<Option<Id>, Halt> {
    match acting.ask(Question::Dept(dept))? {
        Answer::Dept(Some(dept)) => Ok(dept.head),
        _ => Ok(None),
    }
}

/// The values of the fields that a notice is sent once for.
fn mark(paths: &[Path], acting: &Acting<'_, '_>) -> Result<String, Halt> {
    let values: Result<Vec<serde_json::Value>, Halt> =
        paths.iter().map(|path| Ok(acting.value(path)?.to_json())).collect();
    Ok(serde_json::Value::Array(values?).to_string())
}
