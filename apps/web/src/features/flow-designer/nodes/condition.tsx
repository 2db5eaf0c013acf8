import { BranchesOutlined } from "@ant-design/icons";
import { isOtherwise } from "@/core/flow-model/edit";
import { BranchCondition } from "../BranchCondition";
import { BranchList } from "../BranchList";
import { Hint } from "../Hint";
import type { BranchProps, NodeKindUi } from "./contract";
import { branchSummary } from "./summaries";

export const condition: NodeKindUi = {
  icon: BranchesOutlined,
  Settings: BranchList,
  summary: branchSummary,
  Branch,
  when: (node, branch, { t, filter }) =>
    branch.when ? filter(branch.when) : t(isOtherwise(node, branch) ? "otherwise" : "noCondition"),
};

function Branch({ node, branch, onChange }: BranchProps) {
  return isOtherwise(node, branch) ? (
    <Hint text="otherwiseHint" />
  ) : (
    <BranchCondition branch={branch} none="noCondition" onChange={onChange} />
  );
}
