import { ClockCircleOutlined } from "@ant-design/icons";
import { TimeInput } from "../_shared/edit/DateInput";
import { TextFilter } from "../_shared/filter/Filters";
import { numberOps } from "../_shared/operators";
import { FigureCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const time: FieldKindUi<"time"> = {
  icon: ClockCircleOutlined,
  family: "time",
  Edit: TimeInput,
  View: PlainView,
  Cell: FigureCell,
  Filter: TextFilter,
  operators: numberOps,
  width: 96,
};
