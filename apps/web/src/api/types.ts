/** Shapes of the HTTP API that the pages need; `schema.gen.ts` takes their place once it is generated. */

/** A text in both languages. */
export interface I18nText {
  "zh-CN": string;
  en?: string;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Ref {
  id: string;
  title: string;
}

export interface TenantView {
  key: string;
  name: string;
}

export interface MeUser {
  id: string;
  username: string;
  name: string;
  dept: Ref | null;
  locale: string | null;
  is_owner: boolean;
}

/** An app as the switcher shows it. */
export interface AppBrief {
  key: string;
  name: I18nText;
  icon: string | null;
  description?: I18nText | null;
  roles: string[];
  can_design: boolean;
}

/** `GET /me`. */
export interface Me {
  user: MeUser;
  tenant: TenantView;
  csrf_token: string;
  demo: boolean;
  now: string;
  apps: AppBrief[];
}

/** `POST /auth/login`. */
export interface LoginAnswer {
  user: MeUser;
  tenant: TenantView;
  csrf_token: string;
}

export interface DemoPerson {
  username: string;
  name: I18nText;
  role: I18nText;
  hint: I18nText;
}

/** `GET /demo`. */
export interface Demo {
  people: DemoPerson[];
  now: string;
  /** How far the demo is in being set up anew, while it is. */
  resetting: Resetting | null;
}

export interface Resetting {
  done: number;
  /** 0 before it is known. */
  total: number;
}

export type Act = "create" | "read" | "update" | "delete" | "import" | "export" | "print";

export interface NavigationGroup {
  key: string;
  name: I18nText;
  items: ({ form: string } | { report: string } | { dashboard: string })[];
}

/** `GET /apps/{app}`. */
export interface AppView {
  key: string;
  name: I18nText;
  description: I18nText | null;
  version: string;
  icon: string | null;
  navigation: NavigationGroup[];
  forms: { key: string; name: I18nText; acts: Act[]; has_workflow: boolean }[];
  reports: { key: string; name: I18nText; show: { kind: string } }[];
  dashboards?: { key: string; name: I18nText }[];
  can_design: boolean;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
  total?: number;
}

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";

/** One piece of long work. */
export interface JobView {
  id: string;
  kind: string;
  name: I18nText | null;
  state: JobState;
  progress: { done: number; total: number | null } | null;
  result: { file?: FileView; [key: string]: Json | FileView | undefined } | null;
  error: { detail: string } | null;
  created_at: string;
  finished_at: string | null;
}

export interface FileView {
  id: string;
  name: string;
  size: number;
  mime: string;
}

/** A person by name. */
export interface Person {
  id: string;
  name: string;
}

/** One entry of a box of tasks. */
export interface TaskView {
  /** The task; in the boxes of what one started and what was copied to one, only a place in the list. */
  id: string;
  instance: string;
  app: string;
  form: string;
  form_name: I18nText;
  /** The id of the record, and its title. */
  record: string;
  title: string;
  node: string | null;
  node_name: I18nText | null;
  status: string;
  initiator: Person | null;
  created_at: string;
  due_at: string | null;
  version: number;
}
