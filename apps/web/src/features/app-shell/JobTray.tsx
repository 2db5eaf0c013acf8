import { CloudSyncOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Badge, Button, Popover } from "antd";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { isOver, jobsQuery } from "@/api/queries/jobs";
import { useTray } from "@/ui/tray";

const JobList = lazy(() => import("./JobList").then((module) => ({ default: module.JobList })));

/** Long work of this person: what runs, and what it brought. It stays over a reload, for the server keeps it. */
export function JobTray() {
  const { t } = useTranslation("shell");
  const { open, setOpen } = useTray();
  const { data } = useQuery({
    ...jobsQuery,
    refetchInterval: (query) => (query.state.data?.items.some((job) => !isOver(job)) ? 3_000 : false),
  });
  const jobs = data?.items ?? [];
  const running = jobs.filter((job) => !isOver(job)).length;
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      title={t("jobs.title")}
      content={
        <Suspense>
          <JobList jobs={jobs} />
        </Suspense>
      }
    >
      <Button
        type="text"
        aria-label={running > 0 ? t("jobs.running", { count: running }) : t("jobs.title")}
        icon={
          <Badge count={running} size="small" color="var(--m-accent)" offset={[4, -2]}>
            <CloudSyncOutlined aria-hidden style={{ fontSize: 18 }} />
          </Badge>
        }
      />
    </Popover>
  );
}
