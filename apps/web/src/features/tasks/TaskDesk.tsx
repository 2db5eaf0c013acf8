import { ArrowLeftOutlined, ExportOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Tabs, Tag } from "antd";
import dayjs from "dayjs";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { publishedQuery, recordQuery } from "@/api/queries/records";
import { instanceQuery, type NodeRight, type TaskBox, type TaskDetail, taskQuery } from "@/api/queries/tasks";
import type { TaskView } from "@/api/types";
import type { FormSpec } from "@/core/form-model/spec";
import { createFormStore } from "@/core/form-runtime/store";
import { useLocalised } from "@/ui/localised";
import { PageSkeleton } from "@/ui/PageSkeleton";
import { ProblemView } from "@/ui/ProblemView";
import { useSize } from "@/ui/useSize";
import { ActBar } from "./ActBar";
import { StateTag } from "./StateTag";
import { TaskRecord } from "./TaskRecord";
import styles from "./Tasks.module.css";
import { Timeline } from "./Timeline";
import { useAct } from "./useAct";

interface Props {
  id: string;
  /** Of an approval in which nothing is asked of the person: its line in the box; null while that is not known. */
  entry?: TaskView | null;
  onDone: () => void;
  backTo: { box: TaskBox } | null;
}

/** One task: the record as it may be seen and changed there, what happened, and what can be done. */
export function TaskDesk(props: Props) {
  if (props.entry === null) {
    return <PageSkeleton />;
  }
  return props.entry ? <InstanceDesk {...props} entry={props.entry} /> : <TodoDesk {...props} />;
}

function TodoDesk(props: Props) {
  const { data, error, refetch } = useQuery(taskQuery(props.id));
  const app = data?.task.app ?? "";
  const form = data?.task.form ?? "";
  const published = useQuery({ ...publishedQuery(app, form), enabled: data !== undefined && !data.spec });
  const spec = data?.spec ?? published.data?.spec;
  const failed = error ?? (spec ? null : published.error);
  if (failed) {
    return <ProblemView error={failed} retry={() => void (error ? refetch() : published.refetch())} />;
  }
  return data && spec ? <Desk {...props} detail={data} spec={spec} /> : <PageSkeleton />;
}

/** An approval that the person started, or of which they were told. */
function InstanceDesk(props: Props & { entry: TaskView }) {
  const { entry } = props;
  const instance = useQuery(instanceQuery(entry.instance));
  const published = useQuery(publishedQuery(entry.app, entry.form));
  const record = useQuery(recordQuery(entry.app, entry.form, entry.record));
  const failed = [instance, published, record].find((query) => query.error);
  if (failed) {
    return <ProblemView error={failed.error} retry={() => void failed.refetch()} />;
  }
  if (!instance.data || !published.data || !record.data) {
    return <PageSkeleton />;
  }
  const back = instance.data.revising && instance.data.initiator?.id === entry.initiator?.id;
  const rights = Object.entries(published.data.rights).map(([key, level]): [string, NodeRight] => [
    key,
    back && level === "edit" ? "write" : "read",
  ]);
  const detail: TaskDetail = {
    task: entry,
    record: record.data,
    rights: Object.fromEntries(rights),
    must: [],
    actions: back ? ["resubmit"] : [],
    return_targets: [],
    instance: instance.data,
  };
  return <Desk {...props} detail={detail} spec={published.data.spec} />;
}

const besideFrom = 900;

function Desk({ detail, spec, entry, onDone, backTo }: Props & { detail: TaskDetail; spec: FormSpec }) {
  const { t } = useTranslation("tasks");
  const { task, record, instance } = detail;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed stays while the same version is shown
  const store = useMemo(() => createFormStore(record.values), [task.id, record.version]);
  const frame = useRef<HTMLDivElement>(null);
  const width = useSize(frame)?.width ?? 0;
  const [tab, setTab] = useState("record");
  const sheet = <TaskRecord detail={detail} spec={spec} store={store} />;
  const { act } = useAct({
    detail,
    spec,
    store,
    onDone,
    onRefused: () => setTab("record"),
    wantComment: () => undefined,
  });
  const line = (
    <Timeline instance={instance} onRemove={entry ? undefined : (added) => void act("remove_sign", { task: added })} />
  );
  return (
    <div className={styles.frame} ref={frame}>
      <header className={styles.head}>
        {backTo ? (
          <Link to="/tasks" search={backTo} className={styles.back}>
            <ArrowLeftOutlined aria-hidden /> {t("back")}
          </Link>
        ) : null}
        <h2>
          {task.title || t("untitled")} <StateTag state={instance.state} />
          {instance.suspended ? <Tag color="orange">{t("suspended")}</Tag> : null}
        </h2>
        <Facts detail={detail} />
      </header>
      {width >= besideFrom ? (
        <div className={styles.columns}>
          <div className={styles.scroll}>{sheet}</div>
          <aside className={styles.aside}>
            <h3>{t("timeline")}</h3>
            {line}
          </aside>
        </div>
      ) : (
        <Tabs
          className={styles.tabs}
          activeKey={tab}
          onChange={setTab}
          items={[
            { key: "record", label: t("record"), children: sheet },
            { key: "timeline", label: t("timeline"), children: line },
          ]}
        />
      )}
      <ActBar detail={detail} spec={spec} store={store} onDone={onDone} onRefused={() => setTab("record")} />
    </div>
  );
}

function Facts({ detail: { task, record } }: { detail: TaskDetail }) {
  const { t } = useTranslation("tasks");
  const localised = useLocalised();
  const day = dayjs(task.created_at).format("YYYY-MM-DD");
  return (
    <p className={styles.facts}>
      <span>{localised(task.form_name)}</span>
      {task.node_name ? <span>{localised(task.node_name)}</span> : null}
      {task.initiator ? <span>{t("startedBy", { name: task.initiator.name, day })}</span> : null}
      <Link
        to="/apps/$app/forms/$form/records/$id"
        params={{ app: task.app, form: task.form, id: record.id }}
        className={styles.open}
      >
        <ExportOutlined aria-hidden /> {t("openRecord")}
      </Link>
    </p>
  );
}
