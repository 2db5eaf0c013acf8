import { FolderOutlined } from "@ant-design/icons";
import { FilesInput } from "../_shared/edit/FileInput";
import { presenceOps } from "../_shared/operators";
import { FilesView } from "../_shared/view/Files";
import { PlainCell } from "../_shared/view/Plain";
import type { FieldKindUi } from "../contract";

export const files: FieldKindUi<"files"> = {
  icon: FolderOutlined,
  family: "file",
  Edit: FilesInput,
  View: FilesView,
  Cell: PlainCell,
  Filter: null,
  operators: presenceOps,
  width: 240,
  unsortable: true,
};
