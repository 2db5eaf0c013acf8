//! The roles of one app, compiled: who may do what with which records and fields.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
};

use indexmap::IndexMap;
use mortise_model::{AppShape, Filter, Key};
use parking_lot::Mutex;

use crate::{
    Act, EVERYONE, FieldGroups, FieldRight, Level, Permit, RoleSpec, RolesSpec, Scope, Subject,
    bind::{Unknown, bind},
    enforce::{Judge, Line, Object},
    levels::{Cond, at_least, right},
    permit::FieldRights,
};

mod compile;

/// How many sets of roles are remembered for each form.
const REMEMBERED: usize = 512;

/// The roles of one app, compiled. It never changes: other roles or forms make another policy.
///
/// casbin decides role × form × act and buttons, a deny over every allow. Which records and how
/// far into which fields are data: of several roles the widest scope and the best level hold.
#[derive(Debug)]
pub struct Policy {
    app: Key,
    roles: Arc<RolesSpec>,
    forms: IndexMap<Key, FormPolicy>,
}

/// What a task or a share adds to the roles of somebody: records, and on them fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    /// On which records.
    pub records: Filter,
    /// The least level there of fields by name; fields that are in no group can be seen anyway.
    pub fields: IndexMap<Box<str>, Level>,
}

/// The policy of one form.
#[derive(Debug)]
struct FormPolicy {
    lines: Vec<Line>,
    scopes: IndexMap<Key, [Cond; Act::ALL.len()]>,
    closed: Vec<Closed>,
    fields: IndexMap<Box<str>, Vec<InGroup>>,
    groups: IndexMap<Key, IndexMap<Key, crate::levels::Lines>>,
    shut_groups: Vec<(Key, Key, Cond)>,
    judge: OnceLock<Mutex<Judge>>,
    decided: Mutex<IndexMap<Vec<Key>, Arc<Decision>>>,
}

/// Records on which acts are forbidden to a role.
#[derive(Debug)]
struct Closed {
    role: Key,
    acts: Vec<Act>,
    records: Filter,
}

/// That a field is in a group, on some records.
#[derive(Debug)]
struct InGroup {
    group: Key,
    when: Cond,
}

/// What a set of roles may do with a form.
#[derive(Debug)]
struct Decision {
    scopes: [Cond; Act::ALL.len()],
    levels: IndexMap<Box<str>, [Cond; 3]>,
}

impl Policy {
    /// Compiles the roles of an app. What does not fit (see [`crate::check`]) gives no right.
    pub fn compile(app_key: Key, app: &AppShape, roles: Arc<RolesSpec>, groups: &FieldGroups) -> Self {
        let form = |key: &Key| (key.clone(), compile::form(app, &roles, groups, key));
        let forms = app.forms.keys().map(form).collect();
        Self { app: app_key, roles, forms }
    }

    /// The document that was compiled.
    pub fn roles(&self) -> &RolesSpec {
        &self.roles
    }

    /// The permit of somebody with these roles, or `None` when they give nothing. An unknown role gives nothing.
    pub fn permit(&self, subject: &Subject, roles: &[Key], form: &Key, act: Act) -> Option<Permit> {
        self.permit_with(subject, roles, form, act, &[])
    }

    /// The permit to read, with what tasks and shares add to the roles. A denied act stays denied.
    pub fn permit_to_read(&self, subject: &Subject, roles: &[Key], form: &Key, grants: &[Grant]) -> Option<Permit> {
        self.permit_with(subject, roles, form, Act::Read, grants)
    }

