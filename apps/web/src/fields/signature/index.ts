import { SignatureOutlined } from "@ant-design/icons";
import { presenceOps } from "../_shared/operators";
import { ImagesCell, ImagesView } from "../_shared/view/Files";
import type { FieldKindUi } from "../contract";
import { Edit } from "./Edit";

export const signature: FieldKindUi<"signature"> = {
  icon: SignatureOutlined,
  family: "file",
  Edit,
  View: ImagesView,
  Cell: ImagesCell,
  Filter: null,
  operators: presenceOps,
  width: 120,
  unsortable: true,
};
