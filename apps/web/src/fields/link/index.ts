import { ExportOutlined } from "@ant-design/icons";
import { LinkFilter } from "../_shared/filter/Filters";
import { choiceOps } from "../_shared/operators";
import { PlainCell } from "../_shared/view/Plain";
import { LinksView } from "../_shared/view/Refs";
import type { FieldKindUi } from "../contract";
import { LinkEdit } from "./Edit";

export const link: FieldKindUi<"link"> = {
  icon: ExportOutlined,
  family: "relation",
  Edit: LinkEdit,
  View: LinksView,
  Cell: PlainCell,
  Filter: LinkFilter,
  operators: choiceOps,
  width: 200,
};
