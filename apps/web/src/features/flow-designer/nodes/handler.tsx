import { ToolOutlined } from "@ant-design/icons";
import { TaskSettings } from "../TaskSettings";
import type { NodeKindUi } from "./contract";
import { taskSummary } from "./summaries";

export const handler: NodeKindUi = { icon: ToolOutlined, Settings: TaskSettings, summary: taskSummary };
