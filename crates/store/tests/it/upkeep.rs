use mortise_store::{
    Backend, ConnectionTrait, Error, PoolLimits, Tenant, Tenants,
    repos::{
        audit::{AuditNote, Outcome, append_audit},
        blobs::{blob, put_blob},
        files::{File, insert_file},
    },
    upkeep::{Soundness, copy_databases, faults_of, inspect},
};
use serde_json::json;

use crate::backends::{id, key, now, on_each_place};

fn note(act: &str) -> AuditNote {
    AuditNote {
        at: now(),
        actor: None,
        act: act.to_owned(),
        outcome: Outcome::Done,
        app: None,
        object_kind: "user".to_owned(),
        object: None,
        detail: json!({}),
        request_id: "r".to_owned(),
        address: None,
    }
}

/// Three entries of the audit trail and one content; its hash.
async fn fill(tenant: &Tenant) -> String {
    let tx = tenant.write().await.unwrap();
    append_audit(&tx, &[note("one"), note("two"), note("three")]).await.unwrap();
    let hash = put_blob(&tx, b"the content", now()).await.unwrap();
    tx.commit().await.unwrap();
    hash
}

async fn run(tenant: &Tenant, sql: &str) {
    let tx = tenant.write().await.unwrap();
    assert_eq!(tx.execute_unprepared(sql).await.unwrap().rows_affected(), 1, "{sql}");
    tx.commit().await.unwrap();
}

async fn look(backend: &Backend) -> Soundness {
    let mut found = inspect(backend, Some(&key("acme"))).await.unwrap();
    assert_eq!(found.len(), 1);
    found.remove(0)
}

#[tokio::test]
async fn damage_of_each_kind_is_found_while_the_tenant_is_in_use() {
    on_each_place(async |backend, tenant| {
        let hash = fill(&tenant).await;
        let found = look(&backend).await;
        assert!(found.is_sound(), "{found:?}");
        assert_eq!((found.audit.checked, found.blobs), (3, 1));

        run(&tenant, "UPDATE mortise_audit SET act = 'another' WHERE seq = 2").await;
        let found = look(&backend).await;
        assert_eq!(found.audit.broken_at, Some(2));
        assert!(!found.is_sound());
        run(&tenant, "UPDATE mortise_audit SET act = 'two' WHERE seq = 2").await;
        assert!(look(&backend).await.is_sound());
        run(&tenant, "DELETE FROM mortise_audit WHERE seq = 3").await;
        assert_eq!(look(&backend).await.audit.broken_at, Some(3), "a cut end shows against the head");

        let other = match backend {
            Backend::Sqlite { .. } => "CAST('another' AS BLOB)",
            Backend::Postgres { .. } => "'another'::bytea",
        };
        run(&tenant, &format!("UPDATE mortise_blob_piece SET bytes = {other}")).await;
        assert_eq!(look(&backend).await.damaged, [hash]);
        let file = File {
            id: id(1),
            sha256: "00".to_owned(),
            name: "a.txt".to_owned(),
            size: 1,
            mime: "text/plain".to_owned(),
            detail: None,
            created_at: now(),
            created_by: None,
        };
        let tx = tenant.write().await.unwrap();
        insert_file(&tx, &file).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(look(&backend).await.damaged.last().map(String::as_str), Some("00"));
        let missing = inspect(&backend, Some(&key("nobody"))).await;
        assert!(matches!(missing, Err(Error::NoTenant(_))), "{missing:?}");
    })
    .await;
}

#[tokio::test]
async fn a_data_folder_in_use_is_copied_as_it_was_at_the_last_commit() {
    on_each_place(async |backend, tenant| {
        let Backend::Sqlite { dir } = backend else { return };
        let hash = fill(&tenant).await;
        let open = tenant.write().await.unwrap();
        append_audit(&open, &[note("not committed")]).await.unwrap();
        let copies = tempfile::tempdir().unwrap();
        let files = copy_databases(&dir, copies.path()).await.unwrap();
        assert_eq!(
            files.iter().map(|file| file.to_str().unwrap()).collect::<Vec<_>>(),
            ["directory.db", "tenants/acme.db"]
        );
        open.commit().await.unwrap();
        for file in files {
            assert_eq!(faults_of(&copies.path().join(file)).await.unwrap(), [""; 0]);
        }
        let copied = Backend::Sqlite { dir: copies.path().to_owned() };
        let found = look(&copied).await;
        assert!(found.is_sound(), "{found:?}");
        assert_eq!(found.audit.checked, 3);
        let tenants = Tenants::connect(copied, PoolLimits::default()).await.unwrap();
        let again = tenants.open(&key("acme")).await.unwrap();
        assert_eq!(blob(again.reader(), &hash).await.unwrap().as_deref(), Some(&b"the content"[..]));
        tenants.close().await;
    })
    .await;
}

#[tokio::test]
async fn nothing_is_made_where_there_is_no_data() {
    let dir = tempfile::tempdir().unwrap();
    let backend = Backend::Sqlite { dir: dir.path().to_owned() };
    assert!(matches!(inspect(&backend, None).await, Err(Error::Io { .. })));
    assert!(copy_databases(dir.path(), &dir.path().join("copy")).await.is_err());
    assert!(std::fs::read_dir(dir.path()).unwrap().next().is_none());
}
