import { RetweetOutlined } from "@ant-design/icons";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Filter } from "@/core/filter/filter";
import { nodeOf, routeTargets } from "@/core/flow-model/edit";
import type { NodeSpec } from "@/core/flow-model/spec";
import { ConditionEditor } from "@/fields/ConditionEditor";
import { useLocalised } from "@/ui/localised";
import { PropertyRow } from "@/ui/PropertyRow";
import { useFlow } from "../context";
import type { NodeKindUi, NodeProps } from "./contract";

const whenOf = (node: NodeSpec) => (node.settings.when as Filter | null | undefined) ?? null;
const targetOf = (node: NodeSpec) => (node.settings.to as string | undefined) ?? "start";

export const route: NodeKindUi = {
  icon: RetweetOutlined,
  Settings,
  summary: (node, { t, filter, node: named }) => {
    const when = whenOf(node);
    return when ? t("routeSummary", { when: filter(when), to: named(targetOf(node)) }) : t("noCondition");
  },
};

/** Where a route leads, and when. */
function Settings({ node, onChange }: NodeProps) {
  const { t } = useTranslation("flow");
  const localised = useLocalised();
  const { app, spec, fields } = useFlow();
  const to = targetOf(node);
  const targets = routeTargets(spec, node.key);
  const lost = nodeOf(spec, to);
  const shown = lost && !targets.includes(lost) ? [...targets, lost] : targets;
  return (
    <>
      <PropertyRow label={t("routeWhen")} help={t("routeHint")}>
        {() => (
          <ConditionEditor
            label={t("routeWhen")}
            value={whenOf(node)}
            fields={fields}
            place={{ app: app.key, form: spec.form }}
            none={t("noCondition")}
            onChange={(when) => onChange("when", { when })}
          />
        )}
      </PropertyRow>
      <PropertyRow label={t("routeTo")}>
        {(id) => (
          <Select
            id={id}
            value={to}
            options={shown.map((one) => ({ value: one.key, label: localised(one.name) || t(`kind.${one.kind}`) }))}
            onChange={(key) => onChange("to", { to: key })}
          />
        )}
      </PropertyRow>
    </>
  );
}
