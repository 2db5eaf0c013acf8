//! What may be wrong with a definition, told all at once, each with the place in the document.

use chrono::{DateTime, FixedOffset};
use indexmap::{IndexMap, IndexSet};
use mortise_expr::{Formula, Moment, check_filter};
use mortise_model::{AppShape, Filter, FormShape, Issue, Issues, Key, Path, Pointer, Storage, Target};

use crate::{
    definition::{
        Assigned, AssigneeRule, Button, EmptyStep, InitiatorRule, Leader, Mode, NodeSpec, Number, OnDue, OnReject,
        Plan, ReturnTargets, TaskSettings, WorkflowSpec,
    },
    engine::written,
    nodes::Shape,
};

/// How often people are reminded of one task at most, besides when it is due.
const MOST_REMINDERS: usize = 5;

/// What a definition may refer to.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// The forms of the app.
    pub app: &'a AppShape,
    /// The roles of the app.
    pub roles: &'a [Key],
    /// The parameters of the app.
    pub params: &'a [String],
    /// The field groups of the app.
    pub groups: &'a [Key],
}

/// Looks at a whole definition. Nothing is reported twice; an empty answer means that it can be published.
pub fn check(spec: &WorkflowSpec, world: &World<'_>) -> Issues {
    let mut issues = Issues::new();
    let Some(form) = world.app.form(&spec.form) else {
        return Issue::error(Pointer::raw("/form"), "unknown_form").with("form", spec.form.as_str()).into();
    };
    let mut nodes = IndexMap::new();
    collect(&spec.root, &Pointer::raw("/root"), &mut nodes, &mut issues);
    let keys: IndexSet<&Key> = nodes.values().map(|node| &node.key).collect();
    let known = Known { world: *world, form, nodes: &keys };
    issues.extend(known.check_flow(spec));
    for (pointer, node) in &nodes {
        issues.extend(node.kind.check(&known).under(&pointer.at("settings")));
        issues.extend(check_place(node, pointer, pointer.as_str() == "/root"));
    }
    if let Ok(plan) = Plan::new(spec) {
        issues.extend(check_routes(&plan));
    }
    if !nodes.values().any(|node| node.kind.task_settings().is_some()) {
        issues.push(Issue::error(Pointer::raw("/root"), "no_human_node"));
    }
    issues
}

/// All nodes by place, in the order of the document.
fn collect<'a>(
    node: &'a NodeSpec,
    pointer: &Pointer,
    found: &mut IndexMap<Pointer, &'a NodeSpec>,
    issues: &mut Issues,
) {
    if found.values().any(|other| other.key == node.key) {
        issues.push(Issue::error(pointer.at("key"), "duplicate_key").with("key", node.key.as_str()));
    }
    found.insert(pointer.clone(), node);
    let shape = node.kind.shape();
    let (list, ports) = match &shape {
        Shape::Single => ("", &Vec::new()),
        Shape::Choice(ports) => ("cases", ports),
        Shape::Fork(ports) => ("branches", ports),
    };
    for (number, port) in ports.iter().enumerate() {
        if let Some(body) = port.body {
            collect(body, &pointer.at("settings").at(list).at(number).at("body"), found, issues);
        }
    }
    if let Some(next) = &node.next {
        collect(next, &pointer.at("next"), found, issues);
    }
}

/// A route leads to another node on its own line, or on one around it; never into a branch.
fn check_routes(plan: &Plan) -> Issues {
    let mut issues = Issues::new();
    for node in plan.nodes() {
        let Some(target) = node.kind.leads_to() else { continue };
        let at = node.pointer.at("settings").at("to");
        let wrong = |code| Issue::error(at.clone(), code).with("node", target.as_str());
        match plan.ix(target) {
            None => issues.push(wrong("unknown_node")),
            Some(to) if plan.at(to).key == node.key || !plan.reaches_out(node, to) => {
                issues.push(wrong("route_target"))
            }
            Some(_) => {}
        }
    }
    issues
}

