import { CalendarOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { ViewKindUi } from "../kind";

export const calendar: ViewKindUi = {
  icon: CalendarOutlined,
  View: lazy(() => import("./CalendarPage").then((part) => ({ default: part.CalendarPage }))),
};
