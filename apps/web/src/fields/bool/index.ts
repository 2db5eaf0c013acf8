import { CheckSquareOutlined } from "@ant-design/icons";
import { BoolFilter } from "../_shared/filter/Filters";
import { truthOps } from "../_shared/operators";
import type { FieldKindUi } from "../contract";
import { Cell } from "./Cell";
import { Edit } from "./Edit";

export const bool: FieldKindUi<"bool"> = {
  icon: CheckSquareOutlined,
  family: "choice",
  Edit,
  View: Cell,
  Cell,
  Filter: BoolFilter,
  operators: truthOps,
  width: 96,
};
