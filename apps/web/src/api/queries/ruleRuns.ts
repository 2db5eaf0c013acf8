import { infiniteQueryOptions } from "@tanstack/react-query";
import { get } from "../client";
import type { I18nText } from "../types";

/** How a run of a rule ended. */
export type RunOutcome = "done" | "skipped" | "stopped" | "failed";

/** One run of a rule. */
export interface RuleRun {
  id: string;
  rule: string;
  rule_name: I18nText | null;
  at: string;
  trigger: string;
  form: string | null;
  record: { id: string; title: string | null } | null;
  outcome: RunOutcome;
  took_ms: number;
  created: number;
  updated: number;
  told: number;
  unsighted: number;
  issues: { code: string; pointer: string | null; message: string }[];
  change_set: string | null;
}

interface RuleRunPage {
  items: RuleRun[];
  next_cursor: string | null;
}

/** Which runs are looked at. */
export interface RunFilter {
  rule?: string;
  outcome?: RunOutcome;
}

/** What came of an app's rules, newest first. */
export const ruleRunsQuery = (app: string, filter: RunFilter) =>
  infiniteQueryOptions({
    queryKey: ["rule-runs", app, filter],
    staleTime: 10_000,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      get<RuleRunPage>(`/apps/${app}/rule-runs`, { query: { ...filter, cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
