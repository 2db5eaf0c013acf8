import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldAt } from "@/core/form-model/design/edit";
import { itemAt } from "@/core/form-model/design/layout";
import { useDesign } from "./context";
import { FieldProperties } from "./FieldProperties";
import { FormProperties } from "./FormProperties";
import { PartProperties } from "./PartProperties";
import styles from "./Properties.module.css";

/** What can be said about what is chosen, and about the form as a whole. */
export function Properties() {
  const { t } = useTranslation("designer");
  const { spec, selection } = useDesign();
  const [tab, setTab] = useState<"field" | "form">("field");
  const field = selection && "field" in selection ? fieldAt(spec, selection.field) : undefined;
  const item = selection && "item" in selection ? itemAt(spec.layout ?? [], selection.item) : undefined;
  return (
    <div className={styles.properties}>
      <Segmented
        block
        value={tab}
        options={(["field", "form"] as const).map((value) => ({ value, label: t(`properties.${value}`) }))}
        onChange={setTab}
      />
      {tab === "form" ? (
        <FormProperties />
      ) : field && selection && "field" in selection ? (
        <FieldProperties key={selection.field} field={field} fieldRef={selection.field} />
      ) : item && selection && "item" in selection ? (
        <PartProperties key={selection.item} item={item} path={selection.item} />
      ) : (
        <p className={styles.hint}>{t("properties.none")}</p>
      )}
    </div>
  );
}
