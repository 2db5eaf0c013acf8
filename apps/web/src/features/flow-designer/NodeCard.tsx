import { ExclamationCircleFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { atPointer, isOtherwise } from "@/core/flow-model/edit";
import type { BranchSpec, NodeSpec } from "@/core/flow-model/spec";
import { useLocalised } from "@/ui/localised";
import { useFlow } from "./context";
import styles from "./Flow.module.css";
import { nodeUi } from "./nodes";
import { useWords } from "./useWords";

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
  const words = useWords();
  const wrong = useWrong(node.key);
  const { icon: Icon, summary } = nodeUi(node.kind);
  const said = summary?.(node, words) ?? t(`kind.${node.kind}`);
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
        <span className={styles.soft} title={said}>
          {said}
        </span>
      </span>
      {wrong ? <ExclamationCircleFilled className={styles.wrong} aria-label={t("wrong")} /> : null}
    </button>
  );
}

/** The head of a branch: its name, and when it is taken. */
export function HeadCard({ head, of, at }: { head: BranchSpec; of: NodeSpec; at: number }) {
  const localised = useLocalised();
  const { selection, select } = useFlow();
  const words = useWords();
  const wrong = useWrong(of.key, head.key);
  const chosen = selection?.node === of.key && selection.branch === head.key;
  const ordered = of.kind === "condition" && !isOtherwise(of, head);
  const name = localised(head.name) || head.key;
  const when = nodeUi(of.kind).when?.(of, head, words);
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
        {ordered ? `${at + 1}. ` : ""}
        {name}
      </strong>
      {when && when !== name ? (
        <span className={styles.soft} title={when}>
          {when}
        </span>
      ) : null}
    </button>
  );
}
