import { TableOutlined } from "@ant-design/icons";
import { presenceOps } from "../_shared/operators";
import { PlainCell } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";
import { View } from "./View";

export const subform: FieldKindUi<"subform"> = {
  icon: TableOutlined,
  family: "relation",
  Edit,
  View,
  Cell: PlainCell,
  Filter: null,
  operators: presenceOps,
  width: 104,
  unsortable: true,
};
