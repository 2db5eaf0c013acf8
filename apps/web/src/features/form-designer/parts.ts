import {
  BorderOutlined,
  InfoCircleOutlined,
  LayoutOutlined,
  MinusOutlined,
  SplitCellsOutlined,
} from "@ant-design/icons";
import type { ComponentType } from "react";
import type { PartKind } from "@/core/form-model/design/place";
import type { LayoutItem } from "@/core/form-model/spec";

/** The sign of each part of a page. */
export const partIcons: Record<PartKind, ComponentType> = {
  section: BorderOutlined,
  tabs: LayoutOutlined,
  columns: SplitCellsOutlined,
  divider: MinusOutlined,
  note: InfoCircleOutlined,
};

/** Which part it is; `null` for what can only be kept as it is. */
export function partOf(item: LayoutItem): PartKind | null {
  return (["section", "tabs", "columns", "divider", "note"] as const).find((kind) => kind in item) ?? null;
}
