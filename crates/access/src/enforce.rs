//! The one place that runs casbin: role × form × act, deny over allow.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use casbin::{CoreApi, DefaultModel, Enforcer, MgmtApi};
use mortise_model::Key;

/// Equality of texts comes first: it is much cheaper than the search for roles.
const MODEL: &str = "
[request_definition]
r = sub, dom, obj, act, all
[policy_definition]
p = sub, dom, obj, act, eft
[role_definition]
g = _, _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.obj == p.obj && r.dom == p.dom && (r.act == p.act || r.all == p.act) && g(r.sub, p.sub, r.dom)
";

/// Whoever asks. No role can be called so, because `@` is in no key.
const ASKER: &str = "@asker";

/// What a policy line is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Object {
    /// An act, by name.
    Act(&'static str),
    /// All acts.
    Acts,
    /// A button.
    Button(Key),
    /// All buttons.
    Buttons,
}

/// Whether a policy line allows or forbids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It allows, unless another line forbids.
    Allow,
    /// It forbids.
    Deny,
}

/// One policy line: role, object, effect.
pub(crate) type Line = (Key, Object, Effect);

/// The decisions about one form of one app.
pub(crate) struct Judge {
    enforcer: Enforcer,
    app: Key,
    form: Key,
}

impl std::fmt::Debug for Judge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Judge").field("app", &self.app).field("form", &self.form).finish_non_exhaustive()
    }
}

impl Judge {
    /// A judge with these lines.
    pub(crate) fn new(app: &Key, form: &Key, lines: &[Line]) -> Self {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for (role, object, effect) in lines {
            let effect = match effect {
                Effect::Allow => "allow",
                Effect::Deny => "deny",
            };
            let row = [role.as_str(), app.as_str(), form.as_str(), &object.text(), effect].map(str::to_owned).to_vec();
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        let made = now(async {
            let model = DefaultModel::from_str(MODEL).await?;
            let mut enforcer = Enforcer::new(model, casbin::NullAdapter).await?;
            enforcer.add_policies(rows).await?;
            Ok::<_, casbin::Error>(enforcer)
        });
        Self {
            enforcer: made.expect("the model is a literal and no line comes twice"),
            app: app.clone(),
            form: form.clone(),
        }
    }

    /// Whether somebody with these roles may. What cannot be decided is not allowed.
    pub(crate) fn allows(&mut self, roles: &[Key], object: &Object) -> bool {
        let manager = self.enforcer.get_role_manager();
        let mut links = manager.write();
        links.clear();
        for role in roles {
            links.add_link(ASKER, role, Some(&self.app));
        }
        drop(links);
        let (act, all) = (object.text(), object.all());
        self.enforcer.enforce((ASKER, self.app.as_str(), self.form.as_str(), act.as_str(), all)).unwrap_or(false)
    }
}

impl Object {
    fn text(&self) -> String {
        match self {
            Self::Act(name) => format!("act:{name}"),
            Self::Button(key) => format!("button:{key}"),
            Self::Acts | Self::Buttons => self.all().to_owned(),
        }
    }

    fn all(&self) -> &'static str {
        match self {
            Self::Act(_) | Self::Acts => "act:*",
            Self::Button(_) | Self::Buttons => "button:*",
        }
    }
}

/// Runs what is asynchronous by its signature only: casbin waits for nothing when its policy is in memory.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => unreachable!("a policy in memory is loaded without waiting"),
    }
}

#[cfg(test)]
mod tests;
