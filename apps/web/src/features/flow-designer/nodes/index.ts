import type { NodeKind } from "@/core/flow-model/spec";
import { approver } from "./approver";
import { autoApprove } from "./auto_approve";
import { autoReject } from "./auto_reject";
import { cc } from "./cc";
import { condition } from "./condition";
import type { NodeKindUi } from "./contract";
import { end } from "./end";
import { handler } from "./handler";
import { inclusive } from "./inclusive";
import { parallel } from "./parallel";
import { route } from "./route";
import { setFields } from "./set_fields";
import { start } from "./start";

const kinds = {
  start,
  approver,
  handler,
  cc,
  condition,
  parallel,
  inclusive,
  route,
  set_fields: setFields,
  auto_approve: autoApprove,
  auto_reject: autoReject,
  end,
} satisfies Record<NodeKind, NodeKindUi>;

/** What the designer knows of a kind. */
export const nodeUi = (kind: NodeKind): NodeKindUi => kinds[kind];
