import { InboxOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Alert, Form, Input, Modal, Upload } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ApiProblem, asProblem } from "@/api/errors";
import { importApp } from "@/api/queries/admin";
import { useMe } from "@/api/queries/session";
import { isKey } from "@/core/keys";
import { currentLocale } from "@/i18n";
import { tell } from "@/ui/feedback";
import { inLocale } from "@/ui/localised";
import { useProblemText } from "@/ui/problems";

const mostShown = 20;

/** Asks for the zip of an app, installs it, and opens it; what is wrong with it stands in the dialog. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("admin");
  const id = useId();
  const client = useQueryClient();
  const navigate = useNavigate();
  const taken = (useMe()?.apps ?? []).map((app) => app.key);
  const [file, setFile] = useState<File | null>(null);
  const [key, setKey] = useState("");
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const wrong = key !== "" && (!isKey(key) || taken.includes(key));
  const start = async () => {
    if (!file) {
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const { app } = await importApp(file, key || undefined);
      await client.invalidateQueries({ queryKey: ["me"] });
      tell.success(t("import.done"));
      onClose();
      void navigate({ to: "/apps/$app", params: { app } });
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t("import.title")}
      okText={t("import.start")}
      cancelText={t("common:act.cancel")}
      okButtonProps={{ loading: busy, disabled: file === null || wrong }}
      mask={{ closable: !busy }}
      onCancel={onClose}
      onOk={() => void start()}
    >
      <Form layout="vertical">
        <Upload.Dragger
          accept=".zip,application/zip"
          maxCount={1}
          beforeUpload={(chosen) => {
            setFile(chosen);
            setProblem(null);
            return false;
          }}
          onRemove={() => setFile(null)}
        >
          <p>
            <InboxOutlined aria-hidden />
          </p>
          <p>{t("import.choose")}</p>
        </Upload.Dragger>
        <p>{t("import.text")}</p>
        <Form.Item
          label={t("import.key")}
          htmlFor={id}
          validateStatus={wrong ? "error" : undefined}
          help={t(wrong ? "install.keyTaken" : "import.keyHelp")}
        >
          <Input id={id} value={key} maxLength={40} onChange={(event) => setKey(event.target.value)} />
        </Form.Item>
      </Form>
      {problem ? <Refused problem={problem} /> : null}
    </Modal>
  );
}

function Refused({ problem }: { problem: ApiProblem }) {
  const text = useProblemText();
  const { issues } = problem;
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      title={text(problem)}
      description={
        issues.length > 0 ? (
          <ul>
            {issues.slice(0, mostShown).map((issue) => (
              <li key={`${issue.pointer} ${issue.code}`}>
                {inLocale(issue.message, currentLocale())} <code>{issue.pointer.replaceAll("~1", "/")}</code>
              </li>
            ))}
          </ul>
        ) : undefined
      }
    />
  );
}
