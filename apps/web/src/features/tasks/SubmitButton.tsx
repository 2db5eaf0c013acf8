import { SendOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Modal, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/errors";
import { type RecordView, submitRecord } from "@/api/queries/records";
import { flowPreviewQuery, type PreviewNode } from "@/api/queries/tasks";
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

/** Hands a record in for approval, after showing who would be asked and why. */
export function SubmitButton({ app, form, record }: Props) {
  const { t } = useTranslation("tasks");
  const [open, setOpen] = useState(false);
  const { busy, submit } = useSubmit({ app, form, record });
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
        <Chain app={app} form={form} record={record} />
      </Modal>
    </>
  );
}

function Chain({ app, form, record }: Props) {
  const { t } = useTranslation("tasks");
  const problemText = useProblemText();
  const { data, error } = useQuery(flowPreviewQuery(app, form, record.id, record.version));
  if (error) {
    return <p>{t("submit.noPreview", { reason: problemText(asProblem(error)) })}</p>;
  }
  if (!data) {
    return <Skeleton active />;
  }
  if (data.nodes.length === 0) {
    return <p>{t("submit.nobody")}</p>;
  }
  return (
    <>
      <p>{t("submit.text")}</p>
      <ol className={styles.chain}>
        {data.nodes.map((node, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a node may be visited more than once
          <li key={`${node.key} ${at}`}>
            <span className={styles.step}>{at + 1}</span>
            <Step node={node} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Step({ node }: { node: PreviewNode }) {
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
      <div className={styles.people}>
        {[...node.people, ...node.skipped].map((person) => (
          <span key={person.id}>
            <PersonBadge name={person.name} size={20} /> {person.name}
            {node.people.includes(person) ? "" : t("submit.skipped")}
          </span>
        ))}
        {node.incident ? <span className={styles.late}>{t("submit.incident")}</span> : null}
      </div>
    </div>
  );
}

function useSubmit({ app, form, record }: Props) {
  const { t } = useTranslation("tasks");
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const confirmWarnings = useConfirmWarnings();
  const [busy, setBusy] = useState(false);
  const submit = async (confirm: string[] = []): Promise<boolean> => {
    setBusy(true);
    try {
      await submitRecord(app, form, record.id, record.version, confirm);
    } catch (error) {
      const problem = asProblem(error);
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
