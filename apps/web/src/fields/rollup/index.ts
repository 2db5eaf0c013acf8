import { FunctionOutlined } from "@ant-design/icons";
import { ComputedInput } from "../_shared/edit/ComputedInput";
import { noOps } from "../_shared/operators";
import { PlainCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

/** Only while it is not known what is summed up; then the field has the kind of that. */
export const rollup: FieldKindUi<"rollup"> = {
  icon: FunctionOutlined,
  family: "relation",
  Edit: ComputedInput,
  View: PlainView,
  Cell: PlainCell,
  Filter: null,
  operators: noOps,
  width: 144,
  align: "right",
  computed: true,
  unsortable: true,
};
