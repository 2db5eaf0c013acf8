//! Users, departments, who belongs where, and who holds which role.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::columns::{
    create, flag, id, index, keyed, number, number_or_none, table, text, text_or_none, unique, within,
};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let users = table(
        "mortise_user",
        [
            id(),
            text("username"),
            text("username_folded"),
            text("name"),
            text_or_none("email"),
            text_or_none("phone"),
            text_or_none("password_hash"),
            number_or_none("password_changed_at"),
            flag("active"),
            flag("is_owner"),
            number_or_none("main_dept"),
            number_or_none("manager"),
            text("locale"),
            number("failed_logins"),
            number_or_none("locked_until"),
            number_or_none("last_login_at"),
            number("version"),
            number("created_at"),
            number("updated_at"),
        ],
    );
    let departments = table(
        "mortise_department",
        [
            id(),
            text_or_none("key"),
            text("name"),
            number_or_none("parent"),
            text("path"),
            number_or_none("head"),
            number("position"),
            flag("active"),
            number("version"),
            number("created_at"),
            number("updated_at"),
        ],
    );
    let memberships =
        keyed(table("mortise_user_dept", [number("user_id"), number("dept_id")]), &["user_id", "dept_id"]);
    let grants = keyed(
        table(
            "mortise_role_grant",
            [number("user_id"), text("app"), text("role"), number("granted_at"), number_or_none("granted_by")],
        ),
        &["user_id", "app", "role"],
    );
    create(
        manager,
        [
            users,
            departments,
            within(within(memberships, "user_id", "mortise_user"), "dept_id", "mortise_department"),
            within(grants, "user_id", "mortise_user"),
        ],
        [
            unique("mortise_user", &["username_folded"]),
            index("mortise_user", &["main_dept"]),
            index("mortise_user", &["manager"]),
            unique("mortise_department", &["key"]),
            index("mortise_department", &["parent"]),
            index("mortise_department", &["path"]),
            index("mortise_department", &["head"]),
            index("mortise_user_dept", &["dept_id"]),
            index("mortise_role_grant", &["app", "role"]),
        ],
    )
    .await
}
