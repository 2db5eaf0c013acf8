import { TableOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { ViewKindUi } from "../kind";

// Most lists are tables: theirs is fetched along with the page.
const part = import("./TableView");

export const table: ViewKindUi = {
  icon: TableOutlined,
  View: lazy(() => part.then(({ TableView }) => ({ default: TableView }))),
  listed: true,
  sorted: true,
  columned: true,
};
