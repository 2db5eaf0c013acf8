import { IdcardOutlined } from "@ant-design/icons";
import { TextInput } from "../_shared/edit/TextInput";
import { TextFilter } from "../_shared/filter/Filters";
import { choiceOps } from "../_shared/operators";
import { PlainCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const idcard: FieldKindUi<"idcard"> = {
  icon: IdcardOutlined,
  family: "contact",
  Edit: TextInput,
  View: PlainView,
  Cell: PlainCell,
  Filter: TextFilter,
  operators: choiceOps,
  width: 184,
};
