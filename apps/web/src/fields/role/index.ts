import { SafetyOutlined } from "@ant-design/icons";
import { RoleInput } from "../_shared/edit/RefInput";
import { RoleFilter } from "../_shared/filter/Filters";
import { choiceOps } from "../_shared/operators";
import { PlainCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const role: FieldKindUi<"role"> = {
  icon: SafetyOutlined,
  family: "people",
  Edit: RoleInput,
  View: PlainView,
  Cell: PlainCell,
  Filter: RoleFilter,
  operators: choiceOps,
  width: 136,
};
