import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Filter } from "@/core/filter/filter";
import { type FieldType, type FormSpec, type SortSpec, withReadKinds } from "@/core/form-model/spec";
import type { Values } from "@/core/form-runtime/path";
import type { Evaluated } from "@/core/form-runtime/store";
import { apiUrl, del, get, patch, post, send, type UploadOptions, upload } from "../client";
import type { Act, FileView, I18nText, JobView, Json, Page, Person, Ref } from "../types";

/** `GET …/forms/{form}/published`. */
export interface PublishedForm {
  form_version: number;
  spec: FormSpec;
  rights: Record<string, "mask" | "view" | "edit">;
  /** The kinds that fields which read from other records finally have, by their keys. */
  read_kinds?: Record<string, FieldType>;
  acts: Act[];
  prints: { key: string; name: I18nText }[];
  workflow: { key: string; name: I18nText } | null;
}

export interface RecordView {
  id: string;
  version: number;
  title: string;
  flow_state: string | null;
  owner: Ref | null;
  dept: Ref | null;
  created_at: string;
  created_by: Ref | null;
  updated_at: string;
  updated_by: Ref | null;
  values: Values;
  held_back?: number;
}

export interface RecordPage {
  records: RecordView[];
  next_cursor: string | null;
  total?: number;
  total_is_exact?: boolean;
  /** The colours of records that stand out in the view, by their ids. */
  colours?: Record<string, string>;
}

/** What a list asks for. */
export interface ListQuestion {
  filter?: Filter;
  sort?: SortSpec[];
  search?: string;
  fields?: string[];
  view?: string;
  limit?: number;
  count?: "none" | "fast" | "exact";
  /** The records in the recycle bin instead. */
  deleted?: boolean;
}

export interface HistoryEntry {
  id: string;
  version: number;
  at: string;
  /** Absent: the product. */
  by: Person | null;
  act: string;
  /** Why, where the person said so. */
  note: string | null;
  kind: "create" | "update" | "delete" | "restore";
  changes: { field: string; label?: I18nText; before: Json; after: Json }[];
}

export interface CommentView {
  id: string;
  at: string;
  /** Absent: the product. */
  by: Person | null;
  text: string;
}

export const formPath = (app: string, form: string) => `/apps/${app}/forms/${form}`;

export const publishedQuery = (app: string, form: string) =>
  queryOptions({
    queryKey: ["forms", app, form],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const published = await get<PublishedForm>(`${formPath(app, form)}/published`, { signal });
      return { ...published, spec: withReadKinds(published.spec, published.read_kinds ?? {}) };
    },
  });

/** The records of a form, page after page. */
export const recordsQuery = (app: string, form: string, question: ListQuestion) =>
  infiniteQueryOptions({
    queryKey: ["records", app, form, question],
    staleTime: 10_000,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const first = pageParam === null;
      const body = { ...question, cursor: pageParam ?? undefined, count: first ? (question.count ?? "fast") : "none" };
      return post<RecordPage>(`${formPath(app, form)}/records/query`, body, { signal });
    },
    getNextPageParam: (page) => page.next_cursor,
  });

/** One page of the records of a form, as large as it is asked for. */
export const queryRecords = (app: string, form: string, question: ListQuestion) =>
  queryOptions({
    queryKey: ["records", app, form, question, "page"],
    staleTime: 10_000,
    queryFn: ({ signal }) => post<RecordPage>(`${formPath(app, form)}/records/query`, question, { signal }),
  });

/** How many records there are, exactly. */
export const totalQuery = (app: string, form: string, question: ListQuestion) =>
  queryOptions({
    queryKey: ["records", app, form, question, "total"],
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const body = { ...question, fields: [], limit: 1, count: "exact" };
      return (await post<RecordPage>(`${formPath(app, form)}/records/query`, body, { signal })).total ?? null;
    },
  });

export const recordQuery = (app: string, form: string, id: string) =>
  queryOptions({
    queryKey: ["record", app, form, id],
    staleTime: 5_000,
    queryFn: ({ signal }) => get<RecordView>(`${formPath(app, form)}/records/${id}`, { signal }),
  });

