import type { ComponentType } from "react";
import type { DrawnKind } from "@/core/view-model/kinds";
import { Settings as calendar } from "../calendar/Settings";
import { Settings as gallery } from "../gallery/Settings";
import { Settings as gantt } from "../gantt/Settings";
import { Settings as kanban } from "../kanban/Settings";
import type { SettingsProps } from "../kind";
import { Settings as table } from "../table/Settings";
import { Settings as timeline } from "../timeline/Settings";
import { Settings as tree } from "../tree/Settings";

/** What changes the settings of each kind of view; fetched together once a view is described. */
export const viewSettings: Record<DrawnKind, ComponentType<SettingsProps>> = {
  table,
  kanban,
  calendar,
  gallery,
  gantt,
  timeline,
  tree,
};
