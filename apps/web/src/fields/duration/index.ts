import { HourglassOutlined } from "@ant-design/icons";
import { presenceOps } from "../_shared/operators";
import { PlainCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";

export const duration: FieldKindUi<"duration"> = {
  icon: HourglassOutlined,
  family: "time",
  Edit,
  View: PlainView,
  Cell: PlainCell,
  Filter: null,
  operators: presenceOps,
  width: 136,
  unsortable: true,
};