    fn permit_with(&self, subject: &Subject, roles: &[Key], form: &Key, act: Act, grants: &[Grant]) -> Option<Permit> {
        subject.user?;
        let (of_form, held) = (self.forms.get(form)?, self.held(roles));
        let decision = of_form.decide(&self.app, form, &held);
        let granted = grants.iter().fold(Cond::Never, |all, grant| all.or(Cond::If(grant.records.clone())));
        let open = of_form.not_closed(&held, act).and(granted);
        let scope = match Scope::from(decision.scopes[act as usize].clone().or(open)) {
            Scope::Nothing => return None,
            Scope::Everything => Scope::Everything,
            Scope::Where(filter) => Scope::Where(bind(&filter, subject, Unknown::Misses)),
        };
        let fields = of_form.field_rights(&decision, subject, act.level(), grants);
        Some(Permit {
            subject: subject.clone(),
            form: form.clone(),
            act,
            scope,
            default_level: act.level(),
            fields: Arc::new(fields),
        })
    }

    /// What somebody with these roles may do with some records of a form.
    pub fn acts(&self, roles: &[Key], form: &Key) -> BTreeSet<Act> {
        let Some(of_form) = self.forms.get(form) else { return BTreeSet::new() };
        let decision = of_form.decide(&self.app, form, &self.held(roles));
        Act::ALL.into_iter().filter(|act| decision.scopes[*act as usize] != Cond::Never).collect()
    }

    /// Whether somebody with these roles may press a button of a form.
    pub fn button(&self, roles: &[Key], form: &Key, button: &Key) -> bool {
        let held = self.held(roles);
        let object = Object::Button(button.clone());
        self.forms.get(form).is_some_and(|of_form| of_form.judge(&self.app, form).lock().allows(&held, &object))
    }

    /// Whether somebody with these roles may save views for everybody who may read a form.
    pub fn may_share_views(&self, roles: &[Key]) -> bool {
        self.held(roles).iter().filter_map(|role| self.roles.role(role)).any(|role| role.share_views)
    }

    /// The dashboards that open first for these roles, in the order of the document.
    pub fn homes(&self, roles: &[Key]) -> Vec<Key> {
        let held = self.held(roles);
        let mine = |role: &&RoleSpec| held.contains(&role.key);
        self.roles.roles.iter().filter(mine).filter_map(|role| role.home.clone()).collect()
    }

    /// The roles that exist among the given ones, with that of everybody; in order, none twice.
    fn held(&self, roles: &[Key]) -> Vec<Key> {
        let everyone = Key::new(EVERYONE).expect("a literal key");
        let all: BTreeSet<&Key> = roles.iter().chain([&everyone]).collect();
        all.into_iter().filter(|role| self.roles.role(role).is_some()).cloned().collect()
    }
}

impl FormPolicy {
    fn judge(&self, app: &Key, form: &Key) -> &Mutex<Judge> {
        self.judge.get_or_init(|| Mutex::new(Judge::new(app, form, &self.lines)))
    }

    fn decide(&self, app: &Key, form: &Key, held: &[Key]) -> Arc<Decision> {
        if let Some(known) = self.decided.lock().get(held) {
            return Arc::clone(known);
        }
        let decision = Arc::new(Decision {
            scopes: Act::ALL.map(|act| self.scope(app, form, held, act)),
            levels: self.fields.iter().map(|(name, groups)| (name.clone(), self.levels(held, groups))).collect(),
        });
        let mut decided = self.decided.lock();
        if decided.len() >= REMEMBERED {
            decided.clear();
        }
        decided.insert(held.to_vec(), Arc::clone(&decision));
        decision
    }

    /// The records for an act: those of any role, without those that are closed to one of them.
    fn scope(&self, app: &Key, form: &Key, held: &[Key], act: Act) -> Cond {
        if !self.judge(app, form).lock().allows(held, &Object::Act(act.name())) {
            return Cond::Never;
        }
        let scopes = held.iter().filter_map(|role| self.scopes.get(role));
        let open = scopes.fold(Cond::Never, |all, scopes| all.or(scopes[act as usize].clone()));
        open.and(self.not_closed(held, act))
    }

