import { CheckCircleOutlined } from "@ant-design/icons";
import { Hint } from "../Hint";
import type { NodeKindUi } from "./contract";

export const autoApprove: NodeKindUi = {
  icon: CheckCircleOutlined,
  Settings: () => <Hint text="autoApproveHint" />,
};
