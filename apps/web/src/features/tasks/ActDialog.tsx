import { Form, Input, Modal, Radio, Select } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActBody, ReturnMode, TaskDetail } from "@/api/queries/tasks";
import type { Person } from "@/api/types";
import { PersonPicker } from "@/fields/PersonPicker";
import { useLocalised } from "@/ui/localised";

const dialogActs = ["return", "transfer", "delegate", "add_sign"] as const;
export type DialogAct = (typeof dialogActs)[number];

export const isDialogAct = (name: string): name is DialogAct => (dialogActs as readonly string[]).includes(name);

interface Props {
  act: DialogAct;
  detail: TaskDetail;
  busy: boolean;
  comment: string;
  missing: boolean;
  onComment: (text: string) => void;
  onCancel: () => void;
  onGo: (body: ActBody) => void;
}

/** Asks what an act needs to know: where to, or to whom. */
export function ActDialog({ act, detail, busy, comment, missing, onComment, onCancel, onGo }: Props) {
  const { t } = useTranslation("tasks");
  const localised = useLocalised();
  const id = useId();
  const targets = detail.return_targets;
  const [target, setTarget] = useState(targets[0]?.node);
  const [mode, setMode] = useState<ReturnMode>("rewalk");
  const [people, setPeople] = useState<Person[]>([]);
  const [position, setPosition] = useState<NonNullable<ActBody["position"]>>("after");
  const [order, setOrder] = useState<NonNullable<ActBody["order"]>>("all");
  const person = people[0]?.id;
  const body: ActBody | null =
    act === "return"
      ? target
        ? { target, mode }
        : null
      : act === "add_sign"
        ? people.length > 0
          ? { users: people.map(({ id: user }) => user), position, order }
          : null
        : person
          ? { user: person }
          : null;
  return (
    <Modal
      open
      title={t(`dialog.${act}`)}
      okText={t(`do.${act}`)}
      cancelText={t("common:act.cancel")}
      okButtonProps={{ disabled: body === null, loading: busy, danger: act === "return" }}
      onCancel={onCancel}
      onOk={() => body && onGo(body)}
    >
      <Form layout="vertical">
        {act === "return" ? (
          <>
            <Form.Item label={t("returnTo")} htmlFor={`${id}-to`}>
              <Select
                id={`${id}-to`}
                value={target}
                options={targets.map((item) => ({ value: item.node, label: localised(item.name) || item.node }))}
                onChange={setTarget}
              />
            </Form.Item>
            <Form.Item label={t("returnMode")}>
              <Radio.Group
                vertical
                value={mode}
                options={(["rewalk", "straight"] as const).map((value) => ({ value, label: t(`mode.${value}`) }))}
                onChange={(event) => setMode(event.target.value)}
              />
            </Form.Item>
          </>
        ) : (
          <Form.Item label={t(act === "add_sign" ? "people" : "person")} htmlFor={`${id}-who`}>
            <PersonPicker
              id={`${id}-who`}
              label={t("person")}
              many={act === "add_sign"}
              value={people}
              onChange={setPeople}
            />
          </Form.Item>
        )}
        {act === "add_sign" ? (
          <>
            <Form.Item label={t("position")}>
              <Radio.Group
                value={position}
                options={(["before", "after", "parallel"] as const).map((value) => ({
                  value,
                  label: t(`positions.${value}`),
                }))}
                onChange={(event) => setPosition(event.target.value)}
              />
            </Form.Item>
            <Form.Item label={t("order")}>
              <Radio.Group
                value={order}
                options={(["all", "any", "seq"] as const).map((value) => ({ value, label: t(`orders.${value}`) }))}
                onChange={(event) => setOrder(event.target.value)}
              />
            </Form.Item>
          </>
        ) : null}
        <Form.Item
          label={t("commentLabel")}
          htmlFor={`${id}-comment`}
          validateStatus={missing ? "error" : undefined}
          help={missing ? t("commentRequired") : undefined}
        >
          <Input.TextArea
            id={`${id}-comment`}
            value={comment}
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={2000}
            onChange={(event) => onComment(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
