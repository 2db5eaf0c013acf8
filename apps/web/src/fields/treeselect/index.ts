import { PartitionOutlined } from "@ant-design/icons";
import { TreeInput } from "../_shared/edit/TreeInput";
import { OptionFilter } from "../_shared/filter/Filters";
import { choiceOps } from "../_shared/operators";
import { OptionView } from "../_shared/view/Options";
import type { FieldKindUi } from "../contract";

export const treeselect: FieldKindUi<"treeselect"> = {
  icon: PartitionOutlined,
  family: "choice",
  Edit: TreeInput,
  View: OptionView,
  Cell: OptionView,
  Filter: OptionFilter,
  operators: choiceOps,
  width: 144,
};