/// What a node's place in the tree allows.
fn check_place(node: &NodeSpec, pointer: &Pointer, first: bool) -> Issues {
    let mut issues = Issues::new();
    match (node.kind.start_fields().is_some(), first) {
        (true, false) => issues.push(Issue::error(pointer.at("kind"), "start_not_first")),
        (false, true) => issues.push(Issue::error(pointer.at("kind"), "no_start")),
        _ => {}
    }
    if node.kind.ends() && node.next.is_some() {
        issues.push(Issue::error(pointer.at("next"), "unreachable"));
    }
    issues
}

/// What the kinds of nodes may ask while they are checked.
pub(crate) struct Known<'a> {
    world: World<'a>,
    form: &'a FormShape,
    nodes: &'a IndexSet<&'a Key>,
}

impl Known<'_> {
    fn check_flow(&self, spec: &WorkflowSpec) -> Issues {
        let mut issues = Issues::new();
        if let InitiatorRule::Field(path) = &spec.initiator {
            issues.extend(self.check_people_field(path, &Target::User, &Pointer::raw("/initiator/field")));
        }
        let at = Pointer::raw("/settings");
        issues.extend(self.check_empty(&spec.settings.empty, &at.at("empty")));
        issues.extend(self.check_rules(&spec.settings.admins, &at.at("admins")));
        if let crate::definition::DedupWatch::Fields(fields) = &spec.settings.dedup_watch {
            for (number, field) in fields.iter().enumerate() {
                issues.extend(self.check_field(&Path::new(field), &at.at("dedup_watch").at(number)));
            }
        }
        for (moment, set) in &spec.settings.set_on {
            let name = serde_json::to_value(moment).ok().and_then(|json| json.as_str().map(str::to_owned));
            issues.extend(self.check_assignments(set, &at.at("set_on").at(name.unwrap_or_default())));
        }
        issues
    }

    pub(crate) fn check_task(&self, task: &TaskSettings) -> Issues {
        let at = Pointer::root();
        let mut issues = self.check_rules(&task.assignees, &at.at("assignees"));
        if task.assignees.is_empty() {
            issues.push(Issue::error(at.at("assignees"), "no_assignee_rule"));
        }
        issues.extend(self.check_empty(task.empty.as_deref().unwrap_or_default(), &at.at("empty")));
        for path in task.fields.keys() {
            issues.extend(self.check_field(path, &at.at("fields").at(path)));
        }
        for (number, path) in task.must.iter().enumerate() {
            issues.extend(self.check_field(path, &at.at("must").at(number)));
        }
        for (number, group) in task.grant.iter().enumerate().filter(|(_, group)| !self.world.groups.contains(group)) {
            issues.push(Issue::error(at.at("grant").at(number), "unknown_group").with("group", group.as_str()));
        }
        for (number, requirement) in task.requires.iter().enumerate() {
            issues.extend(self.check_filter(&requirement.filter, &at.at("requires").at(number).at("filter")));
        }
        issues.extend(self.check_mode(&task.mode, &at.at("mode")));
        issues.extend(self.check_rules(&task.veto, &at.at("veto")));
        issues.extend(check_reminders(task));
        if let OnReject::ReturnNode(node) = &task.on_reject {
            issues.extend(self.check_node(node, &at.at("on_reject").at("return_node")));
        }
        if let ReturnTargets::Nodes(nodes) = &task.returns.targets {
            for (number, node) in nodes.iter().enumerate() {
                issues.extend(self.check_node(node, &at.at("return").at("targets").at("nodes").at(number)));
            }
        }
        if let Some(buttons) = &task.buttons
            && !buttons.iter().any(|button| matches!(button, Button::Approve | Button::Complete))
        {
            issues.push(Issue::error(at.at("buttons"), "no_way_on"));
        }
        issues
    }

    fn check_mode(&self, mode: &Mode, at: &Pointer) -> Issues {
        match mode {
            Mode::Ratio(ratio) => {
                let at = at.at("ratio").at("percent");
                match ratio.percent {
                    Number::Literal(percent) if !(1..=100).contains(&percent) => {
                        Issue::error(at, "out_of_range").with("min", 1).with("max", 100).into()
                    }
                    _ => self.check_number(&ratio.percent, &at),
                }
            }
            Mode::Count(count) => {
                let at = at.at("count").at("at_least");
                match count.at_least {
                    Number::Literal(0) => Issue::error(at, "out_of_range").with("min", 1).into(),
                    _ => self.check_number(&count.at_least, &at),
                }
            }
            Mode::PerGroup(group) => {
                let at = at.at("per_group").at("at_least");
                match group.at_least {
                    Number::Literal(0) => Issue::error(at, "out_of_range").with("min", 1).into(),
                    _ => self.check_number(&group.at_least, &at),
                }
            }
            Mode::All(_) | Mode::Any(_) | Mode::Seq(_) | Mode::One(_) | Mode::Pool(_) | Mode::Random(_) => {
                Issues::new()
            }
        }
    }

    fn check_number(&self, number: &Number, at: &Pointer) -> Issues {
        match number {
            Number::Literal(_) => Issues::new(),
            Number::Param(param) => self.check_param(param, &at.at("param")),
        }
    }

    fn check_param(&self, param: &str, at: &Pointer) -> Issues {
        if self.world.params.iter().any(|known| known == param) {
            Issues::new()
        } else {
            Issue::error(at.clone(), "unknown_param").with("param", param).into()
        }
    }

    fn check_node(&self, node: &Key, at: &Pointer) -> Issues {
        if self.nodes.contains(node) {
            Issues::new()
        } else {
            Issue::error(at.clone(), "unknown_node").with("node", node.as_str()).into()
        }
    }

    pub(crate) fn check_rules(&self, rules: &[AssigneeRule], at: &Pointer) -> Issues {
        rules.iter().enumerate().flat_map(|(number, rule)| self.check_rule(rule, &at.at(number))).collect()
    }

    fn check_rule(&self, rule: &AssigneeRule, at: &Pointer) -> Issues {
        let level = |leader: &Leader, name: &str| match leader.level {
            0 => Issues::from(Issue::error(at.at(name).at("level"), "out_of_range").with("min", 1)),
            _ => Issues::new(),
        };
        match rule {
            AssigneeRule::Role(role) if !self.world.roles.contains(role) => {
                Issue::error(at.at("role"), "unknown_role").with("role", role.as_str()).into()
            }
            AssigneeRule::Users(users) if users.is_empty() => Issue::error(at.at("users"), "empty_list").into(),
            AssigneeRule::DeptLeader(leader) => level(leader, "dept_leader"),
            AssigneeRule::Manager(leader) => level(leader, "manager"),
            AssigneeRule::Leaders(leaders) if leaders.up_to == Some(0) => {
                Issue::error(at.at("leaders").at("up_to"), "out_of_range").with("min", 1).into()
            }
            AssigneeRule::Field(path) => self.check_people_field(path, &Target::User, &at.at("field")),
            AssigneeRule::DeptHead(path) => self.check_people_field(path, &Target::Dept, &at.at("dept_head")),
            AssigneeRule::Param(param) => self.check_param(param, &at.at("param")),
            AssigneeRule::NodeApprover(node) => self.check_node(node, &at.at("node_approver")),
            AssigneeRule::Role(_)
            | AssigneeRule::User(_)
            | AssigneeRule::Users(_)
            | AssigneeRule::Leaders(_)
            | AssigneeRule::Initiator(_)
            | AssigneeRule::InitiatorPicks(_) => Issues::new(),
        }
    }

    fn check_empty(&self, steps: &[EmptyStep], at: &Pointer) -> Issues {
        let mut issues = Issues::new();
        for (number, step) in steps.iter().enumerate() {
            let last = number + 1 == steps.len();
            match step {
                EmptyStep::Ask(rule) => issues.extend(self.check_rule(rule, &at.at(number))),
                EmptyStep::AutoPass | EmptyStep::AutoReject | EmptyStep::Incident if !last => {
                    issues.push(Issue::error(at.at(number + 1), "unreachable"));
                }
                EmptyStep::AutoPass | EmptyStep::AutoReject | EmptyStep::Incident | EmptyStep::Admin => {}
            }
        }
        issues
    }

    /// Whether a path is a field, a system column, or a column of a subform.
    pub(crate) fn check_field(&self, path: &Path, at: &Pointer) -> Issues {
        match self.world.app.reach(self.form, path) {
            Some(_) => Issues::new(),
            None => unknown_field(path, at),
        }
    }

    fn check_people_field(&self, path: &Path, target: &Target, at: &Pointer) -> Issues {
        let Some(reach) = self.world.app.reach(self.form, path) else {
            return unknown_field(path, at);
        };
        match &reach.storage {
            Storage::Ref(found) | Storage::RefList(found) if found == target => Issues::new(),
            _ => Issue::error(at.clone(), "wrong_field_kind").with("field", path.to_string()).into(),
        }
    }

    pub(crate) fn check_filter(&self, filter: &Filter, at: &Pointer) -> Issues {
        check_filter(filter, self.world.app, self.form, None).under(at)
    }

    pub(crate) fn check_assignments(&self, set: &IndexMap<Key, Assigned>, at: &Pointer) -> Issues {
        let mut issues = Issues::new();
        for (field, assigned) in set {
            if !self.form.fields.contains_key(field) {
                issues.extend(unknown_field(&Path::new(field), &at.at(field)));
            }
            match assigned {
                Assigned::Expr(source) => {
                    if let Err(mut issue) = Formula::compile(source) {
                        issue.pointer = at.at(field).at("expr");
                        issues.push(issue);
                    }
                }
                Assigned::Value(json) => {
                    let storage = self.form.fields.get(field).map(|shape| &shape.storage);
                    if storage.is_some_and(|storage| written(storage, json, &any_moment()).is_none()) {
                        issues.push(Issue::error(at.at(field).at("value"), "wrong_value"));
                    }
                }
            }
        }
        issues
    }

    pub(crate) fn check_ports(&self, shape: &Shape<'_>, at: &Pointer) -> Issues {
        let (Shape::Choice(ports) | Shape::Fork(ports)) = shape else {
            return Issues::new();
        };
        let mut issues = Issues::new();
        for (number, port) in ports.iter().enumerate() {
            if ports[..number].iter().any(|other| other.key == port.key) {
                issues.push(Issue::error(at.at(number).at("key"), "duplicate_key").with("key", port.key.as_str()));
            }
            if let Some(filter) = port.when {
                issues.extend(self.check_filter(filter, &at.at(number).at("when")));
            }
        }
        issues
    }
}

