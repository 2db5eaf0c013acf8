import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import {
  atPointer,
  canRemove,
  chainOf,
  isOtherwise,
  moveBranch,
  moveNode,
  nodeOf,
  removeBranch,
  removeNode,
  updateBranch,
  updateNode,
} from "@/core/flow-model/edit";
import { kindFacts } from "@/core/flow-model/kinds";
import { type BranchSpec, branchesOf, type NodeSpec } from "@/core/flow-model/spec";
import { IssueList } from "@/ui/IssueList";
import { PropertyRow } from "@/ui/PropertyRow";
import { TextPair } from "@/ui/TextPair";
import { useFlow } from "./context";
import styles from "./Flow.module.css";
import { nodeUi } from "./nodes";

/** What can be said about what is chosen on the drawing. */
export function Panel() {
  const { t } = useTranslation("flow");
  const { spec, selection } = useFlow();
  const node = selection ? nodeOf(spec, selection.node) : undefined;
  const branch = node && selection?.branch ? branchesOf(node).find((one) => one.key === selection.branch) : undefined;
  if (!node) {
    return <FlowProperties />;
  }
  return branch ? (
    <BranchPanel key={`${node.key}/${branch.key}`} node={node} branch={branch} />
  ) : (
    <div className={styles.list}>
      <div className={styles.panelHead}>
        <h2>{t(`kind.${node.kind}`)}</h2>
        <NodeTools node={node} />
      </div>
      <Problems node={node.key} />
      <NodePanel key={node.key} node={node} />
    </div>
  );
}

function FlowProperties() {
  const { t } = useTranslation("flow");
  const { spec, change } = useFlow();
  return (
    <div className={styles.list}>
      <div className={styles.panelHead}>
        <h2>{t("properties")}</h2>
      </div>
      <PropertyRow label={t("name")}>
        {(id) => (
          <TextPair
            id={id}
            label={t("name")}
            value={spec.name}
            onChange={(name) => change({ ...spec, name }, "flow name")}
          />
        )}
      </PropertyRow>
      <p className={styles.hint}>{t("chooseNode")}</p>
    </div>
  );
}

function NodeTools({ node }: { node: NodeSpec }) {
  const { t } = useTranslation("flow");
  const { spec, change, select } = useFlow();
  if (!canRemove(spec, node)) {
    return null;
  }
  return (
    <span>
      <Button
        type="text"
        icon={<ArrowUpOutlined aria-hidden />}
        aria-label={t("moveUp")}
        onClick={() => change(moveNode(spec, node.key, -1))}
      />
      <Button
        type="text"
        icon={<ArrowDownOutlined aria-hidden />}
        aria-label={t("moveDown")}
        onClick={() => change(moveNode(spec, node.key, 1))}
      />
      <Button
        type="text"
        danger
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t("remove")}
        onClick={() => {
          change(removeNode(spec, node.key));
          select(null);
        }}
      />
    </span>
  );
}

/** What the server finds wrong with a node, or a branch of it. */
function Problems({ node, branch }: { node: string; branch?: string }) {
  const { spec, issues } = useFlow();
  const own = issues.filter((issue) => {
    const at = atPointer(spec, issue.pointer);
    return at?.node === node && at.branch === branch;
  });
  return <IssueList issues={own} />;
}

function NodePanel({ node }: { node: NodeSpec }) {
  const { t } = useTranslation("flow");
  const { spec, change } = useFlow();
  const set = (about: string, edit: (node: NodeSpec) => NodeSpec) =>
    change(updateNode(spec, node.key, edit), `${node.key} ${about}`);
  const { Settings } = nodeUi(node.kind);
  return (
    <>
      <PropertyRow label={t("name")}>
        {(id) => (
          <TextPair
            id={id}
            label={t("name")}
            names
            value={node.name}
            onChange={(name) => set("name", (old) => ({ ...old, name }))}
          />
        )}
      </PropertyRow>
      {Settings ? (
        <Settings
          node={node}
          onChange={(about, settings) => set(about, (old) => ({ ...old, settings: { ...old.settings, ...settings } }))}
        />
      ) : null}
    </>
  );
}

function BranchPanel({ node, branch }: { node: NodeSpec; branch: BranchSpec }) {
  const { t } = useTranslation("flow");
  const { spec, change, select } = useFlow();
  const { Branch } = nodeUi(node.kind);
  const set = (about: string, edit: Partial<BranchSpec>) =>
    change(
      updateNode(spec, node.key, (old) => updateBranch(old, branch.key, (one) => ({ ...one, ...edit }))),
      `${node.key} ${branch.key} ${about}`,
    );
  const least = kindFacts(node.kind).leastBranches ?? 1;
  const stays = (node.kind === "condition" && isOtherwise(node, branch)) || branchesOf(node).length <= least;
  const holds = chainOf(branch.body).length;
  return (
    <div className={styles.list}>
      <div className={styles.panelHead}>
        <h2>{t("branch")}</h2>
        <span>
          <Button
            type="text"
            icon={<ArrowUpOutlined rotate={-90} aria-hidden />}
            aria-label={t("moveLeft")}
            onClick={() => change(updateNode(spec, node.key, (old) => moveBranch(old, branch.key, -1)))}
          />
          <Button
            type="text"
            icon={<ArrowUpOutlined rotate={90} aria-hidden />}
            aria-label={t("moveRight")}
            onClick={() => change(updateNode(spec, node.key, (old) => moveBranch(old, branch.key, 1)))}
          />
          <Button
            type="text"
            danger
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t("remove")}
            title={holds > 0 ? t("removeBranchWith", { count: holds }) : undefined}
            disabled={stays}
            onClick={() => {
              change(updateNode(spec, node.key, (old) => removeBranch(old, branch.key)));
              select({ node: node.key });
            }}
          />
        </span>
      </div>
      <Problems node={node.key} branch={branch.key} />
      <PropertyRow label={t("name")}>
        {(id) => <TextPair id={id} label={t("name")} value={branch.name} onChange={(name) => set("name", { name })} />}
      </PropertyRow>
      {Branch ? <Branch node={node} branch={branch} onChange={set} /> : null}
    </div>
  );
}
