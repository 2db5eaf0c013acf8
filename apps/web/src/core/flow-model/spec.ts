import type { I18nText, Json } from "@/api/types";
import type { Filter } from "@/core/filter/filter";

/** A rule that finds people. */
export type AssigneeRule =
  | { user: string }
  | { users: string[] }
  | { role: string }
  | { dept_leader: true | LeaderSpec }
  | { manager: true | LeaderSpec }
  | { leaders: { up_to?: number; order?: "bottom_up" | "top_down" } }
  | { field: string }
  | { dept_head: string }
  | { param: string }
  | { node_approver: string }
  | { initiator: true }
  | { initiator_picks: true };

interface LeaderSpec {
  level: number;
  beyond_top?: "top" | "empty";
}

export type AssigneeKind =
  | "users"
  | "role"
  | "dept_leader"
  | "manager"
  | "leaders"
  | "field"
  | "dept_head"
  | "param"
  | "node_approver"
  | "initiator"
  | "initiator_picks";

/** How several people decide together. */
export type ModeSpec =
  | { all: { collect_all?: boolean } }
  | { any: { any_pass_only?: boolean } }
  | { seq: Record<string, never> }
  | { one: Record<string, never> }
  | { ratio: RatioSpec }
  | { count: { at_least: Json; collect_all?: boolean } }
  | { per_group: { at_least: Json } }
  | { pool: Record<string, never> }
  | { random: Record<string, never> };

/** The share that must approve, of people or of their weights by log-in name. */
export interface RatioSpec {
  percent: Json;
  collect_all?: boolean;
  by?: "count" | "weight";
  weights?: Record<string, number>;
}

export type FieldAccess = "write" | "read" | "hide";

export type OnReject = "end" | "branch" | "return_prev" | "return_start" | { return_node: string };

export interface DueSpec {
  working_days?: number;
  days?: number;
  hours?: number;
}

/** What a node that waits for people says. */
export interface TaskSettings {
  assignees: AssigneeRule[];
  mode?: ModeSpec;
  /** Whose refusal decides at once. */
  veto?: AssigneeRule[];
  on_reject?: OnReject;
  fields?: Record<string, FieldAccess>;
  must?: string[];
  due?: DueSpec | null;
  /** ISO 8601 durations from the due time: `-PT4H` before it, `P1D` after. */
  remind?: string[];
  comment_on?: string[];
  same?: string | null;
  dedup?: string;
  [more: string]: unknown;
}

/** A case of a condition, or a branch that runs beside others. */
export interface BranchSpec {
  key: string;
  name?: I18nText | null;
  when?: Filter | null;
  body?: NodeSpec | null;
  otherwise?: boolean;
}

export type NodeKind =
  | "start"
  | "approver"
  | "handler"
  | "cc"
  | "condition"
  | "parallel"
  | "inclusive"
  | "route"
  | "set_fields"
  | "auto_approve"
  | "auto_reject"
  | "end";

/** One node, with everything behind it on the same level. */
export interface NodeSpec {
  key: string;
  kind: NodeKind;
  name?: I18nText | null;
  settings: { [name: string]: unknown };
  next?: NodeSpec | null;
}

/** An approval flow as people design it. */
export interface WorkflowSpec {
  version: number;
  key: string;
  form: string;
  name: I18nText;
  start_on?: Json[];
  initiator?: Json;
  settings?: { [name: string]: unknown };
  root: NodeSpec;
}

const lists = { condition: "cases", parallel: "branches", inclusive: "branches" } as const;

/** The name of the setting that holds the branches of a kind; `null` where it has none. */
export function branchList(kind: NodeKind): "cases" | "branches" | null {
  return kind in lists ? lists[kind as keyof typeof lists] : null;
}

/** The branches of a node, in order. */
export function branchesOf(node: NodeSpec): BranchSpec[] {
  const list = branchList(node.kind);
  return list ? ((node.settings[list] as BranchSpec[] | undefined) ?? []) : [];
}

export function withBranches(node: NodeSpec, branches: BranchSpec[]): NodeSpec {
  const list = branchList(node.kind);
  return list ? { ...node, settings: { ...node.settings, [list]: branches } } : node;
}

/** What a node that waits for people says; `null` for the others. */
export function taskOf(node: NodeSpec): TaskSettings | null {
  return node.kind === "approver" || node.kind === "handler" ? (node.settings as unknown as TaskSettings) : null;
}

/** Which kind of rule it is. */
export function ruleKind(rule: AssigneeRule): AssigneeKind {
  return "user" in rule ? "users" : ((Object.keys(rule)[0] ?? "users") as AssigneeKind);
}
