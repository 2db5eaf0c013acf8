import { FlagOutlined } from "@ant-design/icons";
import { Checkbox, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { canRemove } from "@/core/flow-model/edit";
import type { NodeSpec } from "@/core/flow-model/spec";
import { PropertyRow } from "@/ui/PropertyRow";
import { useFlow } from "../context";
import { Hint } from "../Hint";
import type { NodeKindUi, NodeProps } from "./contract";

const results = ["approved", "rejected"] as const;
const resultOf = (node: NodeSpec) => (node.settings.result === "rejected" ? "rejected" : "approved");

export const end: NodeKindUi = {
  icon: FlagOutlined,
  Settings,
  summary: (node, { t }) => t(`result.${resultOf(node)}`),
};

/** How it ends; one that stands in a branch may end the whole flow. */
function Settings({ node, onChange }: NodeProps) {
  const { t } = useTranslation("flow");
  const { spec } = useFlow();
  const inBranch = canRemove(spec, node);
  return (
    <>
      <PropertyRow label={t("endResult")}>
        {(id) => (
          <Radio.Group
            id={id}
            value={resultOf(node)}
            options={results.map((value) => ({ value, label: t(`result.${value}`) }))}
            onChange={(event) => onChange("result", { result: event.target.value })}
          />
        )}
      </PropertyRow>
      {inBranch ? (
        <Checkbox
          checked={node.settings.all === true}
          onChange={(event) => onChange("all", { all: event.target.checked })}
        >
          {t("endAll")}
        </Checkbox>
      ) : (
        <Hint text="endHint" />
      )}
    </>
  );
}
