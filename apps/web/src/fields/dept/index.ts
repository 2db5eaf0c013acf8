import { ClusterOutlined } from "@ant-design/icons";
import { DeptInput } from "../_shared/edit/RefInput";
import { DeptFilter } from "../_shared/filter/Filters";
import { choiceOps } from "../_shared/operators";
import { PlainCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const dept: FieldKindUi<"dept"> = {
  icon: ClusterOutlined,
  family: "people",
  Edit: DeptInput,
  View: PlainView,
  Cell: PlainCell,
  Filter: DeptFilter,
  operators: choiceOps,
  width: 144,
};
