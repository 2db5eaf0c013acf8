import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { PropertyRow } from "@/ui/PropertyRow";
import type { NodeProps } from "./nodes/contract";

const choices = ["any", "all", "ignore"] as const;

/** What refused branches mean for the whole, where a node ends only its branch. */
export function BranchReject({ node, onChange }: NodeProps) {
  const { t } = useTranslation("flow");
  return (
    <PropertyRow label={t("branchReject.label")} help={t("branchReject.help")}>
      {(id) => (
        <Select
          id={id}
          value={choices.find((choice) => choice === node.settings.on_branch_reject) ?? "any"}
          options={choices.map((value) => ({ value, label: t(`branchReject.${value}`) }))}
          onChange={(on_branch_reject) => onChange("on_branch_reject", { on_branch_reject })}
        />
      )}
    </PropertyRow>
  );
}
