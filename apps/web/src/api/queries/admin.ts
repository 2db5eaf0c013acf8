import { queryOptions } from "@tanstack/react-query";
import { apiUrl, get, patch, post, put, request } from "../client";
import type { I18nText, Json } from "../types";
import { listOf } from "./design";

type ListOf<T> = T[] | { items: T[] };

/** A person as an administrator sees them. */
export interface UserView {
  id: string;
  version: number;
  username: string;
  name: string;
  email: string | null;
  phone: string | null;
  active: boolean;
  is_owner: boolean;
  dept: string | null;
  depts: string[];
  manager: string | null;
  /** As `app.role`. */
  roles: string[];
}

export interface DepartmentView {
  id: string;
  version: number;
  name: string;
  parent: string | null;
  head: string | null;
}

/** A role of an app with the ids of those who have it. */
export interface RoleView {
  key: string;
  name: I18nText;
  people: string[];
  /** What it may do with each form: an act and the scope in which. */
  forms?: Record<string, Record<string, Json>>;
}

export interface TemplateView {
  key: string;
  name: I18nText;
  description: I18nText | null;
  version: string;
  icon: string | null;
  installed: boolean;
}

export interface UserParams {
  username: string;
  name: string;
  password?: string;
  email?: string;
  phone?: string;
  depts?: string[];
  manager?: string;
}

export interface DepartmentParams {
  name: string;
  parent: string | null;
  head: string | null;
}

export const usersQuery = (search: string) =>
  queryOptions({
    queryKey: ["admin", "users", search],
    staleTime: 5_000,
    queryFn: async ({ signal }) =>
      listOf(await get<ListOf<UserView>>("/users", { query: { search: search || undefined }, signal })),
  });

export const departmentsQuery = queryOptions({
  queryKey: ["admin", "departments"],
  staleTime: 30_000,
  queryFn: async ({ signal }) => listOf(await get<ListOf<DepartmentView>>("/departments", { signal })),
});

export const appRolesQuery = (app: string) =>
  queryOptions({
    queryKey: ["admin", "roles", app],
    staleTime: 30_000,
    queryFn: async ({ signal }) => listOf(await get<ListOf<RoleView>>(`/apps/${app}/roles`, { signal })),
  });

export const templatesQuery = queryOptions({
  queryKey: ["templates"],
  staleTime: 30_000,
  queryFn: async ({ signal }) => listOf(await get<ListOf<TemplateView>>("/templates", { signal })),
});

export const createUser = (params: UserParams) => post<UserView>("/users", params);
export const updateUser = (user: UserView, params: Partial<Omit<UserParams, "username" | "password">>) =>
  patch<UserView>(`/users/${user.id}`, { version: user.version, ...params });
export const setActive = (user: UserView, active: boolean) =>
  post<UserView>(`/users/${user.id}/${active ? "enable" : "disable"}`);
export const resetPassword = (user: UserView, password: string) =>
  post<void>(`/users/${user.id}/password`, { password });
export const setRolesOf = (app: string, user: string, roles: string[]) =>
  put<Json>(`/apps/${app}/users/${user}/roles`, { roles });

export const createDepartment = (params: DepartmentParams) => post<DepartmentView>("/departments", params);
export const updateDepartment = (department: DepartmentView, params: DepartmentParams) =>
  patch<DepartmentView>(`/departments/${department.id}`, { version: department.version, ...params });

export interface InstallParams {
  as?: string;
  with_demo_data: boolean;
}

export const installTemplate = (template: string, params: InstallParams) =>
  post<{ id: string }>(`/templates/${template}/install`, params);

/** Installs an app from a zip; its key is `as`, where that is given. */
export const importApp = (zip: File, as?: string) =>
  request<{ app: string; records: number }>("POST", "/apps/import", { zip, query: { as } });

/** Where the zip of an app can be fetched. */
export const exportUrl = (app: string) => apiUrl(`/apps/${app}/export`);
