import { DownCircleOutlined } from "@ant-design/icons";
import { ChoiceInput } from "../_shared/edit/ChoiceInput";
import { OptionFilter } from "../_shared/filter/Filters";
import { choiceOps } from "../_shared/operators";
import { OptionView } from "../_shared/view/Options";
import type { FieldKindUi } from "../contract";

export const select: FieldKindUi<"select"> = {
  icon: DownCircleOutlined,
  family: "choice",
  Edit: ChoiceInput,
  View: OptionView,
  Cell: OptionView,
  Filter: OptionFilter,
  operators: choiceOps,
  width: 128,
};
