import { DownloadOutlined } from "@ant-design/icons";
import { getRouteApi } from "@tanstack/react-router";
import { Alert, Button, Statistic } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { apiUrl } from "@/api/client";
import type { CellVerdict, ImportResult } from "@/api/queries/imports";
import type { FieldSpec } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import styles from "./ImportPage.module.css";
import { JobProgress } from "./JobProgress";
import type { ImportWizard } from "./useImport";

const route = getRouteApi("/inside/apps/$app/forms/$form/import");
const counts = ["created", "updated", "skipped", "failed"] as const;
const shownVerdicts = 200;

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
      <div className={styles.counts}>
        {counts.map((name) => (
          <Statistic key={name} title={t(`${rehearsal ? "would" : "did"}.${name}`)} value={result[name]} />
        ))}
      </div>
      {result.verdicts.length === 0 ? (
        <Alert type="success" showIcon title={t(rehearsal ? "allGood" : "allDone")} />
      ) : (
        <Verdicts verdicts={result.verdicts} fields={fields} />
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
  const file = typeof result.rejects_file === "string" ? result.rejects_file : result.rejects_file?.id;
  return file ? (
    <Button icon={<DownloadOutlined aria-hidden />} href={apiUrl(`/files/${file}`)} download>
      {t("rejects", { count: result.failed })}
    </Button>
  ) : (
    <span />
  );
}

function Verdicts({ verdicts, fields }: { verdicts: CellVerdict[]; fields: FieldSpec[] }) {
  const { t } = useTranslation("import");
  const localised = useLocalised();
  const nameOf = (column: string | null) => {
    const field = fields.find((item) => item.key === column);
    return field ? localised(field.label) : (column ?? "");
  };
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t("row")}</th>
              <th>{t("column")}</th>
              <th>{t("value")}</th>
              <th>{t("problem")}</th>
            </tr>
          </thead>
          <tbody>
            {verdicts.slice(0, shownVerdicts).map((verdict) => (
              <tr key={`${verdict.row} ${verdict.column} ${verdict.code}`}>
                <td className="tabular">{verdict.row}</td>
                <td>{nameOf(verdict.column)}</td>
                <td className={styles.soft}>{verdict.value === null ? "" : String(verdict.value)}</td>
                <td className={styles.problem}>{verdict.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {verdicts.length > shownVerdicts ? (
        <p className={styles.soft}>{t("moreVerdicts", { count: verdicts.length - shownVerdicts })}</p>
      ) : null}
    </>
  );
}
