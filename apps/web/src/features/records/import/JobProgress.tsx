import { Button, Progress } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./ImportPage.module.css";
import type { ImportWizard } from "./useImport";

/** How far the work is, with the way to stop it. */
export function JobProgress({ wizard, label }: { wizard: ImportWizard; label: string }) {
  const { t } = useTranslation("import");
  const progress = wizard.job?.progress;
  const percent = progress?.total ? Math.floor((100 * progress.done) / progress.total) : 0;
  return (
    <div className={styles.progress} role="status">
      <div>{label}</div>
      <Progress aria-label={label} percent={percent} status="active" showInfo={Boolean(progress?.total)} />
      <div className={styles.soft}>
        {progress?.total ? t("rowsDone", { done: progress.done, total: progress.total }) : null}
      </div>
      <Button disabled={!wizard.job} onClick={() => void wizard.cancel()}>
        {t("common:act.cancel")}
      </Button>
    </div>
  );
}
