import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../client";
import type { I18nText } from "../types";

/** Where a notification leads. */
export interface NotificationTarget {
  app?: string;
  form?: string;
  record?: string;
  instance?: string;
  task?: string | null;
  rule?: string;
}

/** Something that a person was told. */
export interface NotificationView {
  id: string;
  kind: string;
  title: I18nText;
  body: I18nText | null;
  target: NotificationTarget | null;
  at: string;
  read_at: string | null;
}

export interface NotificationPage {
  items: NotificationView[];
  next_cursor: string | null;
  unread: number;
}

/** What the person was told, newest first. */
export const notificationsQuery = queryOptions({
  queryKey: ["notifications"],
  staleTime: 30_000,
  queryFn: ({ signal }) => get<NotificationPage>("/notifications", { signal }),
});

/** Older ones. */
export const olderNotifications = (cursor: string) => get<NotificationPage>("/notifications", { query: { cursor } });

/** Notes that some of it, or all, has been read. */
export const readNotifications = (ids?: string[]) =>
  post<{ unread: number }>("/notifications/read", ids ? { ids } : {});
