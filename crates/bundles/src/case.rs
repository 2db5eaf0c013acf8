//! The document `tests/<case>.case.json`: a story that the app must play through.

use mortise_model::{Filter, I18n, Issue, Issues, Key, Pointer, read_document};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// The log-in name of the owner of the tenant that a case is played in.
pub const CASE_OWNER: &str = "admin";

/// A case: people act one after the other, and what is expected then must be so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "case")]
pub struct CaseSpec {
    /// Where the description of this format lies.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of this format: 1.
    pub version: u32,
    /// Its key.
    pub key: Key,
    /// What the case shows.
    pub name: I18n,
    /// When it starts, such as `2026-06-01T09:00+08:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The forms whose demo records are there when it starts; absent: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Vec<Key>>,
    /// The steps.
    pub steps: Vec<StepSpec>,
}

/// One step as it is written: exactly one of the acts or expectations, and what belongs to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StepSpec {
    /// The log-in name of who acts.
    #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// Makes a record of this form. Links are written as the fields that find their target, people as log-in names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create: Option<Key>,
    /// Finds the one record of this form that has `values`, among all there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub find: Option<Key>,
    /// What later steps call the record that was made or found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub save_as: Option<Key>,
    /// Changes this record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update: Option<Key>,
    /// Moves this record to the recycle bin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete: Option<Key>,
    /// Starts the flow of this record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submit: Option<Key>,
    /// Approves one's task on this record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approve: Option<Key>,
    /// Rejects it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject: Option<Key>,
    /// Completes one's task of handling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete: Option<Key>,
    /// Sends the record back to `target`.
    #[serde(rename = "return", skip_serializing_if = "Option::is_none")]
    pub return_: Option<Key>,
    /// Hands one's task to `user`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Key>,
    /// Lets `user` act and gets the task back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegate: Option<Key>,
    /// Adds `users` to the step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_sign: Option<Key>,
    /// Takes one's decision back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recall: Option<Key>,
    /// Takes a task of several candidates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<Key>,
    /// Gives it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unclaim: Option<Key>,
    /// Reminds those who have the task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urge: Option<Key>,
    /// Withdraws what one has submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdraw: Option<Key>,
    /// Submits again what was sent back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resubmit: Option<Key>,
    /// Ends the flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminate: Option<Key>,
    /// Presses the button `button` of this record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub press: Option<Key>,
    /// The button.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button: Option<Key>,
    /// The values of the act, or those that are expected.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub values: Map<String, Json>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Where to send back: a node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Key>,
    /// How to go on after sending back: `rewalk` or `straight`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// A person by log-in name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// People by log-in name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<String>,
    /// Where people are added: `before`, `after` or `parallel`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// How the added people decide: `any`, `all` or `seq`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// People chosen for later nodes.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub picks: Map<String, Json>,
    /// The codes of warnings that are confirmed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub confirm: Vec<String>,
    /// Moves the clock on: `P2D`, `PT4H`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advance: Option<String>,
    /// Looks at this record: `flow_state` and `values`; with `as` through the eyes of that person, `absent` too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect: Option<Key>,
    /// The state of its flow that is expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_state: Option<String>,
    /// The fields that the person does not see at all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<Key>,
    /// Exactly these people have an open task on the last record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect_tasks: Option<Vec<String>>,
    /// Exactly these people were notified since the last such step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect_notified: Option<Vec<String>>,
    /// The act before was refused so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect_error: Option<ExpectedError>,
    /// So many records of a form fit, seen by `as`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect_count: Option<ExpectedCount>,
}

/// How an act is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedError {
    /// The code.
    pub code: String,
    /// The place, where it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

