import type { DrawnKind } from "@/core/view-model/kinds";
import { calendar } from "./calendar";
import { gallery } from "./gallery";
import { gantt } from "./gantt";
import { kanban } from "./kanban";
import type { ViewKindUi } from "./kind";
import { table } from "./table";
import { timeline } from "./timeline";
import { tree } from "./tree";

/** How each kind of view is drawn: one folder each. */
export const viewKinds: Record<DrawnKind, ViewKindUi> = { table, kanban, calendar, gallery, gantt, timeline, tree };
