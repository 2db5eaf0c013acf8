import { ApartmentOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { ViewKindUi } from "../kind";

export const tree: ViewKindUi = {
  icon: ApartmentOutlined,
  View: lazy(() => import("./TreePage").then((part) => ({ default: part.TreePage }))),
  sorted: true,
  columned: true,
};
