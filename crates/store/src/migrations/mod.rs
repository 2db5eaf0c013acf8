//! The history of the tenant's own tables: one file per step, appended, never changed.
//!
//! A step runs in one transaction on both databases, so that a crash leaves the tables
//! as they were before it or after it. What fills or moves data in bulk is a job, not a
//! step here; columns are added first, used next and dropped in a later release.

use sea_orm::{DynIden, sea_query::IntoIden};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

mod columns;

/// Brings a tenant's own tables up to this release.
#[derive(Debug)]
pub struct Migrator;

macro_rules! steps {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        fn steps() -> Vec<Box<dyn MigrationTrait>> {
            vec![$(Box::new($name::Migration)),*]
        }

        $(
            impl sea_orm_migration::MigrationName for $name::Migration {
                fn name(&self) -> &str {
                    stringify!($name)
                }
            }

            #[async_trait::async_trait]
            impl MigrationTrait for $name::Migration {
                fn use_transaction(&self) -> Option<bool> {
                    Some(true)
                }

                async fn up(&self, manager: &sea_orm_migration::SchemaManager) -> Result<(), sea_orm::DbErr> {
                    $name::up(manager).await
                }
            }
        )*
    };
}

steps! {
    m2026_11_22_000001_create_people,
    m2026_11_22_000002_create_credentials,
    m2026_11_22_000003_create_apps,
    m2026_11_22_000004_create_workflows,
    m2026_11_22_000005_create_documents,
    m2026_11_22_000006_create_history,
    m2026_11_22_000007_create_audit,
    m2026_11_22_000008_create_outbox,
    m2026_11_22_000009_create_flow_runs,
    m2026_11_22_000010_create_talk,
    m2026_11_22_000011_create_files,
    m2026_11_22_000012_create_jobs,
    m2026_11_22_000013_create_settings,
    m2026_11_22_000014_create_imports,
    m2026_11_22_000015_create_connections,
    m2026_11_22_000016_create_traces,
    m2026_11_22_000017_create_search,
}

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        steps()
    }

    fn migration_table_name() -> DynIden {
        "mortise_migration".into_iden()
    }
}
