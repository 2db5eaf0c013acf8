use mortise_service::notices::{self, ReadNotifications};
use serde_json::json;

use crate::stage::on_each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn news_are_ones_own_and_are_read_singly_or_all() {
    on_each_backend(async |stage| {
        for title in ["one", "two", "three"] {
            stage.submit("ann", "ticket", json!({"title": title})).await.unwrap();
        }
        let (bob, ann) = (stage.person("bob").await, stage.person("ann").await);
        let page = notices::notifications(&stage.platform, &bob, None).await.unwrap();
        assert_eq!((page.unread, page.items.len(), page.items[0].title.en.as_str()), (3, 3, "three"));
        let one = ReadNotifications { ids: Some(vec![page.items[0].id]) };
        // Somebody else's are not touched.
        assert_eq!(notices::read_notifications(&stage.platform, &ann, one.clone()).await.unwrap().unread, 0);
        assert_eq!(notices::notifications(&stage.platform, &bob, None).await.unwrap().unread, 3);
        assert_eq!(notices::read_notifications(&stage.platform, &bob, one).await.unwrap().unread, 2);
        let all = ReadNotifications::default();
        assert_eq!(notices::read_notifications(&stage.platform, &bob, all).await.unwrap().unread, 0);
        let page = notices::notifications(&stage.platform, &bob, None).await.unwrap();
        assert!(page.items.iter().all(|item| item.read_at.is_some()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_is_named_for_reaches_the_administrators() {
    on_each_backend(async |stage| {
        let bob = stage.person("bob").await.user_id();
        mortise_service::people::disable_user(&stage.platform, &stage.person("owner").await, bob).await.unwrap();
        stage.submit("ann", "ticket", json!({"title": "stuck"})).await.unwrap();
        assert_eq!(stage.kinds("cat").await, ["incident"]);
        assert_eq!(stage.news("cat").await[0].title.en, "stuck");
        assert_eq!(stage.kinds("ann").await, Vec::<String>::new());
    })
    .await;
}
