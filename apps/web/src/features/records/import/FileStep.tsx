import { InboxOutlined } from "@ant-design/icons";
import { Alert, Upload } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import styles from "./ImportPage.module.css";
import { JobProgress } from "./JobProgress";
import { Refused } from "./Refused";
import type { ImportWizard } from "./useImport";

/** Chooses the file; its columns are read at once. */
export function FileStep({ wizard }: { wizard: ImportWizard }) {
  const { t } = useTranslation("import");
  const { result, map } = wizard;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the next step comes once, when the columns are known
  useEffect(() => {
    if (result) {
      map(result);
    }
  }, [result]);
  return (
    <>
      <Refused wizard={wizard} />
      {wizard.job?.state === "failed" ? <Alert type="error" showIcon title={t("unreadable")} /> : null}
      {wizard.busy ? (
        <JobProgress wizard={wizard} label={t("reading", { name: wizard.file?.name })} />
      ) : (
        <Upload.Dragger
          className={styles.drop}
          accept=".csv,.xlsx,.txt,.tsv"
          maxCount={1}
          showUploadList={false}
          beforeUpload={(file) => {
            void wizard.read(file);
            return false;
          }}
        >
          <p className={styles.dropIcon}>
            <InboxOutlined aria-hidden />
          </p>
          <p>{t("drop")}</p>
          <p className={styles.soft}>{t("dropText")}</p>
        </Upload.Dragger>
      )}
    </>
  );
}
