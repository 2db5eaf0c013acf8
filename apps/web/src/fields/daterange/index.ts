import { SwapOutlined } from "@ant-design/icons";
import { RangeFilter } from "../_shared/filter/Filters";
import { rangeOps } from "../_shared/operators";
import { FigureCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";

export const daterange: FieldKindUi<"daterange"> = {
  icon: SwapOutlined,
  family: "time",
  Edit,
  View: PlainView,
  Cell: FigureCell,
  Filter: RangeFilter,
  operators: rangeOps,
  width: 208,
};
