import { PlayCircleOutlined } from "@ant-design/icons";
import { Hint } from "../Hint";
import type { NodeKindUi } from "./contract";

export const start: NodeKindUi = {
  icon: PlayCircleOutlined,
  Settings: () => <Hint text="startHint" />,
};
