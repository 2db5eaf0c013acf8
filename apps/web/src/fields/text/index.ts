import { FontSizeOutlined } from "@ant-design/icons";
import { TextInput } from "../_shared/edit/TextInput";
import { TextFilter } from "../_shared/filter/Filters";
import { textOps } from "../_shared/operators";
import { PlainCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const text: FieldKindUi<"text"> = {
  icon: FontSizeOutlined,
  family: "text",
  Edit: TextInput,
  View: PlainView,
  Cell: PlainCell,
  Filter: TextFilter,
  operators: textOps,
  width: 180,
};
