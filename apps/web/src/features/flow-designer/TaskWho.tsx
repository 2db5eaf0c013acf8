import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { allNodes } from "@/core/flow-model/edit";
import { type NodeSpec, type OnReject, type TaskSettings, taskOf } from "@/core/flow-model/spec";
import { useLocalised } from "@/ui/localised";
import { PropertyRow } from "@/ui/PropertyRow";
import { AssigneeEditor } from "./AssigneeEditor";
import { useFlow } from "./context";
import { TaskMode } from "./TaskMode";

interface Props {
  node: NodeSpec;
  task: TaskSettings;
  onChange: (settings: Partial<TaskSettings>) => void;
}

/** Whom a node asks, how they decide together, and where a refusal leads. */
export function TaskWho({ node, task, onChange }: Props) {
  const { t } = useTranslation("flow");
  return (
    <>
      <PropertyRow label={t(node.kind === "handler" ? "handlers" : "approvers")}>
        {() => (
          <AssigneeEditor node={node.key} rules={task.assignees} onChange={(assignees) => onChange({ assignees })} />
        )}
      </PropertyRow>
      <TaskMode task={task} onChange={onChange} />
      {node.kind === "approver" ? (
        <OnRejectChoice node={node} value={task.on_reject ?? "end"} onChange={(on_reject) => onChange({ on_reject })} />
      ) : null}
    </>
  );
}

interface RejectProps {
  node: NodeSpec;
  value: OnReject;
  onChange: (value: OnReject) => void;
}

function OnRejectChoice({ node, value, onChange }: RejectProps) {
  const { t } = useTranslation("flow");
  const localised = useLocalised();
  const { spec } = useFlow();
  const plain = ["end", "branch", "return_prev", "return_start"] as const;
  const others = allNodes(spec.root).filter((one) => one.key !== node.key && taskOf(one));
  return (
    <PropertyRow label={t("onReject.label")}>
      {(id) => (
        <Select
          id={id}
          value={typeof value === "string" ? value : `node:${value.return_node}`}
          options={[
            ...plain.map((key) => ({ value: key as string, label: t(`onReject.${key}`) })),
            ...others.map((one) => ({
              value: `node:${one.key}`,
              label: t("onReject.node", { name: localised(one.name) || one.key }),
            })),
          ]}
          onChange={(key) =>
            onChange(key.startsWith("node:") ? { return_node: key.slice(5) } : (key as (typeof plain)[number]))
          }
        />
      )}
    </PropertyRow>
  );
}
