use mortise_model::{Id, Locale};
use mortise_store::{
    ConnectionTrait, Error,
    repos::{
        Page, Secret,
        departments::{
            Department, department_by_key, departments, insert_department, led_by, update_department, with_all_above,
            with_all_below,
        },
        grants::{Grant, grant_role, grants_in_app, grants_of, revoke_role, roles_of},
        users::{
            User, count_failed_login, credential_of, depts_of, insert_user, lock_user, note_login, people_of_dept,
            people_with_role, set_depts, set_password, update_user, user_by_id, user_by_username, users, users_by_ids,
        },
    },
};

use crate::backends::{after, id, key, now, on_each_backend};

pub(crate) fn person(number: i64, username: &str) -> User {
    User {
        id: id(number),
        username: username.to_owned(),
        name: format!("Person {number}"),
        email: None,
        phone: None,
        active: true,
        is_owner: false,
        main_dept: None,
        manager: None,
        locale: Locale::ZhCn,
        last_login_at: None,
        version: 1,
        created_at: now(),
        updated_at: now(),
    }
}

fn dept(number: i64, parent: Option<i64>) -> Department {
    Department {
        id: id(number),
        key: Some(format!("d{number}")),
        name: format!("Department {number}"),
        parent: parent.map(id),
        head: None,
        position: number,
        active: true,
        version: 1,
        created_at: now(),
        updated_at: now(),
    }
}

async fn add_depts(db: &impl ConnectionTrait, tree: &[(i64, Option<i64>)]) {
    for (number, parent) in tree {
        insert_department(db, &dept(*number, *parent)).await.unwrap();
    }
}

fn ids(depts: Vec<Department>) -> Vec<Id> {
    depts.into_iter().map(|dept| dept.id).collect()
}

#[tokio::test]
async fn a_person_is_found_by_any_capitalisation_of_the_username() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let written = User { email: Some("lin@example.com".to_owned()), locale: Locale::En, ..person(1, " Lin.CEO ") };
        insert_user(&tx, &written).await.unwrap();
        tx.commit().await.unwrap();
        let db = tenant.reader();
        let found = user_by_username(db, "LIN.ceo").await.unwrap().unwrap();
        assert_eq!(found, User { username: "Lin.CEO".to_owned(), ..written });
        assert_eq!(user_by_id(db, id(1)).await.unwrap(), Some(found));
        assert_eq!(user_by_username(db, "lin").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_username_is_taken_once_whatever_its_capitals() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_user(&tx, &person(1, "Ärger")).await.unwrap();
        tx.commit().await.unwrap();
        let tx = tenant.write().await.unwrap();
        let refused = insert_user(&tx, &person(2, "äRGER")).await;
        assert!(matches!(refused, Err(Error::Taken(_))), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn a_change_made_on_an_old_version_is_refused() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_user(&tx, &person(1, "a")).await.unwrap();
        let changed = User { name: "New".to_owned(), version: 2, ..person(1, "a") };
        assert!(update_user(&tx, 1, &changed).await.unwrap());
        assert!(!update_user(&tx, 1, &User { name: "Late".to_owned(), ..changed.clone() }).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(user_by_id(tenant.reader(), id(1)).await.unwrap(), Some(changed));
    })
    .await;
}

