import { PictureOutlined } from "@ant-design/icons";
import { ImagesInput } from "../_shared/edit/FileInput";
import { presenceOps } from "../_shared/operators";
import { ImagesCell, ImagesView } from "../_shared/view/Files";
import type { FieldKindUi } from "../contract";

export const images: FieldKindUi<"images"> = {
  icon: PictureOutlined,
  family: "file",
  Edit: ImagesInput,
  View: ImagesView,
  Cell: ImagesCell,
  Filter: null,
  operators: presenceOps,
  width: 152,
  unsortable: true,
};
