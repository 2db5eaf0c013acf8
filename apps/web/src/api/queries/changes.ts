import { infiniteQueryOptions } from "@tanstack/react-query";
import type { Filter } from "@/core/filter/filter";
import type { Values } from "@/core/form-runtime/path";
import { get, post } from "../client";
import type { JobView, Json, Page, Person } from "../types";
import { formPath } from "./records";

/** A record by its title. */
export interface RecordRef {
  form: string;
  record: string;
  title: string;
  deleted: boolean;
}

/** A change set as `GET /changes` lists it. */
export interface ChangeSetView {
  id: string;
  at: string;
  /** Absent: the product. */
  by: Person | null;
  act: string;
  app: string | null;
  forms: string[];
  note: string | null;
  /** How many changes it holds; told to some only. */
  size: number | null;
  records: RecordRef[];
  undoes: string | null;
  undone_by: string | null;
}

export interface ChangedRecord extends RecordRef {
  kind: "create" | "update" | "delete" | "restore";
  changes: { field: string; before: Json; after: Json }[];
}

export interface ChangeSetDetail extends ChangeSetView, Page<ChangedRecord> {}

export interface LeftRecord {
  form: string;
  record: string;
  title: string | null;
  /** Whether the rest of it was changed. */
  partly: boolean;
  issues: { severity: "error" | "warning"; pointer: string; code: string; message: string }[];
}

/** What came of work on many records. */
export interface MassResult {
  dry_run: boolean;
  change_set: string | null;
  total: number;
  done: number;
  unchanged: number;
  left: number;
  left_records: LeftRecord[];
  unseen: number;
}

/** It is done, or under way as a job. */
export type MassBegun = MassResult | JobView;

export const isJob = (begun: MassBegun): begun is JobView => "state" in begun;

export interface ChangesFilter {
  form?: string;
  actor?: string;
  act?: string;
  from?: string;
  to?: string;
}

export const changesQuery = (app: string, filter: ChangesFilter) =>
  infiniteQueryOptions({
    queryKey: ["changes", app, filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const given = Object.entries({ app, ...filter, cursor: pageParam }).filter(([, value]) => value);
      return get<Page<ChangeSetView>>(`/changes?${new URLSearchParams(given as [string, string][])}`, { signal });
    },
    getNextPageParam: (page) => page.next_cursor,
  });

export const changeSetQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["changes", "set", id],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      get<ChangeSetDetail>(`/changes/${id}${pageParam ? `?cursor=${pageParam}` : ""}`, { signal }),
    getNextPageParam: (page) => page.next_cursor,
  });

export const undoChanges = (
  id: string,
  body: { dry_run?: boolean; overwrite?: boolean; confirm?: string[] },
  idempotencyKey?: string,
) => post<MassBegun>(`/changes/${id}/undo`, body, { idempotencyKey });

/** Which records are meant: those that were chosen, or all that fit. */
export type Meant =
  | { records: { id: string; version?: number }[] }
  | { where: { filter?: Filter; search?: string; view?: string } };

export type BatchBody = Meant & {
  act: "update" | "delete" | "restore" | "press";
  values?: Values;
  button?: string;
  confirm?: string[];
  reason?: string;
};

export const batchRecords = (app: string, form: string, body: BatchBody, idempotencyKey?: string) =>
  post<MassBegun>(`${formPath(app, form)}/records/batch`, body, { idempotencyKey });
