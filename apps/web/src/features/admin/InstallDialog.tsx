import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Alert, Button, Checkbox, Form, Input, Modal, Progress } from "antd";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { installTemplate, type TemplateView } from "@/api/queries/admin";
import { isOver, jobQuery } from "@/api/queries/jobs";
import { useMe } from "@/api/queries/session";
import { isKey } from "@/core/keys";
import { tell } from "@/ui/feedback";
import { useLocalised } from "@/ui/localised";
import { useTellProblem } from "@/ui/problems";

interface Props {
  template: TemplateView;
  onClose: () => void;
}

/** Asks how an app is to be installed, shows how far it is, and opens it. */
export function InstallDialog({ template, onClose }: Props) {
  const { t } = useTranslation("admin");
  const localised = useLocalised();
  const id = useId();
  const taken = (useMe()?.apps ?? []).map((app) => app.key);
  const tellProblem = useTellProblem();
  const clash = template.installed || taken.includes(template.key);
  const [key, setKey] = useState(clash ? freshKey(template.key, taken) : template.key);
  const [demo, setDemo] = useState(true);
  const [job, setJob] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const wrong = !isKey(key) || taken.includes(key);
  const start = async () => {
    setBusy(true);
    try {
      const as = key === template.key ? undefined : key;
      setJob((await installTemplate(template.key, { as, with_demo_data: demo })).id);
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t("install.title", { name: localised(template.name) })}
      okText={t("templates.install")}
      cancelText={t("common:act.cancel")}
      okButtonProps={{ loading: busy, disabled: wrong }}
      footer={job ? null : undefined}
      mask={{ closable: job === null }}
      onCancel={onClose}
      onOk={() => void start()}
    >
      {job ? (
        <Installing job={job} app={key} onAgain={() => setJob(null)} onClose={onClose} />
      ) : (
        <Form layout="vertical">
          <p>{localised(template.description)}</p>
          <Form.Item
            label={t("install.key")}
            htmlFor={id}
            validateStatus={wrong ? "error" : undefined}
            help={t(wrong ? "install.keyTaken" : "install.keyHelp")}
          >
            <Input id={id} value={key} maxLength={40} onChange={(event) => setKey(event.target.value)} />
          </Form.Item>
          <Checkbox checked={demo} onChange={(event) => setDemo(event.target.checked)}>
            {t("install.demo")}
          </Checkbox>
        </Form>
      )}
    </Modal>
  );
}

function freshKey(key: string, taken: string[]): string {
  for (let n = 2; ; n++) {
    const fresh = `${key.slice(0, 36)}_${n}`;
    if (!taken.includes(fresh)) {
      return fresh;
    }
  }
}

interface InstallingProps {
  job: string;
  app: string;
  onAgain: () => void;
  onClose: () => void;
}

function Installing({ job, app, onAgain, onClose }: InstallingProps) {
  const { t } = useTranslation("admin");
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data, error } = useQuery({
    ...jobQuery(job),
    refetchInterval: (query) => (query.state.data && isOver(query.state.data) ? false : 700),
  });
  const done = data?.state === "done";
  const installed = typeof data?.result?.app === "string" ? data.result.app : app;
  useEffect(() => {
    if (!done) {
      return;
    }
    const open = async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ["me"] }),
        client.invalidateQueries({ queryKey: ["templates"] }),
      ]);
      tell.success(t("install.done"));
      onClose();
      void navigate({ to: "/apps/$app", params: { app: installed } });
    };
    void open();
  }, [done, installed, client, navigate, onClose, t]);
  if (error || data?.state === "failed" || data?.state === "cancelled") {
    return (
      <Alert
        type="error"
        showIcon
        title={t("install.failed")}
        description={data?.error?.detail}
        action={
          <Button size="small" onClick={onAgain}>
            {t("common:act.back")}
          </Button>
        }
      />
    );
  }
  const { done: soFar = 0, total = null } = data?.progress ?? {};
  return (
    <div role="status">
      <p>{t("install.running")}</p>
      <Progress
        percent={total ? Math.floor((100 * soFar) / total) : done ? 100 : 0}
        status="active"
        showInfo={total !== null}
      />
    </div>
  );
}
