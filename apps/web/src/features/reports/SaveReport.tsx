import { SaveOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Form, Input, Modal } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { saveReport } from "@/api/queries/reports";
import type { AppView, I18nText } from "@/api/types";
import { isKey, keyFor } from "@/core/keys";
import type { PivotSpec, ReportSpec } from "@/core/pivot-model/spec";
import { tell } from "@/ui/feedback";
import { useTellProblem } from "@/ui/problems";
import { TextPair } from "@/ui/TextPair";

interface Props {
  app: AppView;
  pivot: PivotSpec;
  show: ReportSpec["show"];
  report?: ReportSpec;
}

/** Saves a report: under its own key where it has one, else under a name that is asked for. */
export function SaveReport({ app, pivot, show, report }: Props) {
  const { t } = useTranslation("reports");
  const id = useId();
  const client = useQueryClient();
  const navigate = useNavigate();
  const tellProblem = useTellProblem();
  const taken = app.reports.map((one) => one.key);
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [name, setName] = useState<I18nText>(report?.name ?? { "zh-CN": "", en: "" });
  const [key, setKey] = useState<string | null>(null);
  const chosen = report?.key ?? key ?? keyFor(name.en ?? "", taken, "report");
  const wrong = !isKey(chosen) || (!report && taken.includes(chosen));
  const save = async () => {
    setBusy(true);
    try {
      const { description = null, format = {} } = report ?? {};
      await saveReport(app.key, { version: 1, key: chosen, name, description, pivot, show, format });
      await Promise.all([
        client.invalidateQueries({ queryKey: ["reports", app.key, chosen] }),
        client.invalidateQueries({ queryKey: ["apps", app.key] }),
      ]);
      tell.success(t("save.done"));
      void navigate({ to: "/apps/$app/reports/$report", params: { app: app.key, report: chosen } });
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  if (!app.can_design) {
    return null;
  }
  return (
    <>
      <Button type="primary" icon={<SaveOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t("common:act.save")}
      </Button>
      <Modal
        open={open}
        title={t("save.title")}
        okText={t("common:act.save")}
        cancelText={t("common:act.cancel")}
        okButtonProps={{ loading: busy, disabled: wrong || !(name["zh-CN"] || name.en) }}
        onCancel={() => setOpen(false)}
        onOk={() => void save()}
      >
        <Form layout="vertical">
          <Form.Item label={t("save.name")} htmlFor={`${id}-name`}>
            <TextPair id={`${id}-name`} label={t("save.name")} value={name} onChange={setName} />
          </Form.Item>
          {report ? null : (
            <Form.Item
              label={t("save.key")}
              htmlFor={`${id}-key`}
              validateStatus={wrong ? "error" : undefined}
              help={wrong ? t("save.keyTaken") : undefined}
            >
              <Input id={`${id}-key`} value={chosen} maxLength={40} onChange={(event) => setKey(event.target.value)} />
            </Form.Item>
          )}
        </Form>
      </Modal>
    </>
  );
}
