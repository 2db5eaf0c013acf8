import { AuditOutlined } from "@ant-design/icons";
import { TaskSettings } from "../TaskSettings";
import type { NodeKindUi } from "./contract";
import { taskSummary } from "./summaries";

export const approver: NodeKindUi = { icon: AuditOutlined, Settings: TaskSettings, summary: taskSummary };
