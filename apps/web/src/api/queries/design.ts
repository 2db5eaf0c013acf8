import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { FormSpec } from "@/core/form-model/spec";
import { get, post, put } from "../client";
import type { ApiProblem, Issue } from "../errors";
import type { I18nText, Json, Page, Person } from "../types";
import { formPath } from "./records";

/** A form in the list of those that can be designed. */
export interface FormEntry {
  key: string;
  name: I18nText;
  form_version: number | null;
  changed: boolean;
}

/** A form as its designer sees it. */
export interface FormDraft {
  spec: FormSpec;
  draft_version: number;
  form_version: number | null;
  changed: boolean;
  issues: Issue[];
}

/** Values that a publication would take away. */
export interface Loss {
  loss: "field" | "storage" | "options";
  field: string;
  label: I18nText;
  options?: string[];
}

/** What differs between two versions of a form. */
export type FormChange =
  | { change: "field_added" | "field_removed" | "field_changed"; field: string; label: I18nText }
  | { change: "kind_changed"; field: string; label: I18nText; from: string; to: string }
  | { change: "form_changed"; part: string };

/** A version of a form in the list of them. */
export interface FormVersion {
  form_version: number;
  published_at: string;
  /** Absent: the product, as when an app was installed. */
  published_by: Person | null;
  /** What was different from the version before. */
  changes: FormChange[];
  losses: Loss[];
}

/** A version as it stood, and what is different in it from the draft. */
export interface FormVersionView {
  form_version: number;
  spec: FormSpec;
  changes: FormChange[];
  losses: Loss[];
}

type ListOf<T> = T[] | { items: T[] };
export const listOf = <T>(answer: ListOf<T>): T[] => (Array.isArray(answer) ? answer : answer.items);

export const formEntriesQuery = (app: string) =>
  queryOptions({
    queryKey: ["design", app, "forms"],
    staleTime: 10_000,
    queryFn: async ({ signal }) => listOf(await get<ListOf<FormEntry>>(`/apps/${app}/forms`, { signal })),
  });

export const formDraftQuery = (app: string, form: string) =>
  queryOptions({
    queryKey: ["design", app, "form", form],
    staleTime: 0,
    queryFn: ({ signal }) => get<FormDraft>(formPath(app, form), { signal }),
  });

export const formVersionsQuery = (app: string, form: string) =>
  infiniteQueryOptions({
    queryKey: ["design", app, "form", form, "versions"],
    staleTime: 0,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      get<Page<FormVersion>>(`${formPath(app, form)}/versions${pageParam ? `?cursor=${pageParam}` : ""}`, { signal }),
    getNextPageParam: (last) => last.next_cursor,
  });

export const getFormVersion = (app: string, form: string, version: number) =>
  get<FormVersionView>(`${formPath(app, form)}/versions/${version}`);

/** Saves a draft; `version` is the one that was seen, none for a new form. */
export const saveFormDraft = (app: string, spec: FormSpec, version: number | null) =>
  put<FormDraft>(formPath(app, spec.key), spec, {
    headers: version === null ? {} : { "If-Match": `"${version}"` },
  });

export const publishForm = (app: string, form: string, acceptLoss: boolean) =>
  post<{ form_version: number }>(`${formPath(app, form)}/publish`, { accept_loss: acceptLoss });

/** The losses that a refused publication names. */
export function lossesOf(problem: ApiProblem): Loss[] {
  const { params, losses } = problem.body as { params?: { losses?: Json }; losses?: Json };
  const list = params?.losses ?? losses;
  return Array.isArray(list) ? (list as unknown as Loss[]) : [];
}
