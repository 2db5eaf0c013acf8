import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type TaskBox, taskBoxes, taskPagesQuery, tasksQuery } from "@/api/queries/tasks";
import { EmptyState } from "@/ui/EmptyState";
import { PageHeading } from "@/ui/PageHeading";
import { ProblemView } from "@/ui/ProblemView";
import { useNarrow } from "@/ui/useNarrow";
import { BatchBar } from "./BatchBar";
import { nextTask } from "./search";
import { TaskDesk } from "./TaskDesk";
import { TaskList } from "./TaskList";
import styles from "./Tasks.module.css";
import { useBatch } from "./useBatch";

const route = getRouteApi("/inside/tasks");

/** The approval centre: boxes of tasks at the left, the chosen task at the right. */
export function TasksPage() {
  const { t } = useTranslation("tasks");
  const { box = "todo", id } = route.useSearch();
  const navigate = route.useNavigate();
  const narrow = useNarrow();
  const pages = useInfiniteQuery(taskPagesQuery(box));
  const tasks = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const open = id ?? (narrow ? undefined : tasks[0]?.id);
  const goOn = () => {
    const next =
      open && box === "todo"
        ? nextTask(
            tasks.map((task) => task.id),
            open,
          )
        : open;
    void navigate({ search: { box, id: next === open && box === "todo" ? undefined : next }, replace: true });
  };
  const [choosing, setChoosing] = useState(false);
  const several = useBatch(tasks, (done) => {
    if (open && done.includes(open)) {
      void navigate({ search: { box }, replace: true });
    }
  });
  const batch = choosing && box === "todo" && tasks.length > 0 ? several : null;
  return (
    <div className={styles.page} data-open={narrow && id ? "detail" : "list"}>
      <section className={styles.side} aria-label={t("title")}>
        <div className={styles.top}>
          <PageHeading className={styles.heading}>{t("title")}</PageHeading>
          {box === "todo" && tasks.length > 0 ? (
            <Button type="text" size="small" aria-pressed={choosing} onClick={() => setChoosing(!choosing)}>
              {t(choosing ? "batch.end" : "batch.begin")}
            </Button>
          ) : null}
        </div>
        <nav className={styles.boxes} aria-label={t("boxes")}>
          {taskBoxes.map((name) => (
            <BoxLink key={name} box={name} active={name === box} />
          ))}
        </nav>
        {pages.error ? <ProblemView error={pages.error} retry={() => void pages.refetch()} /> : null}
        <TaskList box={box} tasks={tasks} open={open} pages={pages} batch={batch} />
        {batch ? <BatchBar tasks={tasks} batch={batch} /> : null}
      </section>
      <section className={styles.desk} aria-label={t("desk")}>
        {open ? (
          <TaskDesk
            key={open}
            id={open}
            entry={box === "started" || box === "cc" ? (tasks.find((task) => task.id === open) ?? null) : undefined}
            onDone={goOn}
            backTo={narrow ? { box } : null}
          />
        ) : pages.isPending || narrow ? null : (
          <EmptyState title={t(`empty.${box}`)} text={t(`emptyText.${box}`)} />
        )}
      </section>
    </div>
  );
}

function BoxLink({ box, active }: { box: TaskBox; active: boolean }) {
  const { t } = useTranslation("tasks");
  const { data } = useQuery({ ...tasksQuery("todo"), enabled: box === "todo" });
  const count = box === "todo" ? data?.total : undefined;
  return (
    <Link
      to="/tasks"
      search={{ box }}
      className={styles.box}
      data-active={active}
      aria-current={active ? "page" : undefined}
      activeProps={{}}
    >
      <span>{t(`box.${box}`)}</span>
      {count ? <span className={styles.count}>{count > 999 ? "999+" : count}</span> : null}
    </Link>
  );
}
