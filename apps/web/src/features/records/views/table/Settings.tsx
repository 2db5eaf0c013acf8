import { useTranslation } from "react-i18next";
import { rowHeights } from "@/core/view-model/view";
import type { SettingsProps } from "../kind";
import { ColourRules } from "../settings/ColourRules";
import { Figures } from "../settings/Figures";
import { OneOf } from "../settings/parts";

export function Settings(props: SettingsProps) {
  const { t } = useTranslation("views");
  return (
    <>
      <OneOf
        {...props}
        name="row_height"
        preset="normal"
        options={rowHeights.map((value) => ({ value, label: t(`rowHeight.${value}`) }))}
      />
      <Figures {...props} />
      <ColourRules {...props} />
    </>
  );
}
