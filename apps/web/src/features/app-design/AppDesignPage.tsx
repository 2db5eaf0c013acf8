import {
  BarChartOutlined,
  ExportOutlined,
  FormOutlined,
  PartitionOutlined,
  PlusOutlined,
  TeamOutlined,
  ThunderboltOutlined,
} from "@ant-design/icons";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { exportUrl } from "@/api/queries/admin";
import { appQuery } from "@/api/queries/apps";
import { type FormEntry, formEntriesQuery } from "@/api/queries/design";
import { OptionTag } from "@/fields/_shared/OptionTag";
import { EmptyState } from "@/ui/EmptyState";
import { LinkButton } from "@/ui/LinkButton";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemView } from "@/ui/ProblemView";
import styles from "./AppDesign.module.css";
import { NewForm } from "./NewForm";

const route = getRouteApi("/inside/apps/$app/design");

/** What an app is made of, and the way to each designer. */
export function AppDesignPage() {
  const { t } = useTranslation("build");
  const localised = useLocalised();
  const { app } = route.useParams();
  const { data: view } = useSuspenseQuery(appQuery(app));
  const forms = useQuery(formEntriesQuery(app));
  const [making, setMaking] = useState(false);
  return (
    <div className={styles.page}>
      <PageHeader title={t("title")} text={t("text", { name: localised(view.name) })}>
        <LinkButton to="/apps/$app/roles" params={{ app }} icon={<TeamOutlined aria-hidden />}>
          {t("roles")}
        </LinkButton>
        <LinkButton to="/apps/$app/rule-runs" params={{ app }} search={{}} icon={<ThunderboltOutlined aria-hidden />}>
          {t("ruleRuns")}
        </LinkButton>
        <Button icon={<ExportOutlined aria-hidden />} href={exportUrl(app)} title={t("exportText")}>
          {t("export")}
        </Button>
        <LinkButton to="/apps/$app/reports/new" params={{ app }} icon={<BarChartOutlined aria-hidden />}>
          {t("newReport")}
        </LinkButton>
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setMaking(true)}>
          {t("newForm")}
        </Button>
      </PageHeader>
      <h2 className={styles.heading}>{t("forms")}</h2>
      {forms.error ? <ProblemView error={forms.error} retry={() => void forms.refetch()} /> : null}
      {forms.isPending ? <Skeleton active /> : null}
      {forms.data?.length === 0 ? <EmptyState title={t("none")} text={t("noneText")} /> : null}
      <ul className={styles.list}>
        {forms.data?.map((form) => (
          <li key={form.key}>
            <FormRow app={app} form={form} readable={view.forms.some((one) => one.key === form.key)} />
          </li>
        ))}
      </ul>
      {view.reports.length > 0 ? (
        <>
          <h2 className={styles.heading}>{t("reports")}</h2>
          <ul className={styles.list}>
            {view.reports.map((report) => (
              <li key={report.key} className={styles.row}>
                <Link to="/apps/$app/reports/$report" params={{ app, report: report.key }} className={styles.name}>
                  {localised(report.name)}
                </Link>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {making ? <NewForm app={app} taken={forms.data ?? []} onClose={() => setMaking(false)} /> : null}
    </div>
  );
}

interface RowProps {
  app: string;
  form: FormEntry;
  /** Whether the person may read records of it; who builds need not. */
  readable: boolean;
}

function FormRow({ app, form, readable }: RowProps) {
  const { t } = useTranslation("build");
  const localised = useLocalised();
  const params = { design: app, form: form.key };
  return (
    <div className={styles.row}>
      <span className={styles.name}>
        {localised(form.name) || form.key}
        <span className={styles.soft}>
          {form.form_version === null ? t("never") : t("version", { n: form.form_version })}
        </span>
        {form.changed && form.form_version !== null ? (
          <OptionTag option={{ key: "draft", label: { "zh-CN": t("draft"), en: t("draft") }, colour: "orange" }} />
        ) : null}
      </span>
      <span className={styles.acts}>
        <LinkButton to="/design/$design/forms/$form" params={params} icon={<FormOutlined aria-hidden />}>
          {t("form")}
        </LinkButton>
        <LinkButton to="/design/$design/forms/$form/flow" params={params} icon={<PartitionOutlined aria-hidden />}>
          {t("flow")}
        </LinkButton>
        {readable ? (
          <LinkButton to="/apps/$app/forms/$form" params={{ app, form: form.key }} color="default" variant="text">
            {t("records")}
          </LinkButton>
        ) : null}
      </span>
    </div>
  );
}
