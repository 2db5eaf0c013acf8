import { FileWordOutlined } from "@ant-design/icons";
import { TextFilter } from "../_shared/filter/Filters";
import { longTextOps } from "../_shared/operators";
import { PlainCell } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";
import { View } from "./View";

export const richtext: FieldKindUi<"richtext"> = {
  icon: FileWordOutlined,
  family: "text",
  Edit,
  View,
  Cell: PlainCell,
  Filter: TextFilter,
  operators: longTextOps,
  width: 240,
  unsortable: true,
};
