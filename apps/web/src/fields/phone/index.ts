import { PhoneOutlined } from "@ant-design/icons";
import { PhoneInput } from "../_shared/edit/TextInput";
import { TextFilter } from "../_shared/filter/Filters";
import { textOps } from "../_shared/operators";
import { PlainCell } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { View } from "./View";

export const phone: FieldKindUi<"phone"> = {
  icon: PhoneOutlined,
  family: "contact",
  Edit: PhoneInput,
  View,
  Cell: PlainCell,
  Filter: TextFilter,
  operators: textOps,
  width: 144,
};
