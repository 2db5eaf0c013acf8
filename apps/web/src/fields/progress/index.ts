import { DashboardOutlined } from "@ant-design/icons";
import { WholeFilter } from "../_shared/filter/Filters";
import { numberOps } from "../_shared/operators";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";
import { View } from "./View";

export const progress: FieldKindUi<"progress"> = {
  icon: DashboardOutlined,
  family: "number",
  Edit,
  View,
  Cell: View,
  Filter: WholeFilter,
  operators: numberOps,
  width: 152,
};
