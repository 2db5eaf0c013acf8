import { PercentageOutlined } from "@ant-design/icons";
import { PercentInput } from "../_shared/edit/NumberInput";
import { DecimalFilter } from "../_shared/filter/Filters";
import { numberOps } from "../_shared/operators";
import { FigureCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const percent: FieldKindUi<"percent"> = {
  icon: PercentageOutlined,
  family: "number",
  Edit: PercentInput,
  View: PlainView,
  Cell: FigureCell,
  Filter: DecimalFilter,
  operators: numberOps,
  width: 104,
  align: "right",
};
