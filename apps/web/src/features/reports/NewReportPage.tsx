import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { appQuery } from "@/api/queries/apps";
import { reportQuery } from "@/api/queries/reports";
import { PageSkeleton } from "@/ui/PageSkeleton";
import { ProblemView } from "@/ui/ProblemView";
import { ReportEditor } from "./ReportEditor";

const route = getRouteApi("/inside/apps/$app/reports/new");

/** A report being made, or made anew from one that is saved. */
export function NewReportPage() {
  const { app } = route.useParams();
  const { from = "" } = route.useSearch();
  const { data: view } = useSuspenseQuery(appQuery(app));
  const report = useQuery({ ...reportQuery(app, from), enabled: from !== "" });
  if (report.error) {
    return <ProblemView page error={report.error} retry={() => void report.refetch()} />;
  }
  return from === "" || report.data ? <ReportEditor key={from} app={view} report={report.data} /> : <PageSkeleton />;
}
