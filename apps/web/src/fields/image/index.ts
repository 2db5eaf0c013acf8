import { FileImageOutlined } from "@ant-design/icons";
import { ImageInput } from "../_shared/edit/FileInput";
import { presenceOps } from "../_shared/operators";
import { ImagesCell, ImagesView } from "../_shared/view/Files";
import type { FieldKindUi } from "../contract";

export const image: FieldKindUi<"image"> = {
  icon: FileImageOutlined,
  family: "file",
  Edit: ImageInput,
  View: ImagesView,
  Cell: ImagesCell,
  Filter: null,
  operators: presenceOps,
  width: 88,
  unsortable: true,
};
