import { FunctionOutlined } from "@ant-design/icons";
import { ComputedInput } from "../_shared/edit/ComputedInput";
import { presenceOps } from "../_shared/operators";
import type { FieldKindUi } from "../contract";
import { SourceCell, SourceView } from "../lookup/View";

export const rollup: FieldKindUi<"rollup"> = {
  icon: FunctionOutlined,
  family: "relation",
  Edit: ComputedInput,
  View: SourceView,
  Cell: SourceCell,
  Filter: null,
  operators: presenceOps,
  width: 144,
  computed: true,
};
