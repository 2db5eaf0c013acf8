import { createContext, useContext } from "react";
import { createStore, useStore } from "zustand";
import type { Issue } from "@/api/errors";
import type { FormEntry } from "@/api/queries/design";
import type { AppView } from "@/api/types";
import type { Selection } from "@/core/form-model/design/chosen";
import type { Dragged, FieldRef } from "@/core/form-model/design/place";
import type { Published } from "@/core/form-model/design/published";
import type { FormSpec } from "@/core/form-model/spec";
import type { Acts } from "./acts";

/** What all parts of the designer know of the form; it changes with every key that is pressed. */
export interface Design {
  app: AppView;
  /** The forms of the app. */
  forms: FormEntry[];
  spec: FormSpec;
  /** What is in force, whose keys and kinds hold records. */
  published: Published;
  issues: Issue[];
  selection: Selection;
  select: (selection: Selection) => void;
  /** Takes a changed form; changes about the same thing shortly after each other are one step back. */
  change: (spec: FormSpec, about?: string) => void;
}

export const DesignContext = createContext<Design | null>(null);
export const ActsContext = createContext<Acts | null>(null);

export const useDesign = (): Design => within(useContext(DesignContext));

/** What can be done; it never changes, so that what only acts is not drawn anew. */
export const useActs = (): Acts => within(useContext(ActsContext));

/** What stands out on the page; each field draws itself anew only where that is about itself. */
export interface Marks {
  chosen: ReadonlySet<FieldRef>;
  /** The field that the Tab key leads to. */
  first: FieldRef | null;
  wrong: ReadonlySet<FieldRef>;
  /** What is being dragged, and the form from which. */
  dragged: { what: Dragged; name: string; spec: FormSpec } | null;
}

export const noMarks: Marks = { chosen: new Set(), first: null, wrong: new Set(), dragged: null };
export const createMarks = () => createStore<Marks>()(() => noMarks);
export type MarksStore = ReturnType<typeof createMarks>;
export const MarksContext = createContext<MarksStore | null>(null);
export const useMarks = <T>(pick: (marks: Marks) => T): T => useStore(within(useContext(MarksContext)), pick);

function within<T>(value: T | null): T {
  if (value === null) {
    throw new Error("a part of the designer stands outside of it");
  }
  return value;
}
