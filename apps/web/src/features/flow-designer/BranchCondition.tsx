import { useTranslation } from "react-i18next";
import type { BranchSpec } from "@/core/flow-model/spec";
import { ConditionEditor } from "@/fields/ConditionEditor";
import { PropertyRow } from "@/ui/PropertyRow";
import { useFlow } from "./context";

interface Props {
  branch: BranchSpec;
  /** What it means that there is no condition. */
  none: "noCondition" | "always";
  onChange: (about: string, edit: Partial<BranchSpec>) => void;
}

/** When a branch is taken. */
export function BranchCondition({ branch, none, onChange }: Props) {
  const { t } = useTranslation("flow");
  const { app, spec, fields } = useFlow();
  return (
    <PropertyRow label={t("when")}>
      {() => (
        <ConditionEditor
          label={t("when")}
          value={branch.when}
          fields={fields}
          place={{ app: app.key, form: spec.form }}
          none={t(none)}
          onChange={(when) => onChange("when", { when })}
        />
      )}
    </PropertyRow>
  );
}
