import { EnvironmentOutlined } from "@ant-design/icons";
import { presenceOps } from "../_shared/operators";
import { PlainCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";

export const region: FieldKindUi<"region"> = {
  icon: EnvironmentOutlined,
  family: "contact",
  Edit,
  View: PlainView,
  Cell: PlainCell,
  Filter: null,
  operators: presenceOps,
  width: 184,
  unsortable: true,
};
