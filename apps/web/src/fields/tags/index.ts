import { TagsOutlined } from "@ant-design/icons";
import { TextFilter } from "../_shared/filter/Filters";
import { choicesOps } from "../_shared/operators";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";
import { View } from "./View";

export const tags: FieldKindUi<"tags"> = {
  icon: TagsOutlined,
  family: "choice",
  Edit,
  View,
  Cell: View,
  Filter: TextFilter,
  operators: choicesOps,
  width: 200,
  unsortable: true,
};
