import { CodeOutlined } from "@ant-design/icons";
import { presenceOps } from "../_shared/operators";
import { PlainCell } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";
import { View } from "./View";

export const json: FieldKindUi<"json"> = {
  icon: CodeOutlined,
  family: "special",
  Edit,
  View,
  Cell: PlainCell,
  Filter: null,
  operators: presenceOps,
  width: 160,
  unsortable: true,
};
