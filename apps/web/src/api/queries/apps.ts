import { queryOptions } from "@tanstack/react-query";
import { get } from "../client";
import type { AppView } from "../types";

export const appQuery = (app: string) =>
  queryOptions({
    queryKey: ["apps", app],
    staleTime: 60_000,
    queryFn: ({ signal }) => get<AppView>(`/apps/${app}`, { signal }),
  });