export const historyQuery = (app: string, form: string, id: string) =>
  queryOptions({
    queryKey: ["record", app, form, id, "history"],
    queryFn: ({ signal }) => get<Page<HistoryEntry>>(`${formPath(app, form)}/records/${id}/history`, { signal }),
  });

export const commentsQuery = (app: string, form: string, id: string) =>
  queryOptions({
    queryKey: ["record", app, form, id, "comments"],
    queryFn: ({ signal }) => get<Page<CommentView>>(`${formPath(app, form)}/records/${id}/comments`, { signal }),
  });

export const addComment = (app: string, form: string, id: string, text: string) =>
  post<CommentView>(`${formPath(app, form)}/records/${id}/comments`, { text });

export interface EvaluateQuestion {
  id?: string;
  values: Values;
  changed?: string[];
}

export const evaluate = (app: string, form: string, question: EvaluateQuestion, signal: AbortSignal) =>
  post<Evaluated>(`${formPath(app, form)}/records/evaluate`, question, { signal });

/** A write: the codes of the warnings that the person has confirmed, and the key that makes a repeat harmless. */
export interface WriteOptions {
  confirm?: string[];
  /** Why, where a change of an option asks for a reason. */
  reason?: string;
  idempotencyKey?: string;
}

export const createRecord = (app: string, form: string, values: Values, submit: boolean, options: WriteOptions) =>
  post<RecordView>(
    `${formPath(app, form)}/records`,
    { values, submit: submit || undefined, confirm: options.confirm, reason: options.reason },
    { idempotencyKey: options.idempotencyKey },
  );

export const updateRecord = (app: string, form: string, record: RecordView, values: Values, options: WriteOptions) =>
  patch<RecordView>(`${formPath(app, form)}/records/${record.id}`, {
    version: record.version,
    values,
    confirm: options.confirm,
    reason: options.reason,
  });

export const deleteRecord = (app: string, form: string, id: string, version: number, confirm?: string[]) =>
  del<void>(`${formPath(app, form)}/records/${id}`, {
    version,
    confirm: confirm && confirm.length > 0 ? confirm : undefined,
  });

export const restoreRecord = (app: string, form: string, id: string) =>
  post<RecordView>(`${formPath(app, form)}/records/${id}/restore`);

/** `picks` says whom the initiator picks, by node. */
export const submitRecord = (
  app: string,
  form: string,
  id: string,
  version: number,
  { confirm = [], picks }: { confirm?: string[]; picks?: Record<string, string[]> } = {},
) =>
  post<Json>(`${formPath(app, form)}/records/${id}/submit`, {
    version,
    confirm: confirm.length > 0 ? confirm : undefined,
    picks,
  });

export const pressButton = (
  app: string,
  form: string,
  id: string,
  button: string,
  body: { version: number; values?: Values; confirm?: string[]; reason?: string },
) => post<Json>(`${formPath(app, form)}/records/${id}/actions/${button}`, body);

/** The printed document of a record, as a PDF. */
export async function printRecord(app: string, form: string, id: string, print: string): Promise<Blob> {
  const response = await send("POST", `${formPath(app, form)}/records/${id}/prints/${print}`, {
    body: {},
    headers: { Accept: "application/pdf, application/problem+json" },
  });
  return response.blob();
}

/** Takes the records of a list out to a file, as a job. */
export const exportRecords = (app: string, form: string, question: ListQuestion & { format: "xlsx" | "csv" }) =>
  post<JobView>(`${formPath(app, form)}/records/export`, question);

export function uploadFile(file: File | Blob, name: string, options?: UploadOptions): Promise<FileView> {
  const form = new FormData();
  form.append("file", file, name);
  return upload<FileView>("/files", form, options);
}

export const fileUrl = (id: string) => apiUrl(`/files/${id}`);
export const previewUrl = (id: string) => apiUrl(`/files/${id}/preview`);
