import type { ViewSpec } from "../form-model/spec";

/** How narrow and how wide the server lets a column be, in px. */
export const widthLimits = { least: 48, most: 960 };

/** The kinds of views that are drawn here; the others are shown as a table. */
export const drawnKinds = ["table", "kanban", "calendar", "gallery", "gantt", "timeline", "tree"] as const;
export type DrawnKind = (typeof drawnKinds)[number];

export function kindOf(view: ViewSpec | undefined): DrawnKind {
  return drawnKinds.find((kind) => kind === view?.show.kind) ?? "table";
}
