import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Form, Input, Modal } from "antd";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type FormEntry, saveFormDraft } from "@/api/queries/design";
import type { I18nText } from "@/api/types";
import { isKey, keyFor } from "@/core/keys";
import { focusName } from "@/ui/focusName";
import { useTellProblem } from "@/ui/problems";
import { TextPair } from "@/ui/TextPair";

interface Props {
  app: string;
  taken: FormEntry[];
  onClose: () => void;
}

/** Asks how a new form is called, makes its draft and goes on to design it. */
export function NewForm({ app, taken, onClose }: Props) {
  const { t } = useTranslation("build");
  const id = useId();
  const client = useQueryClient();
  const navigate = useNavigate();
  const tellProblem = useTellProblem();
  const keys = taken.map((form) => form.key);
  const [name, setName] = useState<I18nText>({ "zh-CN": "", en: "" });
  const [key, setKey] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const chosen = key ?? keyFor(name.en ?? "", keys);
  const wrong = !isKey(chosen) || keys.includes(chosen);
  const named = (name["zh-CN"] || name.en || "").trim() !== "";
  useEffect(focusName, []);
  const create = async () => {
    setBusy(true);
    try {
      await saveFormDraft(
        app,
        { version: 1, key: chosen, name, fields: [], layout: [{ section: { "zh-CN": "", en: "" }, fields: [] }] },
        null,
      );
      await client.invalidateQueries({ queryKey: ["design", app, "forms"] });
      void navigate({ to: "/design/$design/forms/$form", params: { design: app, form: chosen } });
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t("dialog")}
      okText={t("create")}
      cancelText={t("common:act.cancel")}
      okButtonProps={{ disabled: !named || wrong, loading: busy }}
      onCancel={onClose}
      onOk={() => void create()}
    >
      <Form layout="vertical">
        <Form.Item label={t("name")} htmlFor={`${id}-name`}>
          <TextPair
            id={`${id}-name`}
            label={t("name")}
            names
            value={name}
            onChange={setName}
            onEnter={() => named && !wrong && !busy && void create()}
          />
        </Form.Item>
        <Form.Item
          label={t("key")}
          htmlFor={`${id}-key`}
          validateStatus={wrong ? "error" : undefined}
          help={wrong ? t("keyTaken") : t("keyHelp")}
        >
          <Input id={`${id}-key`} value={chosen} maxLength={40} onChange={(event) => setKey(event.target.value)} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
