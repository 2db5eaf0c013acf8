import { BarChartOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { ViewKindUi } from "../kind";

export const gantt: ViewKindUi = {
  icon: BarChartOutlined,
  View: lazy(() => import("./GanttPage").then((part) => ({ default: part.GanttPage }))),
  sorted: true,
};
