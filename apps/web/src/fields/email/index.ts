import { MailOutlined } from "@ant-design/icons";
import { EmailInput } from "../_shared/edit/TextInput";
import { TextFilter } from "../_shared/filter/Filters";
import { textOps } from "../_shared/operators";
import { PlainCell } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { View } from "./View";

export const email: FieldKindUi<"email"> = {
  icon: MailOutlined,
  family: "contact",
  Edit: EmailInput,
  View,
  Cell: PlainCell,
  Filter: TextFilter,
  operators: textOps,
  width: 200,
};