/// Reminders count from a due time, none comes twice, and none where the task is somebody else's or closed by then.
fn check_reminders(task: &TaskSettings) -> Issues {
    let at = Pointer::root().at("remind");
    let mut issues = Issues::new();
    if task.due.is_none() && !task.remind.is_empty() {
        issues.push(Issue::error(at.clone(), "reminders_without_due"));
    }
    if task.remind.len() > MOST_REMINDERS {
        issues.push(Issue::error(at.clone(), "too_many_reminders").with("max", MOST_REMINDERS));
    }
    for (number, remind) in task.remind.iter().enumerate() {
        if task.remind[..number].contains(remind) {
            issues.push(Issue::error(at.at(number), "reminder_twice"));
        }
        if remind.is_after() && task.on_due != OnDue::Remind {
            issues.push(Issue::error(at.at(number), "reminder_too_late"));
        }
    }
    issues
}

/// A moment for reading literals, of which none depends on it.
fn any_moment() -> Moment {
    let zone = FixedOffset::east_opt(0).expect("no offset is an offset");
    Moment { now: DateTime::UNIX_EPOCH, zone }
}

fn unknown_field(path: &Path, at: &Pointer) -> Issues {
    Issue::error(at.clone(), "unknown_field").with("field", path.to_string()).into()
}
