import { ExclamationCircleFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { atPointer } from "@/core/flow-model/edit";
import { type BranchSpec, branchesOf, type NodeSpec } from "@/core/flow-model/spec";
import { useFilterText } from "@/fields/FilterText";
import { useLocalised } from "@/ui/localised";
import { useFlow } from "./context";
import styles from "./Flow.module.css";
import { nodeIcons } from "./kinds";
import { useSummary } from "./useSummary";

/** Whether the server finds something wrong with a node, or a branch of it. */
function useWrong(node: string, branch?: string): boolean {
  const { spec, issues } = useFlow();
  return issues.some((issue) => {
    const at = atPointer(spec, issue.pointer);
    return at?.node === node && at.branch === branch;
  });
}

/** A node on the drawing: what it is, what it is called, and what it does in a line. */
export function NodeCard({ node }: { node: NodeSpec }) {
  const { t } = useTranslation("flow");
  const localised = useLocalised();
  const { selection, select } = useFlow();
  const summary = useSummary()(node);
  const wrong = useWrong(node.key);
  const Icon = nodeIcons[node.kind];
  const chosen = selection?.node === node.key && !selection.branch;
  return (
    <button
      type="button"
      className={styles.node}
      data-kind={node.kind}
      data-chosen={chosen ? "" : undefined}
      data-wrong={wrong ? "" : undefined}
      aria-pressed={chosen}
      data-node={node.key}
      onClick={() => select({ node: node.key })}
    >
      <span className={styles.icon} aria-hidden="true">
        <Icon />
      </span>
      <span className={styles.words}>
        <strong>{localised(node.name) || t(`kind.${node.kind}`)}</strong>
        <span className={styles.soft}>{summary || t(`kind.${node.kind}`)}</span>
      </span>
      {wrong ? <ExclamationCircleFilled className={styles.wrong} aria-label={t("wrong")} /> : null}
    </button>
  );
}

/** The head of a branch: its name, and when it is taken. */
export function HeadCard({ head, of, at }: { head: BranchSpec; of: NodeSpec; at: number }) {
  const { t } = useTranslation("flow");
  const localised = useLocalised();
  const { fields, selection, select } = useFlow();
  const say = useFilterText(fields);
  const wrong = useWrong(of.key, head.key);
  const chosen = selection?.node === of.key && selection.branch === head.key;
  const last = at === branchesOf(of).length - 1;
  const when =
    of.kind === "parallel"
      ? ""
      : head.when
        ? say(head.when)
        : last || head.otherwise
          ? t("otherwise")
          : t("noCondition");
  return (
    <button
      type="button"
      className={styles.head}
      data-chosen={chosen ? "" : undefined}
      data-wrong={wrong ? "" : undefined}
      aria-pressed={chosen}
      onClick={() => select({ node: of.key, branch: head.key })}
    >
      <strong>
        {of.kind === "condition" && !last ? `${at + 1}. ` : ""}
        {localised(head.name) || head.key}
      </strong>
      {when ? (
        <span className={styles.soft} title={when}>
          {when}
        </span>
      ) : null}
    </button>
  );
}
