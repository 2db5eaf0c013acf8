import { BgColorsOutlined } from "@ant-design/icons";
import { TextFilter } from "../_shared/filter/Filters";
import { choiceOps } from "../_shared/operators";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";
import { View } from "./View";

export const color: FieldKindUi<"color"> = {
  icon: BgColorsOutlined,
  family: "special",
  Edit,
  View,
  Cell: View,
  Filter: TextFilter,
  operators: choiceOps,
  width: 120,
};
