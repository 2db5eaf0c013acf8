use std::sync::Arc;

use mortise_access::Subject;
use mortise_model::{Ctx, Id, Key};
use mortise_store::{Tenant, repos::users::User};

/// Somebody who has shown who they are, and the tenant they are in: what a use case is given.
#[derive(Debug, Clone)]
pub struct Session {
    /// Where, who, when, in which language.
    pub ctx: Ctx,
    /// The tenant's database.
    pub(crate) tenant: Tenant,
    /// The person.
    pub(crate) identity: Arc<Identity>,
}

/// A person with what access decisions need.
#[derive(Debug)]
pub struct Identity {
    /// The person.
    pub user: User,
    /// What `me` and `my_depts` mean for the person.
    pub subject: Subject,
    /// The roles, by app.
    pub roles: Vec<(Key, Key)>,
    /// The log-in; absent for a program with a key.
    pub(crate) login: Option<Login>,
}

impl Identity {
    /// The person's roles in an app.
    pub fn roles_in(&self, app: &Key) -> Vec<Key> {
        self.roles.iter().filter(|(of, _)| of == app).map(|(_, role)| role.clone()).collect()
    }
}

/// The log-in behind a session.
#[derive(Debug, Clone)]
pub(crate) struct Login {
    /// The session's row.
    pub(crate) id: Id,
    /// The hash of the token that writes must carry.
    pub(crate) csrf_hash: String,
}

impl Session {
    /// The person who acts.
    pub fn user(&self) -> &User {
        &self.identity.user
    }

    /// The person's id.
    pub fn user_id(&self) -> Id {
        self.identity.user.id
    }

    /// What `me` and `my_depts` mean.
    pub fn subject(&self) -> &Subject {
        &self.identity.subject
    }

    /// The person's roles in an app.
    pub fn roles(&self, app: &Key) -> Vec<Key> {
        self.identity.roles_in(app)
    }

    /// Whether the person administers the tenant.
    pub fn is_owner(&self) -> bool {
        self.identity.user.is_owner
    }

    /// Whether a log-in by cookie stands behind it, so that writes need its token.
    pub fn csrf_hash(&self) -> Option<&str> {
        self.identity.login.as_ref().map(|login| login.csrf_hash.as_str())
    }
}
