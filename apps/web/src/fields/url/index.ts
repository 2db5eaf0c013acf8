import { LinkOutlined } from "@ant-design/icons";
import { UrlInput } from "../_shared/edit/TextInput";
import { TextFilter } from "../_shared/filter/Filters";
import { textOps } from "../_shared/operators";
import type { FieldKindUi } from "../contract";
import { View } from "./View";

export const url: FieldKindUi<"url"> = {
  icon: LinkOutlined,
  family: "contact",
  Edit: UrlInput,
  View,
  Cell: View,
  Filter: TextFilter,
  operators: textOps,
  width: 200,
};
