import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { apiUrl } from "./client";
import type { JobView, Page } from "./types";

const kinds = ["job", "task", "notification", "app"] as const;
type EventKind = (typeof kinds)[number];

/** Listens to the server's events while a person is logged in, and refreshes what they touch. */
export function useEvents(active: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!active || typeof EventSource === "undefined") {
      return;
    }
    const source = new EventSource(apiUrl("/events"));
    for (const kind of kinds) {
      source.addEventListener(kind, (event) => take(client, kind, event.data));
    }
    let lost = false;
    source.onerror = () => {
      lost = true;
    };
    source.onopen = () => {
      if (lost) {
        lost = false;
        void client.invalidateQueries({ queryKey: ["jobs"] });
        void client.invalidateQueries({ queryKey: ["tasks"] });
      }
    };
    return () => source.close();
  }, [active, client]);
}

function take(client: QueryClient, kind: EventKind, data: unknown): void {
  switch (kind) {
    case "job":
      takeJob(client, data);
      break;
    case "task":
      void client.invalidateQueries({ queryKey: ["tasks"] });
      break;
    case "notification":
      void client.invalidateQueries({ queryKey: ["notifications"] });
      break;
    case "app":
      void client.invalidateQueries({ queryKey: ["apps"] });
      void client.invalidateQueries({ queryKey: ["me"] });
      break;
  }
}

/** Puts a job's new state into the list and its own entry; asks anew where the event names only its id. */
function takeJob(client: QueryClient, data: unknown): void {
  const job = parseJob(data);
  if (!job) {
    void client.invalidateQueries({ queryKey: ["jobs"] });
    return;
  }
  client.setQueryData<JobView>(["jobs", job.id], job);
  client.setQueryData<Page<JobView>>(["jobs"], (page) => {
    if (!page) {
      return page;
    }
    const known = page.items.some((item) => item.id === job.id);
    const items = known ? page.items.map((item) => (item.id === job.id ? job : item)) : [job, ...page.items];
    return { ...page, items };
  });
}

function parseJob(data: unknown): JobView | null {
  if (typeof data !== "string") {
    return null;
  }
  try {
    const job = JSON.parse(data) as Partial<JobView>;
    return typeof job.id === "string" && typeof job.state === "string" && typeof job.kind === "string"
      ? (job as JobView)
      : null;
  } catch {
    return null;
  }
}
