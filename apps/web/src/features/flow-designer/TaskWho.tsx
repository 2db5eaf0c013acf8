import { InputNumber, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";
import { allNodes } from "@/core/flow-model/edit";
import { type ModeSpec, type NodeSpec, type OnReject, type TaskSettings, taskOf } from "@/core/flow-model/spec";
import { useLocalised } from "@/ui/localised";
import { PropertyRow } from "@/ui/PropertyRow";
import { AssigneeEditor } from "./AssigneeEditor";
import { useFlow } from "./context";

interface Props {
  node: NodeSpec;
  task: TaskSettings;
  onChange: (settings: Partial<TaskSettings>) => void;
}

const modes = ["all", "any", "seq", "one", "ratio", "count"] as const;
type ModeName = (typeof modes)[number];

const fresh: Record<ModeName, ModeSpec> = {
  all: { all: {} },
  any: { any: {} },
  seq: { seq: {} },
  one: { one: {} },
  ratio: { ratio: { percent: 50 } },
  count: { count: { at_least: 2 } },
};

/** Whom a node asks, how they decide together, and where a refusal leads. */
export function TaskWho({ node, task, onChange }: Props) {
  const { t } = useTranslation("flow");
  const mode = task.mode ?? fresh.all;
  const name = (Object.keys(mode)[0] ?? "all") as ModeName;
  return (
    <>
      <PropertyRow label={t(node.kind === "handler" ? "handlers" : "approvers")}>
        {() => (
          <AssigneeEditor node={node.key} rules={task.assignees} onChange={(assignees) => onChange({ assignees })} />
        )}
      </PropertyRow>
      <PropertyRow label={t("modeLabel")}>
        {() => (
          <Radio.Group
            vertical
            value={name}
            options={modes.map((value) => ({ value, label: t(`mode.${value}.long`) }))}
            onChange={(event) => onChange({ mode: fresh[event.target.value as ModeName] })}
          />
        )}
      </PropertyRow>
      {"ratio" in mode ? (
        <PropertyRow label={t("percent")}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              max={100}
              precision={0}
              suffix="%"
              value={typeof mode.ratio.percent === "number" ? mode.ratio.percent : null}
              onChange={(percent) => onChange({ mode: { ratio: { ...mode.ratio, percent: percent ?? 50 } } })}
            />
          )}
        </PropertyRow>
      ) : null}
      {"count" in mode ? (
        <PropertyRow label={t("atLeast")}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              precision={0}
              value={typeof mode.count.at_least === "number" ? mode.count.at_least : null}
              onChange={(n) => onChange({ mode: { count: { ...mode.count, at_least: n ?? 1 } } })}
            />
          )}
        </PropertyRow>
      ) : null}
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
