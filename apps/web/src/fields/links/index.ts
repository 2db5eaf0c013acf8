import { NodeIndexOutlined } from "@ant-design/icons";
import { LinkFilter } from "../_shared/filter/Filters";
import { choicesOps } from "../_shared/operators";
import { PlainCell } from "../_shared/view/Plain";
import { LinksView } from "../_shared/view/Refs";
import type { FieldKindUi } from "../contract";
import { LinksEdit } from "../link/Edit";

export const links: FieldKindUi<"links"> = {
  icon: NodeIndexOutlined,
  family: "relation",
  Edit: LinksEdit,
  View: LinksView,
  Cell: PlainCell,
  Filter: LinkFilter,
  operators: choicesOps,
  width: 220,
  unsortable: true,
};
