import { BgColorsOutlined } from "@ant-design/icons";
import { presenceOps } from "../_shared/operators";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";
import { View } from "./View";

export const color: FieldKindUi<"color"> = {
  icon: BgColorsOutlined,
  family: "special",
  Edit,
  View,
  Cell: View,
  Filter: null,
  operators: presenceOps,
  width: 120,
  unsortable: true,
};