    /// The records on which an act is not forbidden; none where a line forbids it altogether.
    fn not_closed(&self, held: &[Key], act: Act) -> Cond {
        let hits = |closed: &&Closed| held.contains(&closed.role) && closed.acts.contains(&act);
        let denied = self.lines.iter().any(|(role, object, effect)| {
            *effect == crate::enforce::Effect::Deny
                && held.contains(role)
                && (*object == Object::Act(act.name()) || *object == Object::Acts)
        });
        if denied {
            return Cond::Never;
        }
        let closed = self.closed.iter().filter(hits);
        closed.fold(Cond::Always, |rest, closed| rest.and(Cond::If(closed.records.clone()).not()))
    }

    /// For each level, highest first, on which records the field is reached: the right of every group that applies.
    fn levels(&self, held: &[Key], groups: &[InGroup]) -> [Cond; 3] {
        crate::levels::FALLING.map(|level| {
            groups.iter().fold(Cond::Always, |all, member| {
                all.and(member.when.clone().not().or(self.group(held, &member.group, level)))
            })
        })
    }

    /// On which records the roles reach a level in a group.
    fn group(&self, held: &[Key], group: &Key, level: Level) -> Cond {
        let lines = held.iter().filter_map(|role| self.groups.get(role)?.get(group));
        let open = lines.fold(Cond::Never, |all, lines| all.or(at_least(lines, level)));
        let shut = self.shut_groups.iter().filter(|(role, shut, _)| held.contains(role) && shut == group);
        shut.fold(open, |open, (_, _, when)| open.and(when.clone().not()))
    }

    fn field_rights(&self, decision: &Decision, subject: &Subject, most: Level, grants: &[Grant]) -> FieldRights {
        let bound = |name: &str, levels: &[Cond; 3]| {
            right(most, |level| {
                let given = grants.iter().filter(|grant| grant.fields.get(name).is_some_and(|least| *least >= level));
                let given = given.fold(Cond::Never, |all, grant| all.or(Cond::If(grant.records.clone())));
                let index = crate::levels::FALLING.iter().position(|known| *known == level);
                levels[index.expect("all levels above none")].clone().or(given)
            })
            .bound(subject)
        };
        let mut rights: FieldRights =
            decision.levels.iter().map(|(name, levels)| (name.clone(), bound(name, levels))).collect();
        self.close_rows(&mut rights);
        rights
    }

    /// A field of a subform's rows reaches no further than the subform.
    fn close_rows(&self, rights: &mut FieldRights) {
        let outer: Vec<(Box<str>, FieldRight)> = rights
            .keys()
            .filter_map(|name| {
                let (subform, _) = name.split_once('.')?;
                Some((name.clone(), rights.get(subform)?.clone()))
            })
            .collect();
        for (name, outer) in outer {
            let own = rights.get(&name).cloned().expect("its name was just listed");
            rights.insert(name, own.within(&outer));
        }
    }
}

impl FieldRight {
    fn bound(self, subject: &Subject) -> Self {
        match self {
            Self::Always(_) => self,
            Self::When(cases, last) => {
                let bound = |(filter, level): (Filter, Level)| (bind(&filter, subject, Unknown::Misses), level);
                Self::When(cases.into_iter().map(bound).collect(), last)
            }
        }
    }

    /// The lower of both rights on every record.
    fn within(&self, outer: &Self) -> Self {
        right(Level::Edit, |level| self.reaching(level).and(outer.reaching(level)))
    }

    /// On which records the right reaches a level.
    fn reaching(&self, level: Level) -> Cond {
        match self {
            Self::Always(given) if *given >= level => Cond::Always,
            Self::Always(_) => Cond::Never,
            Self::When(cases, last) => {
                let mut lines: crate::levels::Lines =
                    cases.iter().map(|(filter, given)| (Cond::If(filter.clone()), *given)).collect();
                lines.push((Cond::Always, *last));
                at_least(&lines, level)
            }
        }
    }
}

#[cfg(test)]
mod tests;
