import { AppstoreOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { ViewKindUi } from "../kind";

export const gallery: ViewKindUi = {
  icon: AppstoreOutlined,
  View: lazy(() => import("./Gallery").then((part) => ({ default: part.Gallery }))),
  listed: true,
  sorted: true,
};
