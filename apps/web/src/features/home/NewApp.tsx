import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Form, Input, Modal } from "antd";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { createApp } from "@/api/queries/apps";
import type { I18nText } from "@/api/types";
import { isKey, keyFor } from "@/core/keys";
import { focusName } from "@/ui/focusName";
import { useTellProblem } from "@/ui/problems";
import { TextPair } from "@/ui/TextPair";

interface Props {
  /** The keys of the apps that there are. */
  taken: string[];
  onClose: () => void;
}

/** Asks how a new app is called, makes it and goes on to build it. */
export function NewApp({ taken, onClose }: Props) {
  const { t } = useTranslation("build");
  const id = useId();
  const client = useQueryClient();
  const navigate = useNavigate();
  const tellProblem = useTellProblem();
  const [name, setName] = useState<I18nText>({ "zh-CN": "", en: "" });
  const [key, setKey] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const chosen = key ?? keyFor(name.en ?? "", taken, "app");
  const wrong = !isKey(chosen) || taken.includes(chosen);
  const ready = (name["zh-CN"] || name.en || "").trim() !== "" && !wrong && !busy;
  useEffect(focusName, []);
  const create = async () => {
    setBusy(true);
    try {
      await createApp({ key: chosen, name });
      await client.invalidateQueries({ queryKey: ["me"] });
      void navigate({ to: "/apps/$app/design", params: { app: chosen } });
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t("app.dialog")}
      okText={t("app.create")}
      cancelText={t("common:act.cancel")}
      okButtonProps={{ disabled: !ready, loading: busy }}
      onCancel={onClose}
      onOk={() => void create()}
    >
      <Form layout="vertical">
        <Form.Item label={t("app.name")} htmlFor={`${id}-name`}>
          <TextPair
            id={`${id}-name`}
            label={t("app.name")}
            names
            value={name}
            onChange={setName}
            onEnter={() => ready && void create()}
          />
        </Form.Item>
        <Form.Item
          label={t("app.key")}
          htmlFor={`${id}-key`}
          validateStatus={wrong ? "error" : undefined}
          help={wrong ? t("keyTaken") : t("app.keyHelp")}
        >
          <Input id={`${id}-key`} value={chosen} maxLength={40} onChange={(event) => setKey(event.target.value)} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
