//! Instances of flows: the state as the engine keeps it, and what lists and history read of it.

use sea_orm::{DbErr, sea_query::TableCreateStatement};
use sea_orm_migration::SchemaManager;

use super::columns::{
    create, flag, id, index, keyed, number, number_or_none, table, text, text_or_none, unique, within,
};

pub(super) struct Migration;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        [wf_instances(), wf_tasks(), wf_events(), wf_ccs(), wf_incidents(), delegations(), calendars()],
        [
            index("mortise_wf_instance", &["app", "form", "record", "id"]),
            index("mortise_wf_instance", &["initiator", "id"]),
            index("mortise_wf_instance", &["status", "id"]),
            index("mortise_wf_instance", &["parent"]),
            unique("mortise_wf_task", &["instance_id", "no"]),
            index("mortise_wf_task", &["assignee", "status", "id"]),
            index("mortise_wf_task", &["app", "form", "record"]),
            index("mortise_wf_task", &["ended_by", "id"]),
            index("mortise_wf_cc", &["user_id", "id"]),
            index("mortise_wf_cc", &["instance_id", "user_id"]),
            index("mortise_wf_incident", &["instance_id", "token"]),
            index("mortise_wf_incident", &["resolved_at", "id"]),
            index("mortise_delegation", &["user_id", "ends_at"]),
            index("mortise_delegation", &["deputy", "ends_at"]),
        ],
    )
    .await
}

fn wf_instances() -> TableCreateStatement {
    table(
        "mortise_wf_instance",
        [
            id(),
            text("app"),
            text("workflow"),
            number("version"),
            text("form"),
            number("record"),
            text("title"),
            number_or_none("initiator"),
            number_or_none("dept"),
            text("status"),
            flag("suspended"),
            text("state"),
            number("rev"),
            number("seq"),
            number("incidents"),
            number_or_none("parent"),
            number("started_at"),
            number_or_none("ended_at"),
        ],
    )
}

fn wf_tasks() -> TableCreateStatement {
    within(
        table(
            "mortise_wf_task",
            [
                id(),
                number("instance_id"),
                number("no"),
                text("app"),
                text("workflow"),
                text("node"),
                number("round"),
                text("form"),
                number("record"),
                text("title"),
                number_or_none("initiator"),
                number("assignee"),
                number("owner"),
                text("origin"),
                text("status"),
                text_or_none("act"),
                text_or_none("comment"),
                number_or_none("due_at"),
                number("epoch"),
                number("version"),
                number("created_at"),
                number_or_none("opened_at"),
                number_or_none("read_at"),
                number_or_none("urged_at"),
                number_or_none("ended_at"),
                number_or_none("ended_by"),
            ],
        ),
        "instance_id",
        "mortise_wf_instance",
    )
}

fn wf_events() -> TableCreateStatement {
    within(
        keyed(
            table(
                "mortise_wf_event",
                [
                    number("instance_id"),
                    number("seq"),
                    number("at"),
                    number_or_none("actor"),
                    number("cause"),
                    text("kind"),
                    text("body"),
                ],
            ),
            &["instance_id", "seq"],
        ),
        "instance_id",
        "mortise_wf_instance",
    )
}

fn wf_ccs() -> TableCreateStatement {
    within(
        table(
            "mortise_wf_cc",
            [
                id(),
                number("instance_id"),
                number("user_id"),
                text("app"),
                text("workflow"),
                text_or_none("node"),
                text("form"),
                number("record"),
                text("title"),
                number("at"),
                number_or_none("read_at"),
            ],
        ),
        "instance_id",
        "mortise_wf_instance",
    )
}

fn wf_incidents() -> TableCreateStatement {
    within(
        table(
            "mortise_wf_incident",
            [
                id(),
                number("instance_id"),
                number("token"),
                text("node"),
                text("code"),
                text("detail"),
                number("opened_at"),
                number_or_none("resolved_at"),
                number_or_none("resolved_by"),
                text_or_none("resolution"),
            ],
        ),
        "instance_id",
        "mortise_wf_instance",
    )
}

fn delegations() -> TableCreateStatement {
    table(
        "mortise_delegation",
        [
            id(),
            number("user_id"),
            number("deputy"),
            text_or_none("app"),
            text_or_none("workflow"),
            number("starts_at"),
            number("ends_at"),
            text_or_none("reason"),
            number("created_at"),
            number_or_none("created_by"),
            number_or_none("revoked_at"),
        ],
    )
}

fn calendars() -> TableCreateStatement {
    keyed(table("mortise_calendar", [text("day"), flag("working"), text("name")]), &["day"])
}
