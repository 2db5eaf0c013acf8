//! The rows of the tenant's own tables as sea-orm sees them, one file per table.
#![expect(unreachable_pub, reason = "the derive makes public types; only the repositories see them")]

/// What the derive needs of a table whose relations are not used.
macro_rules! no_relations {
    () => {
        #[derive(Copy, Clone, Debug, sea_orm::EnumIter, sea_orm::DeriveRelation)]
        pub enum Relation {}

        impl sea_orm::ActiveModelBehavior for ActiveModel {}
    };
}

pub(crate) mod api_key;
pub(crate) mod app;
pub(crate) mod audit;
pub(crate) mod audit_head;
pub(crate) mod blob;
pub(crate) mod blob_piece;
pub(crate) mod calendar;
pub(crate) mod change;
pub(crate) mod change_set;
pub(crate) mod comment;
pub(crate) mod connection;
pub(crate) mod delegation;
pub(crate) mod delivery;
pub(crate) mod department;
pub(crate) mod document;
pub(crate) mod document_version;
pub(crate) mod file;
pub(crate) mod file_use;
pub(crate) mod form;
pub(crate) mod form_version;
pub(crate) mod idempotency;
pub(crate) mod import;
pub(crate) mod import_row;
pub(crate) mod issued_print;
pub(crate) mod job;
pub(crate) mod notification;
pub(crate) mod outbox;
pub(crate) mod param;
pub(crate) mod public_link;
pub(crate) mod role_grant;
pub(crate) mod rule_run;
pub(crate) mod sequence;
pub(crate) mod session;
pub(crate) mod setting;
pub(crate) mod user;
pub(crate) mod user_dept;
pub(crate) mod view;
pub(crate) mod webhook;
pub(crate) mod wf_cc;
pub(crate) mod wf_event;
pub(crate) mod wf_incident;
pub(crate) mod wf_instance;
pub(crate) mod wf_task;
pub(crate) mod workflow;
pub(crate) mod workflow_version;
