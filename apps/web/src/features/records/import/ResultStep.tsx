import { DownloadOutlined } from "@ant-design/icons";
import { getRouteApi } from "@tanstack/react-router";
import { Alert, Button, Statistic } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { apiUrl } from "@/api/client";
import type { ImportResult } from "@/api/queries/imports";
import type { FieldSpec } from "@/core/form-model/spec";
import styles from "./ImportPage.module.css";
import { JobProgress } from "./JobProgress";
import { Refused } from "./Refused";
import type { ImportWizard } from "./useImport";
import { Verdicts } from "./Verdicts";

const route = getRouteApi("/inside/apps/$app/forms/$form/import");
const counts = ["created", "updated", "skipped", "failed"] as const;

interface Props {
  wizard: ImportWizard;
  fields: FieldSpec[];
  onDone: () => void;
}

/** What the import would do, cell by cell where something is wrong; afterwards, what it did. */
export function ResultStep({ wizard, fields, onDone }: Props) {
  const { t } = useTranslation("import");
  const params = route.useParams();
  const navigate = route.useNavigate();
  const { result, job, step } = wizard;
  const rehearsal = step === "check";
  // biome-ignore lint/correctness/useExhaustiveDependencies: lists are refreshed once, when the import is over
  useEffect(() => {
    if (result && !rehearsal) {
      onDone();
    }
  }, [result, rehearsal]);
  if (wizard.busy) {
    return <JobProgress wizard={wizard} label={t(rehearsal ? "checking" : "importing")} />;
  }
  if (!result) {
    return (
      <>
        <Alert
          type={job?.state === "cancelled" ? "info" : "error"}
          showIcon
          title={job?.state === "cancelled" ? t("cancelled") : (job?.error?.detail ?? t("failed"))}
        />
        <footer className={styles.bar}>
          <Button onClick={() => wizard.back("mapping")}>{t("backToMapping")}</Button>
        </footer>
      </>
    );
  }
  const useful = result.created + result.updated;
  return (
    <>
      <Refused wizard={wizard} />
      <div className={styles.counts}>
        {counts.map((name) => (
          <Statistic key={name} title={t(`${rehearsal ? "would" : "did"}.${name}`)} value={result[name]} />
        ))}
      </div>
      {result.verdicts.length === 0 ? (
        <Alert type="success" showIcon title={t(rehearsal ? "allGood" : "allDone")} />
      ) : (
        <Verdicts result={result} fields={fields} />
      )}
      <footer className={styles.bar}>
        {rehearsal ? (
          <>
            <Button onClick={() => wizard.back("mapping")}>{t("backToMapping")}</Button>
            <Button type="primary" disabled={useful === 0} onClick={() => void wizard.run()}>
              {result.failed > 0 ? t("runGood", { count: useful }) : t("run", { count: useful })}
            </Button>
          </>
        ) : (
          <>
            <Rejects result={result} />
            <Button type="primary" onClick={() => void navigate({ to: "/apps/$app/forms/$form", params })}>
              {t("toList")}
            </Button>
          </>
        )}
      </footer>
    </>
  );
}

function Rejects({ result }: { result: ImportResult }) {
  const { t } = useTranslation("import");
  const file = result.rejects_file;
  return file ? (
    <Button icon={<DownloadOutlined aria-hidden />} href={apiUrl(`/files/${file.id}`)} download={file.name}>
      {t("rejects", { count: result.failed })}
    </Button>
  ) : (
    <span />
  );
}
