import { UserOutlined } from "@ant-design/icons";
import { UserInput } from "../_shared/edit/RefInput";
import { UserFilter } from "../_shared/filter/Filters";
import { choiceOps } from "../_shared/operators";
import { PeopleCell, PeopleView } from "../_shared/view/Refs";
import type { FieldKindUi } from "../contract";

export const user: FieldKindUi<"user"> = {
  icon: UserOutlined,
  family: "people",
  Edit: UserInput,
  View: PeopleView,
  Cell: PeopleCell,
  Filter: UserFilter,
  operators: choiceOps,
  width: 136,
};