/// How many records there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedCount {
    /// The form.
    pub form: Key,
    /// Which of its records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// How many.
    pub count: u64,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum CaseStep<'a> {
    /// Somebody acts.
    Act {
        /// The log-in name.
        who: &'a str,
        /// What.
        act: CaseAct<'a>,
    },
    /// A record that is there gets a name in the case.
    Find {
        /// Its form.
        form: &'a Key,
        /// The values that it alone has.
        values: &'a Map<String, Json>,
    },
    /// The clock moves on by an ISO 8601 duration.
    Advance(&'a str),
    /// A record, by its name in the case, is in this state and has these values.
    Expect {
        /// The log-in name of who looks; absent: the product, which sees everything.
        who: Option<&'a str>,
        /// The record.
        record: &'a Key,
        /// The state of its flow.
        flow_state: Option<&'a str>,
        /// Its values.
        values: &'a Map<String, Json>,
        /// The fields that are not shown.
        absent: &'a [Key],
    },
    /// Exactly these people have an open task on the last record.
    ExpectTasks(&'a [String]),
    /// Exactly these people were notified since the last such step.
    ExpectNotified(&'a [String]),
    /// The act before was refused so.
    ExpectError(&'a ExpectedError),
    /// So many records fit, seen by somebody.
    ExpectCount {
        /// The log-in name; absent: everything counts.
        who: Option<&'a str>,
        /// Which, and how many.
        expected: &'a ExpectedCount,
    },
}

/// What somebody does in a case. Records are called by their names in the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseAct<'a> {
    /// Makes a record of a form.
    Create(&'a Key),
    /// Changes a record.
    Update(&'a Key),
    /// Deletes a record.
    Delete(&'a Key),
    /// Starts its flow.
    Submit(&'a Key),
    /// Presses a button.
    Press {
        /// The record.
        record: &'a Key,
        /// The button.
        button: &'a Key,
    },
    /// Acts on one's task on a record; the name is that of `POST /tasks/{task}/actions/{action}`.
    Task {
        /// The record.
        record: &'a Key,
        /// The action.
        action: &'static str,
    },
    /// Acts on the flow of a record; the name is that of `POST /instances/{id}/actions/{action}`.
    Instance {
        /// The record.
        record: &'a Key,
        /// The action.
        action: &'static str,
    },
}

impl<'a> CaseAct<'a> {
    /// The record that is acted on; none where one is made.
    pub fn record(&self) -> Option<&'a Key> {
        match self {
            Self::Create(_) => None,
            Self::Update(record) | Self::Delete(record) | Self::Submit(record) => Some(record),
            Self::Press { record, .. } | Self::Task { record, .. } | Self::Instance { record, .. } => Some(record),
        }
    }
}

/// Reads a case; a step that is nothing or several things at once is an issue with its pointer.
pub fn read_case(json: &Json) -> Result<CaseSpec, Issues> {
    let case: CaseSpec = read_document(json)?;
    let steps = Pointer::root().at("steps");
    let wrong = case.steps.iter().enumerate().filter_map(|(index, step)| {
        let code = step.read().err()?;
        Some(Issue::error(steps.at(index), code))
    });
    let issues: Issues = wrong.collect();
    issues.into_result().map(|_| case)
}

impl StepSpec {
    /// What the step does. Fails with `step_without_act`, `step_with_several_acts`, `step_without_person`,
    /// `step_without_name` or `step_without_button`; [`read_case`] lets no such step through.
    pub fn read(&self) -> Result<CaseStep<'_>, &'static str> {
        let mut found: Vec<CaseStep<'_>> = self.expectations();
        if let Some(act) = self.act()? {
            let who = self.who.as_deref().ok_or("step_without_person")?;
            found.push(CaseStep::Act { who, act });
        }
        if let Some(form) = &self.find {
            self.save_as.as_ref().ok_or("step_without_name")?;
            found.push(CaseStep::Find { form, values: &self.values });
        }
        if let Some(duration) = &self.advance {
            found.push(CaseStep::Advance(duration));
        }
        match (found.pop(), found.is_empty()) {
            (Some(step), true) => Ok(step),
            (None, _) => Err("step_without_act"),
            (Some(_), false) => Err("step_with_several_acts"),
        }
    }

    fn expectations(&self) -> Vec<CaseStep<'_>> {
        let mut found = Vec::new();
        if let Some(record) = &self.expect {
            found.push(CaseStep::Expect {
                who: self.who.as_deref(),
                record,
                flow_state: self.flow_state.as_deref(),
                values: &self.values,
                absent: &self.absent,
            });
        }
        found.extend(self.expect_tasks.as_deref().map(CaseStep::ExpectTasks));
        found.extend(self.expect_notified.as_deref().map(CaseStep::ExpectNotified));
        found.extend(self.expect_error.as_ref().map(CaseStep::ExpectError));
        if let Some(expected) = &self.expect_count {
            found.push(CaseStep::ExpectCount { who: self.who.as_deref(), expected });
        }
        found
    }

    fn act(&self) -> Result<Option<CaseAct<'_>>, &'static str> {
        let tasks = [
            ("approve", &self.approve),
            ("reject", &self.reject),
            ("complete", &self.complete),
            ("return", &self.return_),
            ("transfer", &self.transfer),
            ("delegate", &self.delegate),
            ("add_sign", &self.add_sign),
            ("recall", &self.recall),
            ("claim", &self.claim),
            ("unclaim", &self.unclaim),
            ("urge", &self.urge),
        ];
        let instances = [("withdraw", &self.withdraw), ("resubmit", &self.resubmit), ("terminate", &self.terminate)];
        let mut acts: Vec<CaseAct<'_>> = Vec::new();
        acts.extend(self.create.as_ref().map(CaseAct::Create));
        acts.extend(self.update.as_ref().map(CaseAct::Update));
        acts.extend(self.delete.as_ref().map(CaseAct::Delete));
        acts.extend(self.submit.as_ref().map(CaseAct::Submit));
        if let Some(record) = &self.press {
            let button = self.button.as_ref().ok_or("step_without_button")?;
            acts.push(CaseAct::Press { record, button });
        }
        for (action, record) in tasks {
            acts.extend(record.as_ref().map(|record| CaseAct::Task { record, action }));
        }
        for (action, record) in instances {
            acts.extend(record.as_ref().map(|record| CaseAct::Instance { record, action }));
        }
        match acts.len() {
            0 | 1 => Ok(acts.pop()),
            _ => Err("step_with_several_acts"),
        }
    }
}

#[cfg(test)]
mod tests;
