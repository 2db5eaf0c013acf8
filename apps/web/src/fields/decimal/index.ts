import { CalculatorOutlined } from "@ant-design/icons";
import { DecimalInput } from "../_shared/edit/NumberInput";
import { DecimalFilter } from "../_shared/filter/Filters";
import { numberOps } from "../_shared/operators";
import { FigureCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const decimal: FieldKindUi<"decimal"> = {
  icon: CalculatorOutlined,
  family: "number",
  Edit: DecimalInput,
  View: PlainView,
  Cell: FigureCell,
  Filter: DecimalFilter,
  operators: numberOps,
  width: 128,
  align: "right",
};
