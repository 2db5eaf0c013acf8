import { queryOptions } from "@tanstack/react-query";
import { get } from "../client";
import type { Page, TaskView } from "../types";

export type TaskBox = "todo" | "done" | "started" | "cc";

export const tasksQuery = (box: TaskBox) =>
  queryOptions({
    queryKey: ["tasks", box],
    staleTime: 15_000,
    queryFn: ({ signal }) => get<Page<TaskView>>("/tasks", { query: { box }, signal }),
  });
