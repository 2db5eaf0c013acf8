import { Form, Input, Modal } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { I18nText } from "@/api/types";
import { isKey, keyFor } from "@/core/keys";
import { useTellProblem } from "./problems";
import { TextPair } from "./TextPair";

interface Props {
  /** What the dialog calls itself, its parts and its button. */
  words: { title: string; name: string; key: string; keyHelp: string; create: string };
  /** The keys that are in use. */
  taken: string[];
  /** What a key begins with where the name gives none. */
  prefix?: string;
  /** Makes the thing and goes there; what it throws is told and the dialog stays. */
  onCreate: (key: string, name: I18nText) => Promise<void>;
  onClose: () => void;
}

/** Asks how something new is called and which key it has. */
export function NewDialog({ words, taken, prefix, onCreate, onClose }: Props) {
  const { t } = useTranslation("build");
  const id = useId();
  const tellProblem = useTellProblem();
  const [name, setName] = useState<I18nText>({ "zh-CN": "", en: "" });
  const [typed, setTyped] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const key = typed ?? keyFor(name.en ?? "", taken, prefix);
  const wrong = !isKey(key) || taken.includes(key);
  const ready = (name["zh-CN"] || name.en || "").trim() !== "" && !wrong && !busy;
  const create = async () => {
    setBusy(true);
    try {
      await onCreate(key, name);
    } catch (error) {
      tellProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={words.title}
      okText={words.create}
      cancelText={t("common:act.cancel")}
      okButtonProps={{ disabled: !ready, loading: busy }}
      afterOpenChange={(open) => open && document.getElementById(`${id}-name`)?.focus()}
      onCancel={onClose}
      onOk={() => void create()}
    >
      <Form layout="vertical">
        <Form.Item label={words.name} htmlFor={`${id}-name`}>
          <TextPair
            id={`${id}-name`}
            label={words.name}
            value={name}
            onChange={setName}
            onEnter={() => ready && void create()}
          />
        </Form.Item>
        <Form.Item
          label={words.key}
          htmlFor={`${id}-key`}
          validateStatus={wrong ? "error" : undefined}
          help={wrong ? t("keyTaken") : words.keyHelp}
        >
          <Input id={`${id}-key`} value={key} maxLength={40} onChange={(event) => setTyped(event.target.value)} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
