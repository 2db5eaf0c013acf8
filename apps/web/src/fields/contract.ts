import type { ComponentType } from "react";
import type { Json } from "@/api/types";
import type { FilterOp } from "@/core/filter/filter";
import type { FieldKindName, KindSettings } from "@/core/form-model/kinds";
import type { Values } from "@/core/form-runtime/path";
import type { FieldState } from "@/core/form-runtime/store";

/** Where a field stands: which app and form, and the record where there is one. */
export interface Place {
  app: string;
  form: string;
  recordId?: string;
}

/** What an input of a field gets. */
export interface EditProps<S> {
  /** The id of the input, which its label names. */
  id: string;
  /** The place of the value in the record. */
  path: string;
  value: Json;
  settings: S;
  onChange: (value: Json) => void;
  onBlur: () => void;
  disabled: boolean;
  status?: "error" | "warning";
  /** The name of the field, for inputs that consist of several. */
  label: string;
  /** The ids of help and problems. */
  describedBy?: string;
  /** The choices at this moment, where the server narrows them. */
  options?: FieldState["options"];
  place: Place;
}

/** What a value that is only shown gets; it is never blank and never masked. */
export interface ViewProps<S> {
  value: NonNullable<Json>;
  settings: S;
  /** The value as people read it. */
  text: string;
  place: Place;
  /** The other values of the record or row. */
  values?: Values;
}

/** What the value of a comparison gets. */
export interface FilterProps<S> {
  op: FilterOp;
  value: Json | undefined;
  settings: S;
  onChange: (value: Json | undefined) => void;
  label: string;
  place: Place;
}

/** Kinds that look related: they share a colour wherever they appear. */
export type Family = "text" | "number" | "choice" | "time" | "contact" | "people" | "relation" | "file" | "special";

/** What the interface knows of a kind. */
export interface FieldKindUi<K extends FieldKindName> {
  icon: ComponentType<{ "aria-hidden"?: boolean }>;
  family: Family;
  Edit: ComponentType<EditProps<KindSettings[K]>>;
  View: ComponentType<ViewProps<KindSettings[K]>>;
  Cell: ComponentType<ViewProps<KindSettings[K]>>;
  /** The value of a comparison; `null` where there is nothing to compare. */
  Filter: ComponentType<FilterProps<KindSettings[K]>> | null;
  operators: readonly FilterOp[];
  /** The width of a column in px. */
  width: number;
  align?: "right";
  /** People never write it. */
  computed?: true;
  /** Lists cannot be ordered by it. */
  unsortable?: true;
  /** There is no value of its own to wait for: it is drawn even where the record has none. */
  valueless?: true;
}
