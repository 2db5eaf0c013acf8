import { useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Modal, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/api/client";
import { type ActBody, actOnInstance, type InstanceView } from "@/api/queries/tasks";
import type { Person } from "@/api/types";
import { PersonPicker } from "@/fields/PersonPicker";
import { tell } from "@/ui/feedback";
import { useLocalised } from "@/ui/localised";
import { useTellProblem } from "@/ui/problems";
import styles from "./RecordApproval.module.css";

interface Props {
  instance: InstanceView;
  place: { app: string; form: string; id: string };
}

/** What an administrator may do with an approval, each after a word on why. */
export function InstanceActs({ instance, place }: Props) {
  const { t } = useTranslation("tasks");
  const [act, setAct] = useState<string | null>(null);
  return (
    <div className={styles.acts}>
      {instance.acts.map((name) => (
        <Button key={name} size="small" danger={name === "terminate"} onClick={() => setAct(name)}>
          {t(`do.${name}`)}
        </Button>
      ))}
      {act ? <Ask act={act} instance={instance} place={place} onEnd={() => setAct(null)} /> : null}
    </div>
  );
}

function Ask({ act, instance, place, onEnd }: Props & { act: string; onEnd: () => void }) {
  const { t } = useTranslation("tasks");
  const localised = useLocalised();
  const id = useId();
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const [busy, setBusy] = useState(false);
  const [comment, setComment] = useState("");
  const [task, setTask] = useState(instance.pending[0]?.task);
  const [people, setPeople] = useState<Person[]>([]);
  const user = people[0]?.id;
  const whom = act === "reassign";
  const go = async () => {
    setBusy(true);
    try {
      const body: ActBody = { comment: comment.trim() || undefined, ...(whom ? { task, user } : {}) };
      await actOnInstance(instance.id, act, body, newKey());
      tell.success(t(`done.${act}`));
      await client.invalidateQueries({ queryKey: ["record", place.app, place.form, place.id] });
      void client.invalidateQueries({ queryKey: ["tasks"] });
      onEnd();
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t(`dialog.${act}`)}
      okText={t(`do.${act}`)}
      cancelText={t("common:act.cancel")}
      okButtonProps={{ loading: busy, danger: act === "terminate", disabled: whom && (!task || !user) }}
      onCancel={onEnd}
      onOk={() => void go()}
    >
      <Form layout="vertical">
        {whom ? (
          <>
            <Form.Item label={t("whoseTask")} htmlFor={`${id}-task`}>
              <Select
                id={`${id}-task`}
                value={task}
                options={instance.pending.map((one) => ({
                  value: one.task,
                  label: `${one.person.name} · ${localised(one.node_name) || one.node}`,
                }))}
                onChange={setTask}
              />
            </Form.Item>
            <Form.Item label={t("reassignTo")} htmlFor={`${id}-who`}>
              <PersonPicker id={`${id}-who`} label={t("reassignTo")} value={people} onChange={setPeople} />
            </Form.Item>
          </>
        ) : null}
        <Form.Item label={t("reason")} htmlFor={`${id}-why`}>
          <Input.TextArea
            id={`${id}-why`}
            value={comment}
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={2000}
            onChange={(event) => setComment(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
