use mortise_store::repos::{
    api_keys::{ApiKey, api_keys_of, insert_api_key, live_api_key, revoke_api_key, touch_api_key},
    sessions::{
        Session, end_session, end_sessions_of, forget_ended_sessions, insert_session, live_session, sessions_of,
        touch_session,
    },
    users::insert_user,
};
use serde_json::json;

use crate::{
    backends::{after, id, now, on_each_backend},
    people::person,
};

fn session(number: i64, user: i64, lasts: i64) -> Session {
    Session {
        id: id(number),
        token_hash: format!("t{number}"),
        csrf_hash: "c".to_owned(),
        user: id(user),
        created_at: now(),
        last_seen_at: after(number),
        expires_at: after(lasts),
        user_agent: Some("browser".to_owned()),
        address: None,
    }
}

#[tokio::test]
async fn a_session_lives_until_it_ends_or_runs_out() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_user(&tx, &person(1, "a")).await.unwrap();
        for (number, lasts) in [(10, 60), (11, 600), (12, 600)] {
            insert_session(&tx, &session(number, 1, lasts)).await.unwrap();
        }
        assert_eq!(live_session(&tx, "t10", after(59)).await.unwrap(), Some(session(10, 1, 60)));
        assert_eq!(live_session(&tx, "t10", after(60)).await.unwrap(), None);
        touch_session(&tx, id(10), after(50), after(120)).await.unwrap();
        assert_eq!(live_session(&tx, "t10", after(60)).await.unwrap().map(|found| found.expires_at), Some(after(120)));
        let all = sessions_of(&tx, id(1), after(60)).await.unwrap();
        assert_eq!(all.iter().map(|one| one.id.raw()).collect::<Vec<_>>(), [10, 12, 11]);
        assert!(end_session(&tx, id(12)).await.unwrap());
        assert_eq!(live_session(&tx, "t12", now()).await.unwrap(), None);
        assert_eq!(end_sessions_of(&tx, id(1), Some(id(11))).await.unwrap(), 1);
        assert_eq!(forget_ended_sessions(&tx, after(600)).await.unwrap(), 1);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_api_key_is_good_until_it_is_over_or_revoked_by_its_owner() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_user(&tx, &person(1, "a")).await.unwrap();
        let key = ApiKey {
            id: id(5),
            token_hash: "h".to_owned(),
            user: id(1),
            name: "import".to_owned(),
            scopes: Some(json!({"apps": ["crm"]})),
            created_at: now(),
            expires_at: Some(after(100)),
            last_used_at: None,
            revoked_at: None,
        };
        insert_api_key(&tx, &key).await.unwrap();
        insert_api_key(&tx, &ApiKey { id: id(6), token_hash: "i".to_owned(), expires_at: None, ..key.clone() })
            .await
            .unwrap();
        assert_eq!(live_api_key(&tx, "h", after(99)).await.unwrap(), Some(key));
        assert_eq!(live_api_key(&tx, "h", after(100)).await.unwrap(), None);
        assert!(live_api_key(&tx, "i", after(1_000_000)).await.unwrap().is_some());
        touch_api_key(&tx, id(6), after(3)).await.unwrap();
        assert!(!revoke_api_key(&tx, id(2), id(6), after(4)).await.unwrap(), "it belongs to somebody else");
        assert!(revoke_api_key(&tx, id(1), id(6), after(4)).await.unwrap());
        assert!(!revoke_api_key(&tx, id(1), id(6), after(5)).await.unwrap());
        assert_eq!(live_api_key(&tx, "i", after(4)).await.unwrap(), None);
        let all = api_keys_of(&tx, id(1)).await.unwrap();
        assert_eq!(
            all.iter().map(|one| (one.last_used_at, one.revoked_at)).collect::<Vec<_>>(),
            [(Some(after(3)), Some(after(4))), (None, None)]
        );
        tx.commit().await.unwrap();
    })
    .await;
}
