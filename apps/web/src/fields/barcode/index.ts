import { BarcodeOutlined } from "@ant-design/icons";
import { TextFilter } from "../_shared/filter/Filters";
import { textOps } from "../_shared/operators";
import { PlainCell } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";
import { View } from "./View";

export const barcode: FieldKindUi<"barcode"> = {
  icon: BarcodeOutlined,
  family: "special",
  Edit,
  View,
  Cell: PlainCell,
  Filter: TextFilter,
  operators: textOps,
  width: 152,
};
