import type { I18nText } from "@/api/types";
import type { Filter } from "@/core/filter/filter";
import type { Assigned } from "./assigned";
import type { FieldKindName, KindSettings } from "./kinds";

/** A field's kind with the settings of that kind. */
export type FieldType = { [K in FieldKindName]: { kind: K; settings: KindSettings[K] } }[FieldKindName];

export interface ValidationSpec {
  expr: string;
  severity?: "error" | "warning";
  code: string;
  message: I18nText;
}

export interface FieldSpec {
  key: string;
  label: I18nText;
  help?: I18nText | null;
  type: FieldType;
  required?: boolean;
  required_when?: Filter | null;
  visible_when?: Filter | null;
  read_only?: boolean;
  unique?: boolean;
  indexed?: boolean;
  default?: Assigned | null;
  formula?: string | null;
  security_groups?: { group: string; when?: Filter | null }[];
  validations?: ValidationSpec[];
  /** The value is read from other records; `type` is then that of what is read. */
  given?: boolean;
}

export interface LayoutTab {
  name: I18nText;
  items: LayoutItem[];
  visible_when?: Filter | null;
}

/** One part of a form's page. */
export type LayoutItem =
  | { section: I18nText; fields?: string[][]; visible_when?: Filter | null; collapsed?: boolean }
  | { tabs: LayoutTab[] }
  | { columns: LayoutItem[][] }
  | { divider: I18nText }
  | { note: I18nText; visible_when?: Filter | null }
  | { embed: string; height_px?: number };

export interface SortSpec {
  field: string;
  desc?: boolean;
  collation?: "codepoint" | "pinyin";
}

export interface ViewSpec {
  key: string;
  name: I18nText;
  show: { kind: string; settings: { columns?: string[]; pinned?: number; [name: string]: unknown } };
  filter?: Filter | null;
  sort?: SortSpec[];
  group?: { field: string; group?: string | null }[];
  roles?: string[];
}

export interface ButtonSpec {
  key: string;
  label: I18nText;
  icon?: string | null;
  available_when?: Filter | null;
  confirm?: I18nText | null;
  ask?: string[];
  batch?: boolean;
}

/** A form as people designed it, with only the fields that the reader may see. */
export interface FormSpec {
  version: number;
  key: string;
  name: I18nText;
  description?: I18nText | null;
  icon?: string | null;
  title?: string;
  search?: string[];
  owner_field?: string | null;
  dept_field?: string | null;
  unique_keys?: { fields: string[]; when?: Filter | null; blank_equal?: boolean; message?: I18nText | null }[];
  validations?: ValidationSpec[];
  fields: FieldSpec[];
  layout?: LayoutItem[];
  views?: ViewSpec[];
  buttons?: ButtonSpec[];
  retired?: string[];
}

/** The field with this key. */
export function fieldOf(spec: { fields: FieldSpec[] }, key: string): FieldSpec | undefined {
  return spec.fields.find((field) => field.key === key);
}

/** The form with the kinds of what is read in place of `lookup` and `rollup`, so that nobody need ask further. */
export function withReadKinds(spec: FormSpec, kinds: Record<string, FieldType>): FormSpec {
  return {
    ...spec,
    fields: spec.fields.map((field) => {
      const type = kinds[field.key];
      const reads = field.type.kind === "lookup" || field.type.kind === "rollup";
      return type && reads ? { ...field, type, given: true } : field;
    }),
  };
}

/** The fields of the rows of a subform. */
export function rowFields(field: FieldSpec): FieldSpec[] {
  return field.type.kind === "subform" ? (field.type.settings.fields ?? []) : [];
}
