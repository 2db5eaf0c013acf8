import { TransactionOutlined } from "@ant-design/icons";
import { noOps } from "../_shared/operators";
import { PlainCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";

export const money_cn: FieldKindUi<"money_cn"> = {
  icon: TransactionOutlined,
  family: "number",
  Edit,
  View: PlainView,
  Cell: PlainCell,
  Filter: null,
  operators: noOps,
  width: 240,
  unsortable: true,
};
