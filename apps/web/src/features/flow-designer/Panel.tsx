import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from "@ant-design/icons";
import { Button, Input, Tabs } from "antd";
import { useTranslation } from "react-i18next";
import {
  atPointer,
  canRemove,
  chainOf,
  moveBranch,
  moveNode,
  nodeOf,
  removeBranch,
  removeNode,
  updateBranch,
  updateNode,
} from "@/core/flow-model/edit";
import { type BranchSpec, branchesOf, type NodeSpec, taskOf } from "@/core/flow-model/spec";
import { ConditionEditor } from "@/fields/ConditionEditor";
import { useIssueText } from "@/ui/issues";
import { TextPair } from "@/ui/TextPair";
import { AssigneeEditor } from "./AssigneeEditor";
import { BranchList } from "./BranchList";
import { useFlow } from "./context";
import { FieldMatrix } from "./FieldMatrix";
import styles from "./Flow.module.css";
import { Row } from "./Row";
import { TaskMore } from "./TaskMore";
import { TaskWho } from "./TaskWho";

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
      <Row label={t("name")}>
        {(id) => (
          <TextPair
            id={id}
            label={t("name")}
            value={spec.name}
            onChange={(name) => change({ ...spec, name }, "flow name")}
          />
        )}
      </Row>
      <p className={styles.hint}>{t("chooseNode")}</p>
    </div>
  );
}

function NodeTools({ node }: { node: NodeSpec }) {
  const { t } = useTranslation("flow");
  const { spec, change, select } = useFlow();
  if (!canRemove(node)) {
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
  const text = useIssueText();
  const own = issues.filter((issue) => {
    const at = atPointer(spec, issue.pointer);
    return at?.node === node && at.branch === branch;
  });
  return own.length > 0 ? (
    <ul className={styles.problems}>
      {own.map((issue) => (
        <li key={`${issue.pointer} ${issue.code}`}>{text(issue)}</li>
      ))}
    </ul>
  ) : null;
}

function NodePanel({ node }: { node: NodeSpec }) {
  const { t } = useTranslation("flow");
  const { spec, change } = useFlow();
  const set = (about: string, edit: (node: NodeSpec) => NodeSpec) =>
    change(updateNode(spec, node.key, edit), `${node.key} ${about}`);
  const name = (
    <Row label={t("name")}>
      {(id) => (
        <TextPair
          id={id}
          label={t("name")}
          value={node.name}
          onChange={(text) => set("name", (old) => ({ ...old, name: text }))}
        />
      )}
    </Row>
  );
  const task = taskOf(node);
  const setSettings = (about: string) => (settings: object) =>
    set(about, (old) => ({ ...old, settings: { ...old.settings, ...settings } }));
  if (task) {
    return (
      <Tabs
        size="small"
        items={[
          {
            key: "who",
            label: t("tab.who"),
            children: (
              <div className={styles.list}>
                {name}
                <TaskWho task={task} node={node} onChange={setSettings("who")} />
              </div>
            ),
          },
          {
            key: "fields",
            label: t("tab.fields"),
            children: <FieldMatrix task={task} onChange={setSettings("fields")} />,
          },
          {
            key: "more",
            label: t("tab.more"),
            children: <TaskMore task={task} node={node} onChange={setSettings("more")} />,
          },
        ]}
      />
    );
  }
  return (
    <>
      {name}
      {node.kind === "cc" ? (
        <Row label={t("ccTo")}>
          {() => (
            <AssigneeEditor
              node={node.key}
              rules={(node.settings.to as never[] | undefined) ?? []}
              onChange={(to) => setSettings("to")({ to })}
            />
          )}
        </Row>
      ) : null}
      {branchesOf(node).length > 0 ? <BranchList node={node} /> : null}
      {node.kind === "start" ? <p className={styles.hint}>{t("startHint")}</p> : null}
      {node.kind === "end" ? <p className={styles.hint}>{t("endHint")}</p> : null}
      {node.kind === "set_fields" ? <SetFields settings={node.settings} /> : null}
    </>
  );
}

/** What a node writes; made elsewhere, shown here. */
function SetFields({ settings }: { settings: NodeSpec["settings"] }) {
  const { t } = useTranslation("flow");
  return (
    <Row label={t("setFields")}>
      {(id) => <Input.TextArea id={id} readOnly autoSize value={JSON.stringify(settings.set ?? settings, null, 1)} />}
    </Row>
  );
}

function BranchPanel({ node, branch }: { node: NodeSpec; branch: BranchSpec }) {
  const { t } = useTranslation("flow");
  const { app, spec, fields, change, select } = useFlow();
  const branches = branchesOf(node);
  const last = branches.at(-1)?.key === branch.key;
  const otherwise = node.kind === "condition" && last;
  const set = (about: string, edit: Partial<BranchSpec>) =>
    change(
      updateNode(spec, node.key, (old) => updateBranch(old, branch.key, (one) => ({ ...one, ...edit }))),
      `${node.key} ${branch.key} ${about}`,
    );
  const least = node.kind === "condition" ? 1 : 2;
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
            disabled={otherwise || branches.length <= least}
            onClick={() => {
              change(updateNode(spec, node.key, (old) => removeBranch(old, branch.key)));
              select({ node: node.key });
            }}
          />
        </span>
      </div>
      <Problems node={node.key} branch={branch.key} />
      <Row label={t("name")}>
        {(id) => <TextPair id={id} label={t("name")} value={branch.name} onChange={(name) => set("name", { name })} />}
      </Row>
      {node.kind === "parallel" ? (
        <p className={styles.hint}>{t("parallelHint")}</p>
      ) : otherwise ? (
        <p className={styles.hint}>{t("otherwiseHint")}</p>
      ) : (
        <Row label={t("when")}>
          {() => (
            <ConditionEditor
              label={t("when")}
              value={branch.when}
              fields={fields}
              place={{ app: app.key, form: spec.form }}
              none={t("noCondition")}
              onChange={(when) => set("when", { when })}
            />
          )}
        </Row>
      )}
    </div>
  );
}
