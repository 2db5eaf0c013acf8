import { queryOptions } from "@tanstack/react-query";
import type { ViewSpec } from "@/core/form-model/spec";
import { del, get, put } from "../client";
import { formPath } from "./records";

/** A view as this person has it. */
export interface SavedView {
  key: string;
  spec: ViewSpec;
  shared: boolean;
  /** The form's document has one of this key, to which a deleted one returns. */
  of_form: boolean;
  position: number;
  /** Absent where only the form's document has it. */
  version: number | null;
  may_change: boolean;
  /** How many of its parts this person may not see. */
  held_back?: number;
}

/** `GET …/views`. */
export interface ViewList {
  items: SavedView[];
  may_share: boolean;
}

/** `PUT …/views/{view}`. */
export interface ViewToSave {
  spec: ViewSpec;
  shared?: boolean;
  position?: number;
  version?: number;
}

const viewPath = (app: string, form: string, view: string) => `${formPath(app, form)}/views/${view}`;

export const viewsQuery = (app: string, form: string) =>
  queryOptions({
    queryKey: ["views", app, form],
    staleTime: 30_000,
    queryFn: ({ signal }) => get<ViewList>(`${formPath(app, form)}/views`, { signal }),
  });

export const saveView = (app: string, form: string, view: ViewToSave) =>
  put<SavedView>(viewPath(app, form, view.spec.key), view);

export const deleteView = (app: string, form: string, view: SavedView) =>
  del<void>(viewPath(app, form, view.key), { version: view.version ?? undefined });
