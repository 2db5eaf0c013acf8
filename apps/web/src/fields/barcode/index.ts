import { BarcodeOutlined } from "@ant-design/icons";
import { TextInput } from "../_shared/edit/TextInput";
import { TextFilter } from "../_shared/filter/Filters";
import { textOps } from "../_shared/operators";
import { PlainCell } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { View } from "./View";

export const barcode: FieldKindUi<"barcode"> = {
  icon: BarcodeOutlined,
  family: "special",
  Edit: TextInput,
  View,
  Cell: PlainCell,
  Filter: TextFilter,
  operators: textOps,
  width: 152,
};
