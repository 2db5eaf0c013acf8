import { CheckCircleOutlined, CloseCircleOutlined, DownloadOutlined, MinusCircleOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Progress } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { apiUrl } from "@/api/client";
import { cancelJob, isOver } from "@/api/queries/jobs";
import type { JobView } from "@/api/types";
import { useLocalised } from "@/ui/localised";
import { useTellProblem } from "@/ui/problems";
import styles from "./JobList.module.css";

/** The jobs one below the other, with their progress and result. */
export function JobList({ jobs }: { jobs: JobView[] }) {
  const { t } = useTranslation("shell");
  if (jobs.length === 0) {
    return <p className={styles.none}>{t("jobs.none")}</p>;
  }
  return (
    <ul className={styles.list}>
      {jobs.slice(0, 12).map((job) => (
        <JobItem key={job.id} job={job} />
      ))}
    </ul>
  );
}

function JobItem({ job }: { job: JobView }) {
  const { t } = useTranslation("shell");
  const localised = useLocalised();
  const tell = useTellProblem();
  const client = useQueryClient();
  const cancel = async () => {
    try {
      await cancelJob(job.id);
      await client.invalidateQueries({ queryKey: ["jobs"] });
    } catch (error) {
      tell(error);
    }
  };
  const file = job.result?.file;
  return (
    <li>
      <div className={styles.head}>
        <strong>{job.name ? localised(job.name) : t([`jobs.kind.${job.kind}`, "jobs.kind.other"])}</strong>
        <time dateTime={job.created_at}>{dayjs(job.created_at).format("MM-DD HH:mm")}</time>
      </div>
      <div className={styles.state}>
        <JobProgress job={job} />
        {isOver(job) ? null : (
          <Button size="small" onClick={cancel}>
            {t("common:act.cancel")}
          </Button>
        )}
        <MassOutcome job={job} />
        {file ? (
          <Button
            size="small"
            icon={<DownloadOutlined aria-hidden />}
            href={apiUrl(`/files/${file.id}`)}
            download={file.name}
          >
            {t("jobs.download")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

/** What a batch or an undo has changed, and the way to it. */
function MassOutcome({ job }: { job: JobView }) {
  const { t } = useTranslation("shell");
  const { change_set: set, done, left } = job.result ?? {};
  if (!isOver(job) || typeof done !== "number" || typeof left !== "number") {
    return null;
  }
  return (
    <>
      <span>{t("jobs.counts", { done, left })}</span>
      {typeof set === "string" && job.result?.app ? (
        <Link to="/apps/$app/changes/$set" params={{ app: String(job.result.app), set }}>
          {t("jobs.changes")}
        </Link>
      ) : null}
    </>
  );
}

function JobProgress({ job }: { job: JobView }) {
  const { t } = useTranslation("shell");
  if (job.state === "done") {
    return (
      <span className={styles.done}>
        <CheckCircleOutlined aria-hidden /> {t("jobs.state.done")}
      </span>
    );
  }
  if (job.state === "failed") {
    return (
      <span className={styles.failed}>
        <CloseCircleOutlined aria-hidden /> {job.error?.detail ?? t("jobs.state.failed")}
      </span>
    );
  }
  if (job.state === "cancelled") {
    return (
      <span>
        <MinusCircleOutlined aria-hidden /> {t("jobs.state.cancelled")}
      </span>
    );
  }
  const { done = 0, total = null } = job.progress ?? {};
  return total ? (
    <Progress
      aria-label={t("jobs.progress")}
      className={styles.bar}
      percent={Math.floor((100 * done) / total)}
      size="small"
    />
  ) : (
    <span>{done > 0 ? t("jobs.doneSoFar", { done }) : t(`jobs.state.${job.state}`)}</span>
  );
}
