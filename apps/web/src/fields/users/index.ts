import { TeamOutlined } from "@ant-design/icons";
import { UsersInput } from "../_shared/edit/RefInput";
import { UserFilter } from "../_shared/filter/Filters";
import { choicesOps } from "../_shared/operators";
import { PeopleCell, PeopleView } from "../_shared/view/Refs";
import type { FieldKindUi } from "../contract";

export const users: FieldKindUi<"users"> = {
  icon: TeamOutlined,
  family: "people",
  Edit: UsersInput,
  View: PeopleView,
  Cell: PeopleCell,
  Filter: UserFilter,
  operators: choicesOps,
  width: 200,
  unsortable: true,
};
