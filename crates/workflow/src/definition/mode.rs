use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Number;

/// How several people decide together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Everybody must approve; the first refusal decides.
    All(CollectMode),
    /// The first decision decides.
    Any(AnyMode),
    /// One after the other; a refusal decides.
    Seq(Nothing),
    /// Only the first person found is asked.
    One(Nothing),
    /// So many per cent must approve; exactly so many are enough.
    Ratio(RatioMode),
    /// So many must approve.
    Count(CountMode),
    /// So many of each rule's people must approve; who is found by several counts for each of them.
    PerGroup(GroupMode),
    /// All are asked, and whoever claims the task decides it; it can be given back.
    Pool(Nothing),
    /// One of them is drawn by lot.
    Random(Nothing),
}

/// Whether a decision waits for everybody.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CollectMode {
    /// Wait until everybody has decided.
    pub collect_all: bool,
}

/// How the first decision counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AnyMode {
    /// Only approvals decide at once; it is a refusal only once all have refused.
    pub any_pass_only: bool,
}

/// No settings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Nothing {}

/// The share that must approve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RatioMode {
    /// How many per cent, 1 to 100.
    pub percent: Number,
    /// Wait until everybody has decided.
    #[serde(default)]
    pub collect_all: bool,
    /// What is counted.
    #[serde(default)]
    pub by: RatioBy,
    /// The weights of people by log-in name, where weights are counted; 1 for the others.
    #[serde(default)]
    pub weights: IndexMap<String, u32>,
}

/// What a share is counted in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RatioBy {
    /// People.
    #[default]
    Count,
    /// Their weights.
    Weight,
}

/// The number that must approve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountMode {
    /// How many.
    pub at_least: Number,
    /// Wait until everybody has decided.
    #[serde(default)]
    pub collect_all: bool,
}

/// The number that must approve in each group: the people of one assignee rule are a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupMode {
    /// How many of each group.
    pub at_least: Number,
}

impl Mode {
    /// Whether people are asked one after the other.
    pub(crate) fn in_turn(&self) -> bool {
        matches!(self, Self::Seq(_))
    }

    /// Whether one of them takes the task for all.
    pub(crate) fn is_claimed(&self) -> bool {
        matches!(self, Self::Pool(_))
    }
}

impl Default for Mode {
    fn default() -> Self {
        Self::All(CollectMode::default())
    }
}
