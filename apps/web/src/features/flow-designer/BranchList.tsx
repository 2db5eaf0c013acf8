import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { addBranch, updateNode } from "@/core/flow-model/edit";
import { branchesOf } from "@/core/flow-model/spec";
import { useLocalised } from "@/ui/localised";
import { inBoth, useFlow } from "./context";
import styles from "./Flow.module.css";
import type { NodeProps } from "./nodes/contract";

/** The branches of a node, each as the way to its own properties. */
export function BranchList({ node }: NodeProps) {
  const { t } = useTranslation("flow");
  const localised = useLocalised();
  const { spec, change, select } = useFlow();
  const branches = branchesOf(node);
  const word = node.kind === "condition" ? "case" : "branch";
  return (
    <div>
      <div className={styles.label}>{t("branches")}</div>
      {branches.map((branch, at) => (
        <div key={branch.key} className={styles.branch}>
          <Button type="text" onClick={() => select({ node: node.key, branch: branch.key })}>
            {at + 1}. {localised(branch.name) || branch.key}
          </Button>
        </div>
      ))}
      <Button
        type="dashed"
        size="small"
        icon={<PlusOutlined aria-hidden />}
        onClick={() => change(updateNode(spec, node.key, (old) => addBranch(old, inBoth(word, branches.length))))}
      >
        {t("addBranch")}
      </Button>
    </div>
  );
}
