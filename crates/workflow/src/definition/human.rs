use indexmap::IndexMap;
use mortise_model::{Filter, I18n, Key, Path};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AssigneeRule, EmptyStep, Mode, Remind, SamePolicy};

/// What a node that waits for people says: who, how they decide together, and what they may do meanwhile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskSettings {
    /// Who is asked. The rules add up, in this order; nobody is asked twice.
    pub assignees: Vec<AssigneeRule>,
    /// How several people decide together.
    #[serde(default)]
    pub mode: Mode,
    /// Whose refusal decides at once, whatever the others say; people who are not asked here mean nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub veto: Vec<AssigneeRule>,
    /// Where a refusal leads.
    #[serde(default)]
    pub on_reject: OnReject,
    /// What happens where the initiator would be an assignee; left out, as the flow says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<SamePolicy>,
    /// Who is asked where the rules find nobody; left out, as the flow says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub empty: Option<Vec<EmptyStep>>,
    /// Whether an earlier approval of the same person may count here.
    #[serde(default)]
    pub dedup: NodeDedup,
    /// Fields that may be changed, read or not seen here; the others may be read.
    #[serde(default)]
    pub fields: IndexMap<Path, Access>,
    /// Fields that must not be blank on approval.
    #[serde(default)]
    pub must: Vec<Path>,
    /// Field groups that are open here although the person's roles keep them closed.
    #[serde(default)]
    pub grant: Vec<Key>,
    /// What else must hold on approval.
    #[serde(default)]
    pub requires: Vec<Requirement>,
    /// By when a decision is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// When the person is reminded, counted from the due time: `-PT4H` is four hours before it, `P1D` a day after. At
    /// most 5; after it only where nothing but a reminder happens when it is overdue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remind: Vec<Remind>,
    /// What happens when it is overdue.
    #[serde(default)]
    pub on_due: OnDue,
    /// Whether an own approval can be taken back.
    #[serde(default)]
    pub recall: Recall,
    /// Acts that need a comment here, besides those of the flow.
    #[serde(default)]
    pub comment_on: Vec<Button>,
    /// Whether an approval must be signed.
    #[serde(default)]
    pub signature: bool,
    /// The acts that are offered; left out, all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buttons: Option<Vec<Button>>,
    /// Where and how a task may be returned.
    #[serde(default, rename = "return")]
    pub returns: ReturnSettings,
}

/// Where a refusal leads.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnReject {
    /// The instance ends as rejected.
    #[default]
    End,
    /// The branch ends as rejected; the others go on.
    Branch,
    /// Back to the node before that people decided at.
    ReturnPrev,
    /// Back to the initiator.
    ReturnStart,
    /// Back to this node.
    ReturnNode(Key),
}

/// Whether an earlier approval of the same person may count at a node.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NodeDedup {
    /// As the flow says.
    #[default]
    Inherit,
    /// Never.
    Off,
}

/// What may be done with a field at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Change it.
    Write,
    /// Read it.
    Read,
    /// Not even see it.
    Hide,
}

/// A condition that must hold on approval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// What must hold; `me` is who approves.
    pub filter: Filter,
    /// What is said where it does not.
    pub message: I18n,
}

/// A time span from the moment a task is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// So many days that are worked.
    WorkingDays(u32),
    /// So many days of the calendar.
    Days(u32),
    /// So many hours.
    Hours(u32),
}

/// What happens when a task is overdue. It concerns that person's seat only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnDue {
    /// The person is reminded.
    #[default]
    Remind,
    /// The person's manager is asked instead; where there is none, as `remind`.
    TransferToManager,
    /// The seat counts as approved.
    AutoPass,
    /// The seat counts as a refusal.
    AutoReject,
}

/// Whether an own approval can be taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recall {
    /// Until somebody has decided upon it, or the flow has set fields.
    #[default]
    UntilNextDecision,
    /// Never.
    Off,
}

/// An act that a task offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Button {
    /// Approve.
    Approve,
    /// Refuse.
    Reject,
    /// Finish handling.
    Complete,
    /// Give it back to an earlier node.
    Return,
    /// Hand it to somebody else.
    Transfer,
    /// Ask somebody else first.
    Delegate,
    /// Add more people.
    AddSign,
}

/// Where and how a task may be returned.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReturnSettings {
    /// Which nodes.
    pub targets: ReturnTargets,
    /// Which ways; left out, both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modes: Option<Vec<crate::ReturnMode>>,
    /// Who is asked again when it comes straight back: the returner and whoever had not decided, or everybody.
    pub back_to: BackTo,
}

/// Who is asked again when a returned task comes straight back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BackTo {
    /// The returner, whoever had not decided, and all others too if the form was changed.
    #[default]
    Returner,
    /// Everybody.
    All,
}

/// Which nodes a task may be returned to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnTargets {
    /// Every node that was visited on the way here.
    #[default]
    Any,
    /// Only the initiator.
    Start,
    /// Only these.
    Nodes(Vec<Key>),
}

/// What a person may do with fields at a node. Compiled once; see [`crate::Plan::field_rights`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FieldRights {
    /// What is written about single fields and columns of subforms.
    pub fields: IndexMap<Path, Access>,
    /// What holds for the others.
    pub rest: Option<Access>,
    /// Fields that must not be blank on approval.
    pub must: Vec<Path>,
    /// Field groups that are open here.
    pub grant: Vec<Key>,
}

impl FieldRights {
    /// What may be done with a field as a whole.
    pub fn field(&self, key: &str) -> Access {
        self.fields.get(&Path::new(key)).copied().or(self.rest).unwrap_or(Access::Read)
    }

    /// What may be done with a column of a subform: what is said of the column, else of the subform.
    pub fn column(&self, subform: &str, column: &str) -> Access {
        let path = Path::new(&format!("{subform}.{column}"));
        self.fields.get(&path).copied().unwrap_or_else(|| self.field(subform))
    }

    /// The columns of a subform that something is said about.
    pub fn columns<'a>(&'a self, subform: &'a str) -> impl Iterator<Item = (Path, Access)> + 'a {
        self.fields
            .iter()
            .filter(move |(path, _)| path.head() == subform)
            .filter_map(|(path, access)| path.tail().map(|tail| (tail, *access)))
    }
}
