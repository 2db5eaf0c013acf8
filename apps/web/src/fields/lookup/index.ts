import { SearchOutlined } from "@ant-design/icons";
import { ComputedInput } from "../_shared/edit/ComputedInput";
import { presenceOps } from "../_shared/operators";
import type { FieldKindUi } from "../contract";
import { SourceCell, SourceView } from "./View";

export const lookup: FieldKindUi<"lookup"> = {
  icon: SearchOutlined,
  family: "relation",
  Edit: ComputedInput,
  View: SourceView,
  Cell: SourceCell,
  Filter: null,
  operators: presenceOps,
  width: 160,
  computed: true,
};
