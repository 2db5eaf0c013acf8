import {
  AuditOutlined,
  BranchesOutlined,
  CheckCircleOutlined,
  CloseCircleOutlined,
  EditOutlined,
  FlagOutlined,
  MailOutlined,
  PartitionOutlined,
  PlayCircleOutlined,
  ToolOutlined,
} from "@ant-design/icons";
import type { ComponentType } from "react";
import type { NodeKind } from "@/core/flow-model/spec";

/** The sign of each kind of node. */
export const nodeIcons: Record<NodeKind, ComponentType> = {
  start: PlayCircleOutlined,
  approver: AuditOutlined,
  handler: ToolOutlined,
  cc: MailOutlined,
  condition: BranchesOutlined,
  parallel: PartitionOutlined,
  inclusive: PartitionOutlined,
  set_fields: EditOutlined,
  auto_approve: CheckCircleOutlined,
  auto_reject: CloseCircleOutlined,
  end: FlagOutlined,
};
