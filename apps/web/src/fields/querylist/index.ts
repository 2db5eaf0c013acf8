import { ProfileOutlined } from "@ant-design/icons";
import { noOps } from "../_shared/operators";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";
import { View } from "./View";

export const querylist: FieldKindUi<"querylist"> = {
  icon: ProfileOutlined,
  family: "relation",
  Edit,
  View,
  Cell: View,
  Filter: null,
  operators: noOps,
  width: 120,
  computed: true,
  unsortable: true,
  valueless: true,
};
