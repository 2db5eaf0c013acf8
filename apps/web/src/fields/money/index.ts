import { PayCircleOutlined } from "@ant-design/icons";
import { MoneyInput } from "../_shared/edit/NumberInput";
import { DecimalFilter } from "../_shared/filter/Filters";
import { numberOps } from "../_shared/operators";
import { FigureCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const money: FieldKindUi<"money"> = {
  icon: PayCircleOutlined,
  family: "number",
  Edit: MoneyInput,
  View: PlainView,
  Cell: FigureCell,
  Filter: DecimalFilter,
  operators: numberOps,
  width: 144,
  align: "right",
};
