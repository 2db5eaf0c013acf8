import type { Filter } from "../filter/filter";
import type { SortSpec, ViewSpec } from "../form-model/spec";

/** What the address changes of a view, until it is saved. */
export interface ViewChanges {
  filter?: Filter;
  sort?: SortSpec[];
  columns?: string[];
  widths?: Record<string, number>;
  /** How many columns stay in place. */
  pinned?: number;
  /** By what records stand together: a field, `field:month`, or `-` for nothing. */
  group?: string;
}

export const rowHeights = ["normal", "low", "high"] as const;
export type RowHeight = (typeof rowHeights)[number];

export interface ColumnWidth {
  field: string;
  width: number;
}

/** All of the conditions that are there. */
export function allOf(...parts: (Filter | null | undefined)[]): Filter | undefined {
  const flat = parts.flatMap((part) => (part ? ("and" in part ? part.and : [part]) : []));
  return flat.length > 1 ? { and: flat } : flat[0];
}

/** Whether the address differs from the view. */
export function isChanged(changes: ViewChanges): boolean {
  const { filter, sort, columns, widths, pinned, group } = changes;
  const shaped = pinned !== undefined || group !== undefined || (widths && Object.keys(widths).length > 0);
  return Boolean(filter || sort?.length || columns?.length || shaped);
}

/** The widths of columns: of the address, else of the view. */
export function widthsOf(view: ViewSpec | undefined, changes: ViewChanges): Record<string, number> {
  const saved = (view?.show.settings.widths as ColumnWidth[] | undefined) ?? [];
  return { ...Object.fromEntries(saved.map(({ field, width }) => [field, width])), ...changes.widths };
}

/** The view with what the address changes of it. */
export function withChanges(view: ViewSpec, changes: ViewChanges): ViewSpec {
  const { filter, sort, columns, widths, pinned, group } = changes;
  const settings = { ...view.show.settings };
  if (columns && columns.length > 0) {
    settings[view.show.kind === "table" || view.show.kind === "tree" ? "columns" : "card"] = columns;
  }
  if (widths && view.show.kind === "table") {
    const all = widthsOf(view, changes);
    settings.widths = Object.entries(all).map(([field, width]) => ({ field, width }));
  }
  if (pinned !== undefined && view.show.kind === "table") {
    settings.pinned = pinned;
  }
  const [field, part] = group?.split(":") ?? [];
  return {
    ...view,
    show: { ...view.show, settings },
    ...(field ? { group: field === "-" ? [] : [{ field, group: part ?? null }] } : {}),
    filter: allOf(view.filter, filter) ?? null,
    sort: sort && sort.length > 0 ? sort : view.sort,
  };
}

/** A key that no view has: views are called by their names, and keys are only for addresses. */
export function freshKey(random: () => number = Math.random): string {
  return `v_${Array.from({ length: 8 }, () => Math.floor(random() * 36).toString(36)).join("")}`;
}

/** The place between a view's neighbours after it has moved by so many; `null` where there is no room between them. */
export function placeAfterMove(positions: number[], at: number, step: number): number | null {
  const to = at + step;
  const rest = positions.toSpliced(at, 1);
  if (to < 0 || to >= positions.length) {
    return null;
  }
  const before = rest[to - 1];
  const after = rest[to];
  if (before === undefined) {
    return (after ?? 0) - 1000;
  }
  if (after === undefined) {
    return before + 1000;
  }
  const between = Math.floor((before + after) / 2);
  return between > before && between < after ? between : null;
}
