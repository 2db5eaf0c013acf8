use std::{collections::HashMap, sync::Arc};

use indexmap::IndexMap;
use mortise_model::{I18n, Issue, Issues, Key, Path, Pointer};

use super::{Access, FieldRights, FlowSettings, InitiatorRule, NodeSpec, StartOn, TaskSettings, WorkflowSpec};
use crate::nodes::{NodeType, Shape};

pub(crate) type NodeIx = usize;
pub(crate) type RegionIx = usize;

/// A flow ready to run: the tree laid out flat, immutable. Every published version has one.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The flow.
    pub key: Key,
    /// The form.
    pub form: Key,
    /// The name that people read.
    pub name: I18n,
    /// What starts it.
    pub start_on: Vec<StartOn>,
    /// Who counts as the initiator.
    pub initiator: InitiatorRule,
    /// What holds for all nodes.
    pub settings: FlowSettings,
    nodes: Vec<PlanNode>,
    regions: Vec<Region>,
    by_key: HashMap<Key, NodeIx>,
}

/// One node of a [`Plan`].
#[derive(Debug, Clone)]
pub struct PlanNode {
    /// Its stable name.
    pub key: Key,
    /// The name that people read.
    pub name: Option<I18n>,
    /// What it does.
    pub kind: Arc<NodeType>,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// The single-entry, single-exit part of the flow that it stands in.
    pub(crate) region: RegionIx,
    /// What follows; nothing at the end of a region.
    pub(crate) next: Option<NodeIx>,
    /// The cases or branches: name and first node. An empty one has no first node.
    pub(crate) ports: Vec<(Key, Option<NodeIx>)>,
    /// The conditions whose cases this node stands in, outermost first.
    pub(crate) inside: Vec<NodeIx>,
    rights: FieldRights,
}

/// A branch of a fork, or the whole flow.
#[derive(Debug, Clone)]
pub(crate) struct Region {
    /// The fork and its branch; nothing for the whole flow.
    pub(crate) parent: Option<(NodeIx, Key)>,
}

impl Plan {
    /// Compiles a definition. Only a doubled key stops it; what else may be wrong is told by [`crate::check`].
    pub fn new(spec: &WorkflowSpec) -> Result<Self, Issues> {
        let mut plan = Self {
            key: spec.key.clone(),
            form: spec.form.clone(),
            name: spec.name.clone(),
            start_on: spec.start_on.clone(),
            initiator: spec.initiator.clone(),
            settings: spec.settings.clone(),
            nodes: Vec::new(),
            regions: vec![Region { parent: None }],
            by_key: HashMap::new(),
        };
        let mut issues = Issues::new();
        let place = Place { region: 0, after: None, inside: Vec::new() };
        plan.lay_out(&spec.root, Pointer::raw("/root"), &place, &mut issues);
        if issues.has_errors() { Err(issues) } else { Ok(plan) }
    }

    /// The node with this key.
    pub fn node(&self, key: &str) -> Option<&PlanNode> {
        self.by_key.get(key).map(|ix| &self.nodes[*ix])
    }

    /// All nodes, in the order of the document.
    pub fn nodes(&self) -> &[PlanNode] {
        &self.nodes
    }

    /// What may be done with fields at a node; `None` where there is no such node.
    pub fn field_rights(&self, node: &str) -> Option<&FieldRights> {
        self.node(node).map(|node| &node.rights)
    }

    pub(crate) fn ix(&self, key: &str) -> Option<NodeIx> {
        self.by_key.get(key).copied()
    }

    pub(crate) fn at(&self, ix: NodeIx) -> &PlanNode {
        &self.nodes[ix]
    }

    /// The fork whose branch a region is.
    pub(crate) fn fork_of(&self, region: RegionIx) -> Option<(NodeIx, &Key)> {
        self.regions[region].parent.as_ref().map(|(fork, branch)| (*fork, branch))
    }

