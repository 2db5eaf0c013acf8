import { queryOptions } from "@tanstack/react-query";
import type { WorkflowSpec } from "@/core/flow-model/spec";
import { get, post, put } from "../client";
import { ApiProblem, type Issue } from "../errors";
import type { Page, Person } from "../types";
import { formPath } from "./records";

/** A flow as its designer sees it. */
export interface FlowDraft {
  spec: WorkflowSpec;
  draft_version: number;
  /** The version in force; absent before the first publishing. */
  version: number | null;
  changed: boolean;
  issues: Issue[];
}

/** The flow of a form; `null` where it has none yet. */
export const flowDraftQuery = (app: string, form: string) =>
  queryOptions({
    queryKey: ["design", app, "flow", form],
    staleTime: 0,
    queryFn: async ({ signal }): Promise<FlowDraft | null> => {
      try {
        const draft = await get<FlowDraft | { spec: null }>(`${formPath(app, form)}/workflow`, { signal });
        return draft.spec === null ? null : (draft as FlowDraft);
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) {
          return null;
        }
        throw error;
      }
    },
  });

/** Saves a draft; `version` is the one that was seen, none for a new flow. */
export const saveFlowDraft = (app: string, spec: WorkflowSpec, version: number | null) =>
  put<FlowDraft>(`${formPath(app, spec.form)}/workflow`, spec, {
    headers: version === null ? {} : { "If-Match": `"${version}"` },
  });

export const publishFlow = (app: string, form: string) =>
  post<{ version: number }>(`${formPath(app, form)}/workflow/publish`);

interface PersonRow extends Person {
  username: string;
}

/** People to choose from, with their log-in names. */
export const peopleQuery = queryOptions({
  queryKey: ["people"],
  staleTime: 60_000,
  queryFn: async ({ signal }) => (await get<Page<PersonRow>>("/people", { signal })).items,
});
