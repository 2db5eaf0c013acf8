import { createStore } from "zustand/vanilla";
import type { Issue } from "@/api/errors";
import type { Json } from "@/api/types";
import type { OptionSpec } from "../form-model/kinds";
import { asWritten, type FieldPath, pathOfPointer, sameJson, type Values, valueAt, withValue } from "./path";

/** How a field stands at the moment, as the server evaluated it. */
export interface FieldState {
  visible?: boolean;
  required?: boolean;
  read_only?: boolean;
  options?: OptionSpec[] | string[];
}

/** What the server answers to a record that is being filled in. */
export interface Evaluated {
  values: Values;
  states: Record<FieldPath, FieldState>;
  issues: Issue[];
}

export interface FormRuntime {
  /** What stands in the fields now. */
  values: Values;
  /** What stood there when the form was opened, or last saved. */
  saved: Values;
  states: Record<FieldPath, FieldState>;
  /** Problems by place. */
  issues: Record<FieldPath, Issue[]>;
  /** Places that the person has left or changed: only there problems are shown before saving. */
  touched: ReadonlySet<FieldPath>;
  /** Whether all problems are shown, after an attempt to save. */
  showAll: boolean;
  /** When each place was last changed by the person. */
  changedAt: Record<FieldPath, number>;
  /** How often the person has changed something. */
  edits: number;
  set: (path: FieldPath, value: Json) => void;
  touch: (path: FieldPath) => void;
  /** Takes an evaluation that was asked for when `edits` was `since`. */
  take: (evaluated: Evaluated, since: number) => void;
  /** Puts the problems of a refused save at their fields. */
  refuse: (issues: Issue[]) => void;
  addRow: (path: FieldPath, at: number, row: Values) => void;
  removeRow: (path: FieldPath, at: number) => void;
  moveRow: (path: FieldPath, from: number, to: number) => void;
  reset: (values: Values) => void;
  restore: (values: Values) => void;
}

export type FormStore = ReturnType<typeof createFormStore>;

/** The state of one form that is being filled in; a field subscribes to its own place only. */
export function createFormStore(values: Values) {
  return createStore<FormRuntime>()((set, get) => {
    const change = (path: FieldPath, value: Json) =>
      set((state) => ({
        values: withValue(state.values, path, value),
        edits: state.edits + 1,
        changedAt: { ...state.changedAt, [path]: state.edits + 1 },
        touched: withMember(state.touched, path),
        issues: without(state.issues, path),
      }));
    const changeRows = (path: FieldPath, edit: (rows: Json[]) => Json[]) => {
      const rows = valueAt(get().values, path);
      set((state) => ({ issues: withoutBelow(state.issues, path), touched: withoutPathsBelow(state.touched, path) }));
      change(path, edit(Array.isArray(rows) ? [...rows] : []));
    };
    return {
      ...blankState(values),
      set: change,
      touch: (path) => set((state) => ({ touched: withMember(state.touched, path) })),
      take: (evaluated, since) => set((state) => taken(state, evaluated, since)),
      refuse: (issues) => set({ issues: byPath(issues), showAll: true }),
      addRow: (path, at, row) => changeRows(path, (rows) => rows.toSpliced(at, 0, row)),
      removeRow: (path, at) => changeRows(path, (rows) => rows.toSpliced(at, 1)),
      moveRow: (path, from, to) =>
        changeRows(path, (rows) => {
          const [row] = rows.splice(from, 1);
          return row === undefined ? rows : rows.toSpliced(to, 0, row);
        }),
      reset: (fresh) => set(blankState(fresh)),
      restore: (kept) => set((state) => ({ values: { ...state.values, ...kept }, edits: state.edits + 1 })),
    };
  });
}

function blankState(values: Values) {
  return {
    values,
    saved: values,
    states: {},
    issues: {},
    touched: new Set<FieldPath>(),
    showAll: false,
    changedAt: {},
    edits: 0,
  };
}

/** The state after an evaluation: what the person changed since it was asked for stays. */
function taken(state: FormRuntime, evaluated: Evaluated, since: number): Partial<FormRuntime> {
  const newer = (key: string) =>
    Object.entries(state.changedAt).some(([path, at]) => at > since && (path === key || path.startsWith(`${key}/`)));
  let { values } = state;
  for (const [key, value] of Object.entries(evaluated.values)) {
    if (!newer(key) && !sameJson(values[key], value)) {
      values = { ...values, [key]: keepRowKeys(values[key], value) };
    }
  }
  const fresh = byPath(evaluated.issues);
  const kept = Object.entries(state.issues).filter(([path, list]) => !(path in fresh) && list.some(isRefusal));
  return { values, states: evaluated.states, issues: { ...Object.fromEntries(kept), ...fresh } };
}

/** Problems that only a save finds (such as a value that another record has) stay until the field is changed. */
function isRefusal(issue: Issue): boolean {
  return issue.code === "not_unique" || issue.code === "taken";
}

/** Rows that the person added are known by `_key` until the server has given them an id. */
function keepRowKeys(before: Json | undefined, after: Json): Json {
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length) {
    return after;
  }
  return after.map((row, index) => {
    const old = before[index];
    const key = typeof old === "object" && old !== null && !Array.isArray(old) ? old._key : undefined;
    return key !== undefined && typeof row === "object" && row !== null && !Array.isArray(row)
      ? { ...row, _key: key }
      : row;
  });
}

function byPath(issues: Issue[]): Record<FieldPath, Issue[]> {
  const map: Record<FieldPath, Issue[]> = {};
  for (const issue of issues) {
    const path = pathOfPointer(issue.pointer);
    map[path] = [...(map[path] ?? []), issue];
  }
  return map;
}

function without<T>(map: Record<string, T>, key: string): Record<string, T> {
  if (!(key in map)) {
    return map;
  }
  const { [key]: _, ...rest } = map;
  return rest;
}

function withoutBelow<T>(map: Record<string, T>, path: string): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !key.startsWith(`${path}/`)));
}

function withoutPathsBelow(set: ReadonlySet<string>, path: string): ReadonlySet<string> {
  return new Set([...set].filter((key) => !key.startsWith(`${path}/`)));
}

function withMember(set: ReadonlySet<string>, member: string): ReadonlySet<string> {
  return set.has(member) ? set : new Set([...set, member]);
}

/** Whether something was changed since the form was opened. */
export function isDirty(state: FormRuntime): boolean {
  return state.edits > 0 && !sameJson(asWritten(state.values), asWritten(state.saved));
}

/** The fields whose values differ from those saved, as they are written. */
export function changedValues(state: FormRuntime): Values {
  return Object.fromEntries(
    Object.entries(state.values)
      .map(([key, value]): [string, Json] => [key, asWritten(value)])
      .filter(([key, value]) => !sameJson(value, asWritten(state.saved[key] ?? null))),
  );
}

/** The issues to show at a place. */
export function shownIssues(state: FormRuntime, path: FieldPath): Issue[] {
  return state.showAll || state.touched.has(path) ? (state.issues[path] ?? none) : none;
}

const none: Issue[] = [];
