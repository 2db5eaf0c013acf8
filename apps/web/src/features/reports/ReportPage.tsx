import { EditOutlined, ReloadOutlined } from "@ant-design/icons";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button, Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { appQuery } from "@/api/queries/apps";
import { publishedQuery } from "@/api/queries/records";
import { type CellPlace, drillReport, reportQuery, reportTableQuery } from "@/api/queries/reports";
import { LinkButton } from "@/ui/LinkButton";
import { useLocalised } from "@/ui/localised";
import { PageHeader } from "@/ui/PageHeader";
import { ProblemView } from "@/ui/ProblemView";
import { useTellProblem } from "@/ui/problems";
import styles from "./Reports.module.css";
import { ReportView } from "./ReportView";

const route = getRouteApi("/inside/apps/$app/reports/$report");

/** One report: its chart, its table, and the way to the records behind each number. */
export function ReportPage() {
  const { t } = useTranslation("reports");
  const localised = useLocalised();
  const { app, report: key } = route.useParams();
  const navigate = route.useNavigate();
  const tellProblem = useTellProblem();
  const { data: view } = useSuspenseQuery(appQuery(app));
  const report = useQuery(reportQuery(app, key));
  const table = useQuery(reportTableQuery(app, key));
  const formKey = report.data?.pivot.form ?? "";
  const form = useQuery({ ...publishedQuery(app, formKey), enabled: formKey !== "", retry: false });
  const error = report.error ?? table.error;
  if (error) {
    return <ProblemView page error={error} retry={() => void (report.error ? report.refetch() : table.refetch())} />;
  }
  const drill = async (cell: CellPlace) => {
    try {
      const behind = await drillReport(app, key, cell);
      await navigate({
        to: "/apps/$app/forms/$form",
        params: { app, form: behind.form },
        search: behind.filter ? { filter: behind.filter } : {},
      });
    } catch (failure) {
      tellProblem(failure);
    }
  };
  const name = localised(report.data?.name ?? view.reports.find((one) => one.key === key)?.name);
  return (
    <div className={styles.page}>
      <PageHeader title={name} text={localised(report.data?.description)}>
        <Button icon={<ReloadOutlined aria-hidden />} loading={table.isFetching} onClick={() => void table.refetch()}>
          {t("refresh")}
        </Button>
        {view.can_design && report.data?.pivot.form ? (
          <LinkButton
            to="/apps/$app/reports/new"
            params={{ app }}
            search={{ from: key }}
            icon={<EditOutlined aria-hidden />}
          >
            {t("common:act.edit")}
          </LinkButton>
        ) : null}
      </PageHeader>
      {report.data && table.data && !form.isLoading ? (
        <>
          <ReportView
            report={report.data}
            table={table.data}
            form={form.data?.spec}
            name={name}
            onDrill={(cell) => void drill(cell)}
          />
          <p className={styles.took}>{t("took", { ms: table.data.took_ms })}</p>
        </>
      ) : (
        <Skeleton active paragraph={{ rows: 8 }} />
      )}
    </div>
  );
}
