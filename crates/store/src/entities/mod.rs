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
pub(crate) mod department;
pub(crate) mod form;
pub(crate) mod form_version;
pub(crate) mod role_grant;
pub(crate) mod session;
pub(crate) mod user;
pub(crate) mod user_dept;
