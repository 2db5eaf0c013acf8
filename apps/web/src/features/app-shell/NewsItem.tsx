import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { NotificationView } from "@/api/queries/notifications";
import { useLocalised } from "@/ui/localised";
import { When } from "@/ui/When";
import styles from "./NewsList.module.css";

/** One thing that the person was told, as a way to what it is about. */
export function NewsItem({ item, onOpen }: { item: NotificationView; onOpen: () => void }) {
  const { t } = useTranslation("shell");
  const localised = useLocalised();
  const title = localised(item.title);
  const body = item.body ? localised(item.body) : "";
  const words = (
    <>
      <span className={styles.line}>
        {item.read_at ? null : <span className={styles.dot} role="img" aria-label={t("news.unread")} />}
        <span className={styles.kind}>{t([`news.kind.${item.kind}`, "news.kind.other"])}</span>
        <When at={item.at} />
      </span>
      <strong className={styles.title}>{title}</strong>
      {body ? <span className={styles.body}>{body}</span> : null}
    </>
  );
  const { app, form, record, task } = item.target ?? {};
  const className = item.read_at ? styles.item : `${styles.item} ${styles.fresh}`;
  if (task && asks.has(item.kind)) {
    return (
      <Link to="/tasks" search={{ box: "todo", id: task }} className={className} onClick={onOpen}>
        {words}
      </Link>
    );
  }
  if (app && form && record) {
    return (
      <Link
        to="/apps/$app/forms/$form/records/$id"
        params={{ app, form, id: record }}
        className={className}
        onClick={onOpen}
      >
        {words}
      </Link>
    );
  }
  return (
    <button type="button" className={className} onClick={onOpen}>
      {words}
    </button>
  );
}

/** News that ask the person to do something about a task. */
const asks = new Set(["task_assigned", "task_urged", "task_due_soon", "task_overdue", "returned"]);
