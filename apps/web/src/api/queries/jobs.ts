import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../client";
import type { JobView, Page } from "../types";

/** The viewer's recent jobs, newest first. */
export const jobsQuery = queryOptions({
  queryKey: ["jobs"],
  staleTime: 5_000,
  queryFn: ({ signal }) => get<Page<JobView>>("/jobs", { signal }),
});

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ["jobs", id],
    staleTime: 0,
    queryFn: ({ signal }) => get<JobView>(`/jobs/${id}`, { signal }),
  });

export const cancelJob = (id: string) => post<JobView>(`/jobs/${id}/cancel`);

export function isOver(job: JobView): boolean {
  return job.state === "done" || job.state === "failed" || job.state === "cancelled";
}
