import { ForkOutlined } from "@ant-design/icons";
import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { BranchCondition } from "../BranchCondition";
import { BranchList } from "../BranchList";
import { BranchReject } from "../BranchReject";
import type { BranchProps, NodeKindUi, NodeProps } from "./contract";
import { branchSummary } from "./summaries";

export const inclusive: NodeKindUi = {
  icon: ForkOutlined,
  Settings,
  summary: branchSummary,
  Branch,
  when: (_, branch, { t, filter }) =>
    branch.otherwise ? t("otherwise") : branch.when ? filter(branch.when) : t("always"),
};

function Settings(props: NodeProps) {
  return (
    <>
      <BranchList {...props} />
      <BranchReject {...props} />
    </>
  );
}

/** A branch runs when its condition holds, always, or only where no other does. */
function Branch({ branch, onChange }: BranchProps) {
  const { t } = useTranslation("flow");
  return (
    <>
      <Checkbox
        checked={branch.otherwise === true}
        onChange={(event) => onChange("otherwise", { otherwise: event.target.checked, when: null })}
      >
        {t("onlyOtherwise")}
      </Checkbox>
      {branch.otherwise ? null : <BranchCondition branch={branch} none="always" onChange={onChange} />}
    </>
  );
}
