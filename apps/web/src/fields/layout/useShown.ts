import { useCallback, useMemo } from "react";
import { type StoreApi, useStore } from "zustand";
import type { Filter } from "@/core/filter/filter";
import { holds } from "@/core/filter/holds";
import type { FormSpec, LayoutItem } from "@/core/form-model/spec";
import type { Values } from "@/core/form-runtime/path";

interface Conditional {
  visible_when?: unknown;
}

/** The parts of a layout that are shown only sometimes. */
function conditionals(items: LayoutItem[]): Conditional[] {
  return items.flatMap((item): Conditional[] => {
    if ("tabs" in item) {
      return [...item.tabs.filter((tab) => tab.visible_when), ...item.tabs.flatMap((tab) => conditionals(tab.items))];
    }
    if ("columns" in item) {
      return item.columns.flatMap(conditionals);
    }
    return "visible_when" in item && item.visible_when ? [item] : [];
  });
}

/** Which parts of the layout are shown while a form is filled in; the page is drawn anew only when that changes. */
export function useShownLive(spec: FormSpec, store: StoreApi<{ values: Values }>): (item: Conditional) => boolean {
  const parts = useMemo(() => conditionals(spec.layout ?? []), [spec]);
  const verdicts = useStore(store, ({ values }) =>
    parts.map((part) => (holds(part.visible_when as Filter, values) ? "1" : "0")).join(""),
  );
  return useCallback((item) => !item.visible_when || verdicts[parts.indexOf(item)] !== "0", [parts, verdicts]);
}

/** Which parts of the layout are shown for a record that is looked at. */
export function shownFor(values: Values): (item: Conditional) => boolean {
  return (item) => !item.visible_when || holds(item.visible_when as Filter, values);
}
