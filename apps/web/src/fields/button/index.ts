import { PlayCircleOutlined } from "@ant-design/icons";
import { noOps } from "../_shared/operators";
import { PlainCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";

export const button: FieldKindUi<"button"> = {
  icon: PlayCircleOutlined,
  family: "special",
  Edit,
  View: PlainView,
  Cell: PlainCell,
  Filter: null,
  operators: noOps,
  width: 120,
  computed: true,
  unsortable: true,
};
