import { FieldNumberOutlined } from "@ant-design/icons";
import { ComputedInput } from "../_shared/edit/ComputedInput";
import { TextFilter } from "../_shared/filter/Filters";
import { textOps } from "../_shared/operators";
import { PlainCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const autonum: FieldKindUi<"autonum"> = {
  icon: FieldNumberOutlined,
  family: "special",
  Edit: ComputedInput,
  View: PlainView,
  Cell: PlainCell,
  Filter: TextFilter,
  operators: textOps,
  width: 152,
  computed: true,
};
