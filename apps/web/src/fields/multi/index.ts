import { UnorderedListOutlined } from "@ant-design/icons";
import { ChoicesInput } from "../_shared/edit/ChoiceInput";
import { OptionFilter } from "../_shared/filter/Filters";
import { choicesOps } from "../_shared/operators";
import { OptionsCell, OptionsView } from "../_shared/view/Options";
import type { FieldKindUi } from "../contract";

export const multi: FieldKindUi<"multi"> = {
  icon: UnorderedListOutlined,
  family: "choice",
  Edit: ChoicesInput,
  View: OptionsView,
  Cell: OptionsCell,
  Filter: OptionFilter,
  operators: choicesOps,
  width: 200,
  unsortable: true,
};
