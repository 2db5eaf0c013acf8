import { createContext, useContext } from "react";
import type { Issue } from "@/api/errors";
import type { FormEntry } from "@/api/queries/design";
import type { AppView } from "@/api/types";
import type { Dragged, FieldRef, ItemPath } from "@/core/form-model/design/place";
import type { FormSpec } from "@/core/form-model/spec";

/** What is chosen on the page. */
export type Selection = { field: FieldRef } | { item: ItemPath } | null;

/** What all parts of the designer know of the form. */
export interface Design {
  app: AppView;
  /** The forms of the app. */
  forms: FormEntry[];
  spec: FormSpec;
  /** The fields that are in force, whose keys and kinds hold records. */
  published: ReadonlySet<FieldRef>;
  issues: Issue[];
  selection: Selection;
  dragged: Dragged | null;
  select: (selection: Selection) => void;
  /** Takes a changed form; changes about the same thing shortly after each other are one step back. */
  change: (spec: FormSpec, about?: string) => void;
}

export const DesignContext = createContext<Design | null>(null);

export function useDesign(): Design {
  const design = useContext(DesignContext);
  if (!design) {
    throw new Error("a part of the designer stands outside of it");
  }
  return design;
}
