import { MailOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { AssigneeRule, NodeSpec } from "@/core/flow-model/spec";
import { PropertyRow } from "@/ui/PropertyRow";
import { AssigneeEditor } from "../AssigneeEditor";
import type { NodeKindUi, NodeProps } from "./contract";
import { people } from "./summaries";

const rulesOf = (node: NodeSpec) => (node.settings.to as AssigneeRule[] | undefined) ?? [];

export const cc: NodeKindUi = {
  icon: MailOutlined,
  Settings,
  summary: (node, words) => people(rulesOf(node), words),
};

function Settings({ node, onChange }: NodeProps) {
  const { t } = useTranslation("flow");
  return (
    <PropertyRow label={t("ccTo")}>
      {() => <AssigneeEditor node={node.key} rules={rulesOf(node)} onChange={(to) => onChange("to", { to })} />}
    </PropertyRow>
  );
}
