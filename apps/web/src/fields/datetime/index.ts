import { FieldTimeOutlined } from "@ant-design/icons";
import { MomentInput } from "../_shared/edit/DateInput";
import { MomentFilter } from "../_shared/filter/Filters";
import { timeOps } from "../_shared/operators";
import { FigureCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const datetime: FieldKindUi<"datetime"> = {
  icon: FieldTimeOutlined,
  family: "time",
  Edit: MomentInput,
  View: PlainView,
  Cell: FigureCell,
  Filter: MomentFilter,
  operators: timeOps,
  width: 152,
};
