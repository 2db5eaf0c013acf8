import { CalendarOutlined } from "@ant-design/icons";
import { DateInput } from "../_shared/edit/DateInput";
import { DayFilter } from "../_shared/filter/Filters";
import { timeOps } from "../_shared/operators";
import { FigureCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const date: FieldKindUi<"date"> = {
  icon: CalendarOutlined,
  family: "time",
  Edit: DateInput,
  View: PlainView,
  Cell: FigureCell,
  Filter: DayFilter,
  operators: timeOps,
  width: 120,
};
