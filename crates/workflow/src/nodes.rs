//! The kinds of nodes: one file each, one line in the list below.
//!
//! A kind says what it looks like ([`Shape`]), what happens when a token comes to it ([`Move`])
//! and what may be wrong with its settings. It does not move tokens or make tasks itself; the
//! engine switches on the answer and never on the kind.

use std::fmt;

use indexmap::IndexMap;
use mortise_model::{Filter, Key, Path};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned, ser::SerializeMap};

use crate::{
    definition::{Access, Assigned, AssigneeRule, Button, NodeSpec, TaskSettings},
    engine::{FlowState, Stop},
};

/// What a kind of node must answer. `Self` is its settings.
pub(crate) trait NodeKind {
    /// The bodies that hang on it.
    fn shape(&self) -> Shape<'_> {
        Shape::Single
    }

    /// What happens when a token comes to it.
    fn enter(&self, cx: &mut dyn Asks) -> Result<Move<'_>, Stop>;

    /// The settings of a node that waits for people.
    fn task_settings(&self) -> Option<&TaskSettings> {
        None
    }

    /// What the initiator may do with fields, where it is the node of the initiator.
    fn start_fields(&self) -> Option<&IndexMap<Path, Access>> {
        None
    }

    /// Who may start the flow here; anybody where empty.
    fn starters(&self) -> &[AssigneeRule] {
        &[]
    }

    /// Whether people report something done here instead of approving.
    fn completes(&self) -> bool {
        false
    }

    /// What its tasks offer where the node does not choose, in the order in which the buttons stand.
    fn usual_buttons(&self) -> &'static [Button] {
        &[]
    }

    /// The node that it may lead to instead of the next one.
    fn leads_to(&self) -> Option<&Key> {
        None
    }

    /// Whether nothing can follow it.
    fn ends(&self) -> bool {
        false
    }

    /// What refused branches mean for a fork.
    fn branch_reject(&self) -> parallel::BranchReject {
        parallel::BranchReject::default()
    }

    /// What may be wrong with its settings; pointers start at `settings`.
    fn check(&self, cx: &crate::check::Known<'_>) -> mortise_model::Issues;
}

/// The bodies that hang on a node.
pub(crate) enum Shape<'a> {
    /// None.
    Single,
    /// One of them is taken; the token itself walks through it.
    Choice(Vec<Port<'a>>),
    /// Several are taken at once, each by a token of its own.
    Fork(Vec<Port<'a>>),
}

/// A body that hangs on a node.
pub(crate) struct Port<'a> {
    /// Its name.
    pub(crate) key: &'a Key,
    /// When it is taken, where it says so.
    pub(crate) when: Option<&'a Filter>,
    /// Its first node.
    pub(crate) body: Option<&'a NodeSpec>,
}

