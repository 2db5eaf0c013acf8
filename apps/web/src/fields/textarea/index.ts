import { AlignLeftOutlined } from "@ant-design/icons";
import { TextFilter } from "../_shared/filter/Filters";
import { longTextOps } from "../_shared/operators";
import { LinesView, PlainCell } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";

export const textarea: FieldKindUi<"textarea"> = {
  icon: AlignLeftOutlined,
  family: "text",
  Edit,
  View: LinesView,
  Cell: PlainCell,
  Filter: TextFilter,
  operators: longTextOps,
  width: 240,
};
