import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../client";
import type { AppView, I18nText } from "../types";

export const appQuery = (app: string) =>
  queryOptions({
    queryKey: ["apps", app],
    staleTime: 60_000,
    queryFn: ({ signal }) => get<AppView>(`/apps/${app}`, { signal }),
  });

/** Makes an app that is still empty; who makes it may do everything in it. */
export const createApp = (app: { key: string; name: I18nText }) => post<AppView>("/apps", app);