/// What happens when a token comes to a node.
#[derive(Debug)]
pub(crate) enum Move<'a> {
    /// It goes on.
    Pass,
    /// It waits for the initiator.
    AskInitiator,
    /// It waits for people.
    AskPeople(&'a TaskSettings),
    /// These people are told, and it goes on.
    Tell(&'a [AssigneeRule]),
    /// It goes into this body.
    Take(Key),
    /// These bodies are opened, each for a token of its own.
    Open(Vec<Key>),
    /// It goes to this node instead.
    Jump(&'a Key),
    /// These fields get values, and it goes on.
    Set(&'a IndexMap<Key, Assigned>),
    /// The branch ends so, and the instance where it stands in none.
    Finish(FlowState),
    /// The instance ends so, also from within a branch.
    FinishAll(FlowState),
    /// The instance ends as rejected because the flow itself refuses.
    Refuse,
    /// It waits for an administrator, with this reason.
    Fail(&'static str),
}

/// What a kind may ask while it is entered.
pub(crate) trait Asks {
    /// Whether the record fits; `me` is the initiator.
    fn holds(&mut self, filter: &Filter) -> Result<bool, Stop>;
}

macro_rules! node_kinds {
    ($($module:ident => $Kind:ident),* $(,)?) => {
        $(pub(crate) mod $module;)*

        /// What a node does: its kind and the kind's settings.
        #[derive(Debug, Clone, PartialEq)]
        pub enum NodeType {
            $(#[doc = concat!("`", stringify!($module), "`")] $Kind(Box<$module::$Kind>),)*
        }

        /// The name of a kind of node.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum NodeKindName {
            $(#[doc = concat!("`", stringify!($module), "`")] $Kind,)*
        }

        impl NodeKindName {
            /// All kinds, in the order of the palette.
            pub const ALL: &'static [Self] = &[$(Self::$Kind),*];

            /// Its text, as documents write it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$Kind => stringify!($module)),* }
            }
        }

        impl NodeType {
            /// The name of its kind.
            pub fn name(&self) -> NodeKindName {
                match self { $(Self::$Kind(_) => NodeKindName::$Kind),* }
            }

            fn kind(&self) -> &dyn NodeKind {
                match self { $(Self::$Kind(settings) => &**settings),* }
            }

            pub(crate) fn serialize_settings<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self { $(Self::$Kind(settings) => map.serialize_entry("settings", &**settings)),* }
            }

            pub(crate) fn deserialize_settings<'de, D: Deserializer<'de>>(
                kind: NodeKindName,
                deserializer: D,
            ) -> Result<Self, D::Error> {
                match kind { $(NodeKindName::$Kind => read_boxed(deserializer).map(Self::$Kind)),* }
            }

            pub(crate) fn settings_schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
                vec![$((stringify!($module), generator.subschema_for::<$module::$Kind>())),*]
            }
        }

        const _: fn() = || {
            fn is_document<T: Serialize + DeserializeOwned + JsonSchema>() {}
            $(is_document::<$module::$Kind>();)*
        };
    };
}

node_kinds! {
    start => Start,
    approver => Approver,
    handler => Handler,
    cc => Cc,
    condition => Condition,
    parallel => Parallel,
    inclusive => Inclusive,
    route => Route,
    set_fields => SetFields,
    auto_approve => AutoApprove,
    auto_reject => AutoReject,
    end => End,
}

/// Reads settings onto the heap. A function of its own, so that a long line of nodes needs little stack.
#[inline(never)]
fn read_boxed<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Box<T>, D::Error> {
    Box::<T>::deserialize(deserializer)
}

impl NodeType {
    /// The settings of a node that waits for people.
    pub fn task_settings(&self) -> Option<&TaskSettings> {
        self.kind().task_settings()
    }

    /// What its tasks offer, in the order in which the buttons stand.
    pub fn buttons(&self) -> &[Button] {
        let chosen = self.task_settings().and_then(|settings| settings.buttons.as_deref());
        chosen.unwrap_or_else(|| self.kind().usual_buttons())
    }

    pub(crate) fn start_fields(&self) -> Option<&IndexMap<Path, Access>> {
        self.kind().start_fields()
    }

    pub(crate) fn shape(&self) -> Shape<'_> {
        self.kind().shape()
    }

    pub(crate) fn enter(&self, cx: &mut dyn Asks) -> Result<Move<'_>, Stop> {
        self.kind().enter(cx)
    }

    pub(crate) fn starters(&self) -> &[AssigneeRule] {
        self.kind().starters()
    }

    pub(crate) fn completes(&self) -> bool {
        self.kind().completes()
    }

    pub(crate) fn leads_to(&self) -> Option<&Key> {
        self.kind().leads_to()
    }

    pub(crate) fn ends(&self) -> bool {
        self.kind().ends()
    }

    pub(crate) fn branch_reject(&self) -> parallel::BranchReject {
        self.kind().branch_reject()
    }

    pub(crate) fn check(&self, cx: &crate::check::Known<'_>) -> mortise_model::Issues {
        self.kind().check(cx)
    }
}

impl fmt::Display for NodeKindName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
