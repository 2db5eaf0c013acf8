import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { FormSpec } from "@/core/form-model/spec";
import type { Values } from "@/core/form-runtime/path";
import { get, post } from "../client";
import { ApiProblem, type ProblemBody } from "../errors";
import type { I18nText, Json, Page, Person, TaskView } from "../types";
import { formPath, type RecordView } from "./records";

export const taskBoxes = ["todo", "done", "started", "cc"] as const;
export type TaskBox = (typeof taskBoxes)[number];

/** What a person may do with a field at a node. */
export type NodeRight = "write" | "read" | "hide";

export type ReturnMode = "rewalk" | "straight";

/** One line of what happened. */
export interface TimelineLine {
  at: string;
  by: Person | null;
  act: string;
  node: string | null;
  node_name: I18nText | null;
  comment: string | null;
  round: number | null;
  people: Person[];
  /** What belongs to it, such as how an approval ended. */
  detail?: { [key: string]: Json };
}

/** Somebody who is waited for. */
export interface PendingPerson {
  task: string;
  person: Person;
  node: string;
  node_name: I18nText | null;
  since: string;
  due_at: string | null;
  /** Whether the person has taken it for all who could do it. */
  claimed: boolean;
  /** Whether the viewer added this person, and may take them away again. */
  removable: boolean;
}

/** The approval of a record: where it stands, and how it came there. */
export interface InstanceView {
  id: string;
  state: string;
  /** Whether it is back with the initiator. */
  revising: boolean;
  initiator: Person | null;
  started_at: string;
  ended_at: string | null;
  timeline: TimelineLine[];
  pending: PendingPerson[];
  /** The version of the flow that it keeps to. */
  workflow_version: number;
  can_withdraw: boolean;
  /** Whether an administrator holds it up. */
  suspended: boolean;
  /** What the viewer may do with it as an administrator. */
  acts: string[];
  /** Where it waits for an administrator. */
  incidents: { node: string; node_name: I18nText | null; code: string }[];
}

/** A task with the record as it may be seen and changed there. */
export interface TaskDetail {
  task: TaskView;
  record: RecordView;
  /** The form as it is seen at this node; absent where it is as the person's roles show it. */
  spec?: FormSpec;
  rights: Record<string, NodeRight>;
  must: string[];
  actions: string[];
  return_targets: { node: string; name: I18nText | null }[];
  instance: InstanceView;
}

/** What goes along with an act. */
export interface ActBody {
  comment?: string;
  values?: Values;
  target?: string;
  mode?: ReturnMode;
  user?: string;
  users?: string[];
  position?: "before" | "after" | "parallel";
  order?: "any" | "all" | "seq";
  /** The other task that an act is about. */
  task?: string;
  record_version?: number;
  version?: number;
}

export interface ActAnswer {
  task: TaskView;
  instance: InstanceView;
  next_tasks: (TaskView | string)[];
}

/** One step that would be walked. */
export interface PreviewNode {
  key: string;
  name: I18nText | null;
  people: Person[];
  /** Who counts as having approved without being asked. */
  skipped: Person[];
  certainty: "certain" | "depends_on_edit" | "needs_pick" | "by_lot" | "external";
  /** The rules that found the people, such as `role:legal`. */
  why: string[];
  /** What an administrator would have to help with. */
  incident: string | null;
}

export const tasksQuery = (box: TaskBox) =>
  queryOptions({
    queryKey: ["tasks", box],
    staleTime: 15_000,
    queryFn: ({ signal }) => get<Page<TaskView>>("/tasks", { query: { box }, signal }),
  });

/** The tasks of a box, page after page. */
export const taskPagesQuery = (box: TaskBox) =>
  infiniteQueryOptions({
    queryKey: ["tasks", box, "pages"],
    staleTime: 15_000,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      get<Page<TaskView>>("/tasks", { query: { box, cursor: pageParam ?? undefined }, signal }),
    getNextPageParam: (page) => page.next_cursor,
  });

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ["task", id],
    staleTime: 5_000,
    queryFn: ({ signal }) => get<TaskDetail>(`/tasks/${id}`, { signal }),
  });

/** One approval, for those who take part in it. */
export const instanceQuery = (id: string) =>
  queryOptions({
    queryKey: ["instance", id],
    staleTime: 5_000,
    queryFn: ({ signal }) => get<InstanceView>(`/instances/${id}`, { signal }),
  });

/** The newest approval of a record; `null` where it has had none. */
export const recordInstanceQuery = (app: string, form: string, id: string) =>
  queryOptions({
    queryKey: ["record", app, form, id, "instance"],
    staleTime: 5_000,
    queryFn: async ({ signal }): Promise<InstanceView | null> => {
      try {
        return (await get<InstanceView | null>(`${formPath(app, form)}/records/${id}/instance`, { signal })) ?? null;
      } catch (error) {
        if (error instanceof ApiProblem && (error.status === 404 || error.status === 501)) {
          return null;
        }
        throw error;
      }
    },
  });

/** Who would be asked if the record were submitted as it stands. */
export const flowPreviewQuery = (app: string, form: string, record: string, version: number) =>
  queryOptions({
    queryKey: ["record", app, form, record, "preview", version],
    staleTime: 0,
    queryFn: ({ signal }) =>
      post<{ nodes: PreviewNode[] }>(`${formPath(app, form)}/workflow/preview`, { record }, { signal }),
  });

/** Acts that concern the approval as a whole rather than one task of it. */
const instanceActs = new Set([
  "withdraw",
  "urge",
  "comment",
  "cc",
  "resubmit",
  "reassign",
  "retry",
  "suspend",
  "resume",
  "terminate",
]);

export const isInstanceAct = (act: string) => instanceActs.has(act);

export const actOnTask = (task: string, act: string, body: ActBody, idempotencyKey: string) =>
  post<ActAnswer>(`/tasks/${task}/actions/${act}`, body, { idempotencyKey });

export const actOnInstance = (instance: string, act: string, body: ActBody, idempotencyKey: string) =>
  post<Json>(`/instances/${instance}/actions/${act}`, body, { idempotencyKey });

/** What came of each of several tasks, in the order in which they were sent. */
export interface BatchAnswer {
  items: { done: boolean; problem: ProblemBody | null }[];
}

export const decideTasks = (
  action: "approve" | "reject",
  tasks: { task: string; version: number }[],
  comment: string | undefined,
  idempotencyKey: string,
) => post<BatchAnswer>("/tasks/batch", { action, tasks, comment }, { idempotencyKey });
