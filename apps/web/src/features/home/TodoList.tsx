import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { tasksQuery } from "@/api/queries/tasks";
import type { TaskView } from "@/api/types";
import { serverTime } from "@/core/clock";
import { EmptyState } from "@/ui/EmptyState";
import { useLocalised } from "@/ui/localised";
import { PersonBadge } from "@/ui/PersonBadge";
import { ProblemView } from "@/ui/ProblemView";
import { When } from "@/ui/When";
import styles from "./Section.module.css";

/** The tasks that wait for this person. */
export function TodoList() {
  const { t } = useTranslation("home");
  const { data, error, refetch } = useQuery(tasksQuery("todo"));
  return (
    <section id="todo" className={styles.section}>
      <h2>
        {t("todo.title")} {data ? <span className={styles.count}>{data.total ?? data.items.length}</span> : null}
        <Link to="/tasks" className={styles.more}>
          {t("todo.all")}
        </Link>
      </h2>
      {error ? <ProblemView error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton active /> : null}
      {data?.items.length === 0 ? <EmptyState title={t("todo.none")} text={t("todo.noneText")} /> : null}
      {data && data.items.length > 0 ? (
        <ul className={styles.list}>
          {data.items.slice(0, 10).map((task) => (
            <li key={task.id}>
              <TodoRow task={task} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function TodoRow({ task }: { task: TaskView }) {
  const { t } = useTranslation("home");
  const localised = useLocalised();
  const late = task.due_at !== null && Date.parse(task.due_at) < serverTime();
  return (
    <Link to="/tasks" search={{ box: "todo", id: task.id }} className={styles.row}>
      <PersonBadge name={task.initiator?.name ?? "?"} />
      <span className={styles.main}>
        <span className={styles.title}>{task.title}</span>
        <span className={styles.soft}>
          {[localised(task.form_name), localised(task.node_name), task.initiator?.name].filter(Boolean).join(" · ")}
        </span>
      </span>
      <span className={late ? `${styles.soft} ${styles.late}` : styles.soft}>
        {task.due_at ? (
          <>
            {late ? t("todo.late") : t("todo.due")} <When at={task.due_at} />
          </>
        ) : (
          <When at={task.created_at} />
        )}
      </span>
    </Link>
  );
}
