import { AimOutlined } from "@ant-design/icons";
import { TextFilter } from "../_shared/filter/Filters";
import { longTextOps } from "../_shared/operators";
import { PlainCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";

export const location: FieldKindUi<"location"> = {
  icon: AimOutlined,
  family: "contact",
  Edit,
  View: PlainView,
  Cell: PlainCell,
  Filter: TextFilter,
  operators: longTextOps,
  width: 184,
  unsortable: true,
};
