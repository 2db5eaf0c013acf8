import { CloseCircleOutlined } from "@ant-design/icons";
import { Hint } from "../Hint";
import type { NodeKindUi } from "./contract";

export const autoReject: NodeKindUi = {
  icon: CloseCircleOutlined,
  Settings: () => <Hint text="autoRejectHint" />,
};
