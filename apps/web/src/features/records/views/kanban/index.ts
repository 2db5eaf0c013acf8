import { InsertRowLeftOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { ViewKindUi } from "../kind";

export const kanban: ViewKindUi = {
  icon: InsertRowLeftOutlined,
  View: lazy(() => import("./KanbanBoard").then((part) => ({ default: part.KanbanBoard }))),
  sorted: true,
};
