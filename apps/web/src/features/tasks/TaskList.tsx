import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Checkbox, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import type { TaskBox } from "@/api/queries/tasks";
import type { TaskView } from "@/api/types";
import { serverTime } from "@/core/clock";
import { useLocalised } from "@/ui/localised";
import { PersonBadge } from "@/ui/PersonBadge";
import { When } from "@/ui/When";
import styles from "./Tasks.module.css";
import type { Batch } from "./useBatch";

interface Props {
  box: TaskBox;
  tasks: TaskView[];
  open: string | undefined;
  pages: Pick<UseInfiniteQueryResult, "isPending" | "hasNextPage" | "isFetchingNextPage" | "fetchNextPage">;
  /** Where several tasks are decided at once. */
  batch: Batch | null;
}

/** The tasks of a box, each as a way to its page. */
export function TaskList({ box, tasks, open, pages, batch }: Props) {
  const { t } = useTranslation("tasks");
  if (pages.isPending) {
    return <Skeleton active className={styles.loading} paragraph={{ rows: 6 }} />;
  }
  if (tasks.length === 0) {
    return <p className={styles.none}>{t(`empty.${box}`)}</p>;
  }
  return (
    <>
      <ul className={styles.list}>
        {tasks.map((task) => (
          <li key={task.id} data-choosing={batch ? "" : undefined}>
            {batch ? (
              <Checkbox
                className={styles.choice}
                aria-label={t("batch.choose", { title: task.title || t("untitled") })}
                checked={batch.chosen.has(task.id)}
                onChange={(event) => batch.choose([task.id], event.target.checked)}
              />
            ) : null}
            <Row box={box} task={task} open={task.id === open} />
            {batch?.refused.has(task.id) ? (
              <p role="alert" className={styles.refused}>
                {batch.refused.get(task.id)}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      {pages.hasNextPage ? (
        <Button block type="text" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("more")}
        </Button>
      ) : null}
    </>
  );
}

function Row({ box, task, open }: { box: TaskBox; task: TaskView; open: boolean }) {
  const { t } = useTranslation("tasks");
  const localised = useLocalised();
  const late = box === "todo" && task.due_at !== null && Date.parse(task.due_at) < serverTime();
  return (
    <Link
      to="/tasks"
      search={{ box, id: task.id }}
      className={styles.row}
      data-active={open}
      aria-current={open ? "true" : undefined}
      activeProps={{}}
    >
      <PersonBadge name={task.initiator?.name ?? "?"} size={32} />
      <span className={styles.words}>
        <span className={styles.line}>
          <span className={styles.title}>{task.title || t("untitled")}</span>
          <span className={styles.time}>
            <When at={task.created_at} />
          </span>
        </span>
        <span className={styles.soft}>
          {[task.initiator?.name, localised(task.form_name), localised(task.node_name)].filter(Boolean).join(" · ")}
        </span>
        {task.due_at && box === "todo" ? (
          <span className={late ? styles.late : styles.soft}>
            {late ? t("late") : t("due")} <When at={task.due_at} />
          </span>
        ) : null}
      </span>
    </Link>
  );
}
