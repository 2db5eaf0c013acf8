import i18next from "i18next";
import { createContext, useContext } from "react";
import type { Issue } from "@/api/errors";
import type { AppView, I18nText } from "@/api/types";
import type { ListId } from "@/core/flow-model/edit";
import type { Insertable } from "@/core/flow-model/kinds";
import type { WorkflowSpec } from "@/core/flow-model/spec";
import type { FieldSpec } from "@/core/form-model/spec";

/** What is chosen on the drawing: a node, or a branch of one. */
export interface FlowSelection {
  node: string;
  branch?: string;
}

/** What all parts of the designer know of the flow. */
export interface FlowDesign {
  app: AppView;
  spec: WorkflowSpec;
  /** The fields of the form. */
  fields: FieldSpec[];
  issues: Issue[];
  selection: FlowSelection | null;
  select: (selection: FlowSelection | null) => void;
  change: (spec: WorkflowSpec, about?: string) => void;
  /** Puts a new node onto a line. */
  insert: (list: ListId, index: number, kind: Insertable) => void;
}

export const FlowContext = createContext<FlowDesign | null>(null);

export function useFlow(): FlowDesign {
  const flow = useContext(FlowContext);
  if (!flow) {
    throw new Error("a part of the flow designer stands outside of it");
  }
  return flow;
}

/** A text of the designer in both languages; both are loaded with the page. */
export function inBoth(key: string, n?: number): I18nText {
  const word = (locale: "zh-CN" | "en") =>
    i18next
      .getFixedT(locale, "flow")(`new.${key}`, { n: n ?? "" })
      .trim();
  return { "zh-CN": word("zh-CN"), en: word("en") };
}
