import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { RuleRun } from "@/api/queries/ruleRuns";
import { OptionTag } from "@/fields/_shared/OptionTag";
import { useLocalised } from "@/ui/localised";
import { When } from "@/ui/When";
import styles from "./RuleRuns.module.css";

interface Props {
  app: string;
  run: RuleRun;
  /** Whether the person can open records of the form. */
  opens: boolean;
}

const colours = { done: "green", skipped: "grey", stopped: "orange", failed: "red" } as const;

/** One run of a rule: when and why it ran, for which record, what it did or why it failed. */
export function RuleRunRow({ app, run, opens }: Props) {
  const { t } = useTranslation("rules");
  const localised = useLocalised();
  const outcome = t(`outcome.${run.outcome}`);
  return (
    <tr>
      <td data-label={t("column.when")}>
        <When at={run.at} />
      </td>
      <td data-label={t("column.rule")}>
        <Link to="/apps/$app/rule-runs" params={{ app }} search={{ rule: run.rule }}>
          {(run.rule_name ? localised(run.rule_name) : "") || run.rule}
        </Link>
      </td>
      <td data-label={t("column.trigger")}>{t([`trigger.${run.trigger}`, "trigger.other"])}</td>
      <td data-label={t("column.record")}>
        <RecordLink app={app} run={run} opens={opens} />
      </td>
      <td data-label={t("column.did")}>
        <OptionTag
          option={{ key: run.outcome, label: { "zh-CN": outcome, en: outcome }, colour: colours[run.outcome] }}
        />
        <Did run={run} />
      </td>
      <td data-label={t("column.took")} className={styles.number}>
        {t("ms", { n: run.took_ms })}
      </td>
    </tr>
  );
}

/** The way to the record, for who may see it. */
function RecordLink({ app, run, opens }: Props) {
  const { t } = useTranslation("rules");
  const { form, record } = run;
  if (!form || !record) {
    return <>—</>;
  }
  if (record.title === null || !opens) {
    return <span className={styles.soft}>{t("unseen")}</span>;
  }
  return (
    <Link to="/apps/$app/forms/$form/records/$id" params={{ app, form, id: record.id }}>
      {record.title || record.id}
    </Link>
  );
}

function Did({ run }: { run: RuleRun }) {
  const { t } = useTranslation("rules");
  const counts = (["created", "updated", "told", "unsighted"] as const).filter((what) => run[what] > 0);
  return (
    <ul className={styles.did}>
      {counts.map((what) => (
        <li key={what}>{t(`did.${what}`, { count: run[what] })}</li>
      ))}
      {run.issues.map((issue) => (
        <li key={`${issue.code} ${issue.pointer}`}>
          {issue.message} {issue.pointer ? <code>{issue.pointer}</code> : null}
        </li>
      ))}
    </ul>
  );
}
