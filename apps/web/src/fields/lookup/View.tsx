import { useContext } from "react";
import type { KindSettings } from "@/core/form-model/kinds";
import type { FieldSpec, FieldType } from "@/core/form-model/spec";
import styles from "../_shared/view/view.module.css";
import type { ViewProps } from "../contract";
import { CellContext } from "../scope";

type Settings = KindSettings["lookup"];

/** The field that is read, as far as this one knows it. */
function readField(settings: Settings): FieldSpec | null {
  const { kind } = settings;
  if (!kind || kind === "lookup" || kind === "rollup") {
    return null;
  }
  const type = { kind, settings: settings.settings ?? {} } as FieldType;
  return { key: "_read", label: { "zh-CN": "" }, type };
}

/** What was read, drawn like the field that it was read from. */
export function SourceView({ value, settings, text, place }: ViewProps<Settings>) {
  const Cell = useContext(CellContext);
  const field = readField(settings);
  if (!field || !Cell || Array.isArray(value)) {
    return <span className={styles.wrap}>{text}</span>;
  }
  return <Cell field={field} value={value} place={place} />;
}

export const SourceCell = SourceView;
