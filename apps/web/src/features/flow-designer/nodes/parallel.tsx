import { PartitionOutlined } from "@ant-design/icons";
import { BranchList } from "../BranchList";
import { BranchReject } from "../BranchReject";
import { Hint } from "../Hint";
import type { NodeKindUi, NodeProps } from "./contract";
import { branchSummary } from "./summaries";

export const parallel: NodeKindUi = {
  icon: PartitionOutlined,
  Settings,
  summary: branchSummary,
  Branch: () => <Hint text="parallelHint" />,
};

function Settings(props: NodeProps) {
  return (
    <>
      <BranchList {...props} />
      <BranchReject {...props} />
    </>
  );
}
