import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { taskOf } from "@/core/flow-model/spec";
import { FieldMatrix } from "./FieldMatrix";
import styles from "./Flow.module.css";
import type { NodeProps } from "./nodes/contract";
import { TaskMore } from "./TaskMore";
import { TaskWho } from "./TaskWho";

/** What a node that waits for people says: whom it asks, what they may do with each field, and the rest. */
export function TaskSettings({ node, onChange }: NodeProps) {
  const { t } = useTranslation("flow");
  const task = taskOf(node);
  if (!task) {
    return null;
  }
  const set = (about: string) => (settings: object) => onChange(about, { ...settings });
  return (
    <Tabs
      size="small"
      items={[
        {
          key: "who",
          label: t("tab.who"),
          children: (
            <div className={styles.list}>
              <TaskWho task={task} node={node} onChange={set("who")} />
            </div>
          ),
        },
        { key: "fields", label: t("tab.fields"), children: <FieldMatrix task={task} onChange={set("fields")} /> },
        { key: "more", label: t("tab.more"), children: <TaskMore task={task} node={node} onChange={set("more")} /> },
      ]}
    />
  );
}
