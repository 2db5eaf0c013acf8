import { useMemo } from "react";
import { widthsOf } from "@/core/view-model/view";
import type { HeaderShape } from "./HeaderCell";
import type { List } from "./useList";

/** The widths of the columns of a list, and what changes them and their order. */
export function useHeaderShapes({ columns, view, search, change }: List) {
  return useMemo(() => {
    const widths = widthsOf(view, search);
    const put = (column: string, to: number) => {
      const rest = columns.filter((key) => key !== column);
      change({ columns: rest.toSpliced(to, 0, column) });
    };
    const shape = (column: string, name: string, width: number): HeaderShape => ({
      column,
      name,
      width,
      onWidth: (next) => change({ widths: { ...search.widths, [column]: next } }),
      onMove: (moved, before) => put(moved, columns.filter((key) => key !== moved).indexOf(before)),
      onStep: (step) => put(column, Math.min(Math.max(columns.indexOf(column) + step, 0), columns.length - 1)),
    });
    return { widths, shape };
  }, [columns, view, search, change]);
}
