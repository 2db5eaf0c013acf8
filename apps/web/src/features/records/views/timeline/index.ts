import { ScheduleOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { ViewKindUi } from "../kind";

export const timeline: ViewKindUi = {
  icon: ScheduleOutlined,
  View: lazy(() => import("./TimelinePage").then((part) => ({ default: part.TimelinePage }))),
};
