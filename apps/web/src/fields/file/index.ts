import { FileOutlined } from "@ant-design/icons";
import { FileInput } from "../_shared/edit/FileInput";
import { presenceOps } from "../_shared/operators";
import { FilesView } from "../_shared/view/Files";
import { PlainCell } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const file: FieldKindUi<"file"> = {
  icon: FileOutlined,
  family: "file",
  Edit: FileInput,
  View: FilesView,
  Cell: PlainCell,
  Filter: null,
  operators: presenceOps,
  width: 200,
  unsortable: true,
};
