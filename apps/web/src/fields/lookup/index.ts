import { SearchOutlined } from "@ant-design/icons";
import { ComputedInput } from "../_shared/edit/ComputedInput";
import { noOps } from "../_shared/operators";
import { PlainCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

/** Only while it is not known what is read; then the field has the kind of that. */
export const lookup: FieldKindUi<"lookup"> = {
  icon: SearchOutlined,
  family: "relation",
  Edit: ComputedInput,
  View: PlainView,
  Cell: PlainCell,
  Filter: null,
  operators: noOps,
  width: 160,
  computed: true,
  unsortable: true,
};
