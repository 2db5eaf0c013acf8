import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Modal, Progress } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { demoQuery, startDemoOver } from "@/api/queries/session";
import { useTellProblem } from "@/ui/problems";

interface Props {
  onLeave: () => void;
  onDone: () => void;
}

/** Throws the demo's data away and begins its story anew: first the question, then how far it is. */
export function StartOver({ onLeave, onDone }: Props) {
  const { t } = useTranslation("demo");
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const start = useMutation({ mutationFn: () => startDemoOver(client), onError: tellProblem });
  const demo = useQuery({ ...demoQuery, enabled: start.isSuccess }).data;
  const done = start.isSuccess && demo?.resetting === null;
  const failed = start.isSuccess && demo === null;
  useEffect(() => {
    if (done) {
      onDone();
      // Nothing that the page has remembered is there any more.
      window.location.assign("/");
    }
  }, [done, onDone]);

  if (!start.isSuccess) {
    return (
      <Modal
        open
        title={t("reset.ask")}
        okText={t("reset.go")}
        okButtonProps={{ danger: true }}
        cancelText={t("reset.back")}
        confirmLoading={start.isPending}
        onOk={() => start.mutate()}
        onCancel={onLeave}
      >
        {t("reset.text")}
      </Modal>
    );
  }
  const { done: made, total } = demo?.resetting ?? { done: 0, total: 0 };
  return (
    <Modal open title={t("reset.doing")} footer={null} closable={false} keyboard={false}>
      {failed ? (
        <Alert
          type="error"
          showIcon
          title={t("reset.failed")}
          action={<Button onClick={() => window.location.reload()}>{t("common:act.retry")}</Button>}
        />
      ) : (
        <>
          <p>{t("reset.wait")}</p>
          <Progress
            aria-label={t("reset.doing")}
            percent={total > 0 ? Math.floor((100 * made) / total) : 0}
            status="active"
          />
          <p role="status">{total > 0 ? t("reset.count", { done: made, total }) : null}</p>
        </>
      )}
    </Modal>
  );
}
