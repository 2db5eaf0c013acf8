import { SendOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Modal, Skeleton } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/errors";
import { type RecordView, submitRecord } from "@/api/queries/records";
import { flowPreviewQuery, type PreviewNode } from "@/api/queries/tasks";
import type { Person } from "@/api/types";
import { PersonPicker } from "@/fields/PersonPicker";
import { useConfirmWarnings } from "@/ui/confirm";
import { tell } from "@/ui/feedback";
import { useLocalised } from "@/ui/localised";
import { PersonBadge } from "@/ui/PersonBadge";
import { useProblemText, useTellProblem } from "@/ui/problems";
import styles from "./Tasks.module.css";

interface Props {
  app: string;
  form: string;
  record: RecordView;
}

/** Whom the initiator picks, by node. */
type Picks = Record<string, Person[]>;

interface PickProps {
  picks: Picks;
  onPick: (node: string, people: Person[]) => void;
}

/** Hands a record in for approval, after showing who would be asked and why. */
export function SubmitButton({ app, form, record }: Props) {
  const { t } = useTranslation("tasks");
  const [open, setOpen] = useState(false);
  const [picks, setPicks] = useState<Picks>({});
  const { busy, submit } = useSubmit({ app, form, record }, picks, (node) =>
    setPicks((before) => ({ [node]: [], ...before })),
  );
  return (
    <>
      <Button type="primary" icon={<SendOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t("submit.button")}
      </Button>
      <Modal
        open={open}
        title={t("submit.title")}
        okText={t("submit.go")}
        cancelText={t("common:act.cancel")}
        okButtonProps={{ loading: busy }}
        onCancel={() => setOpen(false)}
        onOk={() => void submit().then((done) => done && setOpen(false))}
        destroyOnHidden
      >
        <Chain
          app={app}
          form={form}
          record={record}
          picks={picks}
          onPick={(node, people) => setPicks({ ...picks, [node]: people })}
        />
      </Modal>
    </>
  );
}

function Chain({ app, form, record, picks, onPick }: Props & PickProps) {
  const { t } = useTranslation("tasks");
  const problemText = useProblemText();
  const { data, error } = useQuery(flowPreviewQuery(app, form, record.id, record.version));
  if (error) {
    return <p>{t("submit.noPreview", { reason: problemText(asProblem(error)) })}</p>;
  }
  if (!data) {
    return <Skeleton active />;
  }
  const foreseen = new Set(data.nodes.map((node) => node.key));
  // Nodes that this record will probably not come to, and whose people are wanted all the same.
  const others = Object.keys(picks).filter((node) => !foreseen.has(node));
  return (
    <>
      <p>{t(data.nodes.length === 0 ? "submit.nobody" : "submit.text")}</p>
      <ol className={styles.chain}>
        {data.nodes.map((node, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a node may be visited more than once
          <li key={`${node.key} ${at}`}>
            <span className={styles.step}>{at + 1}</span>
            <Step node={node} picked={picks[node.key] ?? []} onPick={(people) => onPick(node.key, people)} />
          </li>
        ))}
        {others.map((node) => (
          <li key={node}>
            <div className={styles.words}>
              <strong>{node}</strong>
              <span className={styles.unsure}> · {t("submit.pickAnyway")}</span>
              <PickPeople name={node} picked={picks[node] ?? []} onPick={(people) => onPick(node, people)} />
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

interface StepProps {
  node: PreviewNode;
  picked: Person[];
  onPick: (people: Person[]) => void;
}

function Step({ node, picked, onPick }: StepProps) {
  const { t } = useTranslation("tasks");
  const localised = useLocalised();
  const why = [...new Set(node.why.map((rule) => rule.split(":")[0]))]
    .map((rule) => t([`why.${rule}`, "why.other"]))
    .join(t("listComma"));
  return (
    <div className={styles.words}>
      <strong>{localised(node.name) || node.key}</strong>
      {node.certainty === "certain" ? null : (
        <span className={styles.unsure}> · {t(`certainty.${node.certainty}`)}</span>
      )}
      {why ? <span className={styles.soft}>{why}</span> : null}
      {node.certainty === "needs_pick" ? (
        <PickPeople name={localised(node.name) || node.key} picked={picked} onPick={onPick} />
      ) : (
        <People node={node} />
      )}
    </div>
  );
}

/** Chooses who is asked at a node. */
function PickPeople({ name, picked, onPick }: { name: string } & Omit<StepProps, "node">) {
  const { t } = useTranslation("tasks");
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="visually-hidden">
        {t("submit.pick", { name })}
      </label>
      <PersonPicker id={id} label={t("submit.pick", { name })} many value={picked} onChange={onPick} />
    </>
  );
}

function People({ node }: { node: PreviewNode }) {
  const { t } = useTranslation("tasks");
  return (
    <div className={styles.people}>
      {[...node.people, ...node.skipped].map((person) => (
        <span key={person.id}>
          <PersonBadge name={person.name} size={20} /> {person.name}
          {node.people.includes(person) ? "" : t("submit.skipped")}
        </span>
      ))}
      {node.incident ? <span className={styles.late}>{t("submit.incident")}</span> : null}
    </div>
  );
}

/** `onWanted` is told of a node whose people must be picked first. */
function useSubmit({ app, form, record }: Props, picks: Picks, onWanted: (node: string) => void) {
  const { t } = useTranslation("tasks");
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const confirmWarnings = useConfirmWarnings();
  const [busy, setBusy] = useState(false);
  const submit = async (confirm: string[] = []): Promise<boolean> => {
    setBusy(true);
    try {
      const picked = Object.entries(picks).filter(([, people]) => people.length > 0);
      const ids = Object.fromEntries(picked.map(([node, people]) => [node, people.map((person) => person.id)]));
      await submitRecord(app, form, record.id, record.version, { confirm, picks: picked.length > 0 ? ids : undefined });
    } catch (error) {
      const problem = asProblem(error);
      const wanted = problem.issues.find((issue) => issue.code === "pick_required")?.params?.node;
      if (typeof wanted === "string") {
        onWanted(wanted);
      }
      if (problem.slug !== "confirmation_required") {
        tellProblem(problem);
        return false;
      }
      const codes = problem.issues.map((issue) => issue.code);
      return (await confirmWarnings(problem.issues)) ? submit([...confirm, ...codes]) : false;
    } finally {
      setBusy(false);
    }
    tell.success(t("submit.done"));
    void client.invalidateQueries({ queryKey: ["record", app, form, record.id] });
    void client.invalidateQueries({ queryKey: ["records", app, form] });
    void client.invalidateQueries({ queryKey: ["tasks"] });
    return true;
  };
  return { busy, submit };
}