    /// Whether a node stands on the line of another, or on one around that.
    pub(crate) fn reaches_out(&self, from: &PlanNode, to: NodeIx) -> bool {
        let mut region = Some(from.region);
        while let Some(at) = region {
            if at == self.nodes[to].region {
                return true;
            }
            region = self.fork_of(at).map(|(fork, _)| self.nodes[fork].region);
        }
        false
    }

    /// The forks around a node with the branch that it stands in, innermost first.
    pub(crate) fn forks_around(&self, ix: NodeIx) -> Vec<(NodeIx, &Key)> {
        let mut found = Vec::new();
        let mut region = self.nodes[ix].region;
        while let Some((fork, branch)) = self.fork_of(region) {
            found.push((fork, branch));
            region = self.nodes[fork].region;
        }
        found
    }

    /// Lays a node and what follows it out, from the last to the first, and answers where the first one is.
    fn lay_out(&mut self, spec: &NodeSpec, pointer: Pointer, place: &Place, issues: &mut Issues) -> NodeIx {
        let ix = self.nodes.len();
        self.nodes.push(PlanNode {
            key: spec.key.clone(),
            name: spec.name.clone(),
            kind: Arc::new(spec.kind.clone()),
            pointer: pointer.clone(),
            region: place.region,
            next: None,
            ports: Vec::new(),
            inside: place.inside.clone(),
            rights: rights_of(&spec.kind),
        });
        if self.by_key.insert(spec.key.clone(), ix).is_some() {
            issues.push(Issue::error(pointer.at("key"), "duplicate_key").with("key", spec.key.as_str()));
        }
        let next = match &spec.next {
            Some(next) => Some(self.lay_out(next, pointer.at("next"), place, issues)),
            None => place.after,
        };
        self.nodes[ix].next = next;
        self.nodes[ix].ports = self.lay_out_ports(spec, (ix, next), &pointer, place, issues);
        ix
    }

    fn lay_out_ports(
        &mut self,
        spec: &NodeSpec,
        (ix, next): (NodeIx, Option<NodeIx>),
        pointer: &Pointer,
        place: &Place,
        issues: &mut Issues,
    ) -> Vec<(Key, Option<NodeIx>)> {
        let shape = spec.kind.shape();
        let (list, ports) = match &shape {
            Shape::Single => return Vec::new(),
            Shape::Choice(ports) => ("cases", ports),
            Shape::Fork(ports) => ("branches", ports),
        };
        let mut found = Vec::new();
        for (number, port) in ports.iter().enumerate() {
            let inner = match &shape {
                Shape::Fork(_) => {
                    self.regions.push(Region { parent: Some((ix, port.key.clone())) });
                    Place { region: self.regions.len() - 1, after: None, inside: Vec::new() }
                }
                _ => {
                    let inside = place.inside.iter().copied().chain([ix]).collect();
                    Place { region: place.region, after: next, inside }
                }
            };
            let body = pointer.at("settings").at(list).at(number).at("body");
            let first = port.body.map(|body_spec| self.lay_out(body_spec, body, &inner, issues));
            found.push((port.key.clone(), first));
        }
        found
    }
}

/// Where a run of nodes is laid out.
struct Place {
    region: RegionIx,
    /// What follows its last node.
    after: Option<NodeIx>,
    inside: Vec<NodeIx>,
}

impl PlanNode {
    /// The settings of a node that waits for people.
    pub fn task_settings(&self) -> Option<&TaskSettings> {
        self.kind.task_settings()
    }
}

fn rights_of(kind: &NodeType) -> FieldRights {
    match (kind.task_settings(), kind.start_fields()) {
        (Some(task), _) => FieldRights {
            fields: task.fields.clone(),
            rest: Some(Access::Read),
            must: task.must.clone(),
            grant: task.grant.clone(),
        },
        // The initiator writes what the form and the roles allow, except where the node says otherwise.
        (None, Some(fields)) => {
            FieldRights { fields: fields.clone(), rest: Some(Access::Write), must: Vec::new(), grant: Vec::new() }
        }
        (None, None) => FieldRights { fields: IndexMap::<Path, Access>::new(), ..FieldRights::default() },
    }
}
