use mortise_store::Migrator;
use sea_orm::ConnectionTrait;
use sea_orm_migration::MigratorTrait;

use crate::backends::on_each_backend;

/// Names of steps are in databases of every release: a step may be added at the end, nothing else.
#[test]
fn steps_keep_their_names_and_order() {
    let names: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    assert_eq!(
        names,
        [
            "m2026_11_22_000001_create_people",
            "m2026_11_22_000002_create_credentials",
            "m2026_11_22_000003_create_apps",
            "m2026_11_22_000004_create_workflows",
            "m2026_11_22_000005_create_documents",
            "m2026_11_22_000006_create_history",
            "m2026_11_22_000007_create_audit",
            "m2026_11_22_000008_create_outbox",
            "m2026_11_22_000009_create_flow_runs",
            "m2026_11_22_000010_create_talk",
            "m2026_11_22_000011_create_files",
            "m2026_11_22_000012_create_jobs",
            "m2026_11_22_000013_create_settings",
            "m2026_11_22_000014_create_imports",
            "m2026_11_22_000015_create_connections",
            "m2026_11_22_000016_create_traces",
            "m2026_11_22_000017_create_search",
        ]
    );
}

#[tokio::test]
async fn each_step_is_noted_in_the_tenant() {
    on_each_backend(async |tenant| {
        let rows = tenant
            .reader()
            .query_all_raw(sea_orm::Statement::from_string(
                tenant.reader().get_database_backend(),
                "SELECT version FROM mortise_migration",
            ))
            .await
            .unwrap();
        assert_eq!(rows.len(), Migrator::migrations().len());
    })
    .await;
}
