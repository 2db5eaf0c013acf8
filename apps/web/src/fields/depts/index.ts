import { ForkOutlined } from "@ant-design/icons";
import { DeptsInput } from "../_shared/edit/RefInput";
import { DeptFilter } from "../_shared/filter/Filters";
import { choicesOps } from "../_shared/operators";
import { PlainCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const depts: FieldKindUi<"depts"> = {
  icon: ForkOutlined,
  family: "people",
  Edit: DeptsInput,
  View: PlainView,
  Cell: PlainCell,
  Filter: DeptFilter,
  operators: choicesOps,
  width: 200,
  unsortable: true,
};
