import { TrophyOutlined } from "@ant-design/icons";
import { WholeInput } from "../_shared/edit/NumberInput";
import { WholeFilter } from "../_shared/filter/Filters";
import { numberOps } from "../_shared/operators";
import { FigureCell, PlainView } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const score: FieldKindUi<"score"> = {
  icon: TrophyOutlined,
  family: "number",
  Edit: WholeInput,
  View: PlainView,
  Cell: FigureCell,
  Filter: WholeFilter,
  operators: numberOps,
  width: 96,
  align: "right",
};