#[tokio::test]
async fn lists_of_people_come_in_pages_newest_first_and_can_be_searched() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        for number in 1..=5 {
            insert_user(&tx, &person(number, &format!("u{number}"))).await.unwrap();
        }
        insert_user(&tx, &User { name: "50% Off_Er".to_owned(), ..person(6, "zhou") }).await.unwrap();
        tx.commit().await.unwrap();
        let db = tenant.reader();
        let listed = async |search: Option<&str>, page| {
            let found = users(db, search, page).await.unwrap();
            found.iter().map(|user| user.id.raw()).collect::<Vec<_>>()
        };
        assert_eq!(listed(None, Page::first(2)).await, [6, 5]);
        assert_eq!(listed(None, Page::after(id(5), 10)).await, [4, 3, 2, 1]);
        assert_eq!(listed(Some("PERSON 3"), Page::first(9)).await, [3]);
        assert_eq!(listed(Some("ZHO"), Page::first(9)).await, [6]);
        assert_eq!(listed(Some("0% o"), Page::first(9)).await, [6]);
        assert_eq!(listed(Some("%"), Page::first(9)).await, [6]);
        assert_eq!(listed(Some("f_e"), Page::first(9)).await, [6]);
        assert_eq!(users_by_ids(db, &[id(4), id(2), id(99)]).await.unwrap().len(), 2);
        assert_eq!(users_by_ids(db, &[]).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn failed_logins_add_up_and_a_success_clears_them() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_user(&tx, &person(1, "a")).await.unwrap();
        assert!(set_password(&tx, id(1), Some(&Secret::new("$argon2$x")), now()).await.unwrap());
        assert_eq!(count_failed_login(&tx, id(1)).await.unwrap(), 1);
        assert_eq!(count_failed_login(&tx, id(1)).await.unwrap(), 2);
        lock_user(&tx, id(1), after(600)).await.unwrap();
        let locked = credential_of(&tx, "A").await.unwrap().unwrap();
        assert_eq!((locked.failed_logins, locked.locked_until), (2, Some(after(600))));
        assert_eq!(locked.password_hash.as_ref().map(Secret::reveal), Some("$argon2$x"));
        assert!(!format!("{locked:?}").contains("argon2"), "a hash must not reach a log");
        note_login(&tx, id(1), after(700)).await.unwrap();
        let free = credential_of(&tx, "a").await.unwrap().unwrap();
        assert_eq!((free.failed_logins, free.locked_until, free.user.last_login_at), (0, None, Some(after(700))));
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn people_are_found_by_department_and_role_while_they_are_active() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        add_depts(&tx, &[(10, None)]).await;
        insert_user(&tx, &person(1, "a")).await.unwrap();
        insert_user(&tx, &User { active: false, ..person(2, "b") }).await.unwrap();
        for user in [1, 2] {
            set_depts(&tx, id(user), &[id(10), id(10)]).await.unwrap();
            let grant = Grant {
                user: id(user),
                app: key("crm"),
                role: key("legal"),
                granted_at: now(),
                granted_by: Some(id(1)),
            };
            grant_role(&tx, &grant).await.unwrap();
            grant_role(&tx, &grant).await.unwrap();
        }
        assert_eq!(depts_of(&tx, id(1)).await.unwrap(), [id(10)]);
        assert_eq!(people_of_dept(&tx, id(10)).await.unwrap(), [person(1, "a")]);
        assert_eq!(people_with_role(&tx, "crm", "legal").await.unwrap(), [person(1, "a")]);
        assert_eq!(people_with_role(&tx, "other", "legal").await.unwrap(), []);
        assert_eq!(roles_of(&tx, id(2), &key("crm")).await.unwrap(), [key("legal")]);
        assert_eq!(grants_in_app(&tx, &key("crm")).await.unwrap().len(), 2);
        assert!(revoke_role(&tx, id(2), &key("crm"), &key("legal")).await.unwrap());
        assert!(!revoke_role(&tx, id(2), &key("crm"), &key("legal")).await.unwrap());
        assert_eq!(grants_of(&tx, id(2)).await.unwrap(), []);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_role_for_nobody_is_refused() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let grant = Grant { user: id(9), app: key("crm"), role: key("legal"), granted_at: now(), granted_by: None };
        let refused = grant_role(&tx, &grant).await;
        assert!(matches!(refused, Err(Error::Missing(_))), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn a_department_moves_with_all_below_it() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        add_depts(&tx, &[(1, None), (2, Some(1)), (3, Some(2)), (4, None), (20, Some(4))]).await;
        assert_eq!(with_all_below(&tx, &[id(1)]).await.unwrap(), [id(1), id(2), id(3)]);
        let moved = Department { parent: Some(id(4)), version: 2, head: Some(id(7)), ..dept(2, None) };
        assert!(update_department(&tx, 1, &moved).await.unwrap());
        assert!(!update_department(&tx, 1, &moved).await.unwrap());
        assert_eq!(with_all_below(&tx, &[id(1)]).await.unwrap(), [id(1)]);
        assert_eq!(with_all_below(&tx, &[id(4), id(2)]).await.unwrap(), [id(2), id(3), id(4), id(20)]);
        assert_eq!(ids(with_all_above(&tx, id(3)).await.unwrap()), [id(3), id(2), id(4)]);
        assert_eq!(ids(departments(&tx).await.unwrap()), [id(1), id(4), id(2), id(20), id(3)]);
        assert_eq!(ids(led_by(&tx, id(7)).await.unwrap()), [id(2)]);
        assert_eq!(department_by_key(&tx, "d3").await.unwrap().unwrap().id, id(3));
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_department_cannot_move_below_itself() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        add_depts(&tx, &[(1, None), (2, Some(1))]).await;
        for parent in [1, 2] {
            let circle = Department { parent: Some(id(parent)), version: 2, ..dept(1, None) };
            let refused = update_department(&tx, 1, &circle).await;
            assert!(matches!(refused, Err(Error::Missing(_))), "{refused:?}");
        }
        let orphan = insert_department(&tx, &dept(3, Some(99))).await;
        assert!(matches!(orphan, Err(Error::Missing(_))), "{orphan:?}");
    })
    .await;
}
