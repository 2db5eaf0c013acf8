import type { I18nText } from "@/api/types";
import type { Filter } from "@/core/filter/filter";
import type { FieldSpec } from "./spec";

/** A choice of a select, multi or tree. */
export interface OptionSpec {
  key: string;
  label?: I18nText | null;
  colour?: string | null;
  code?: string | null;
  retired?: boolean;
  children?: OptionSpec[];
}

export interface TransitionSpec {
  from: string | null;
  to: string;
  roles?: string[];
  reason_required?: boolean;
  gate?: { required?: string[]; expr?: string | null; message?: I18nText | null } | null;
}

interface TextSettings {
  max_length?: number | null;
  min_length?: number | null;
  pattern?: string | null;
}

interface NumberSettings {
  min?: string | number | null;
  max?: string | number | null;
  scale?: number;
  unit?: string | null;
}

interface MoneySettings extends NumberSettings {
  currency?: string | null;
  currency_field?: string | null;
}

interface ChoiceSettings {
  options?: OptionSpec[];
}

interface DateSettings {
  min?: string | null;
  max?: string | null;
}

interface LinkSettings {
  form: string;
  filter?: Filter | null;
  max_items?: number | null;
}

interface FileSettings {
  max_size_mb?: number | null;
  accept?: string[];
  max_items?: number | null;
}

/** What is read from other records takes the kind of what it reads. */
interface SourceSettings {
  kind?: FieldKindName | null;
  settings?: unknown;
  [name: string]: unknown;
}

type Empty = Record<string, never>;

/** The settings of each kind. A kind that is missing here is missing everywhere. */
export interface KindSettings {
  text: TextSettings & { uppercase?: boolean };
  textarea: TextSettings & { lines?: number };
  richtext: TextSettings;
  int: NumberSettings;
  decimal: NumberSettings;
  money: MoneySettings;
  money_cn: { amount?: string | null };
  percent: NumberSettings;
  rating: { max?: number };
  score: NumberSettings;
  progress: Empty;
  bool: { yes?: I18nText | null; no?: I18nText | null };
  select: ChoiceSettings & { transitions?: TransitionSpec[]; style?: string | null };
  multi: ChoiceSettings & { min?: number | null; max?: number | null };
  tags: { suggestions?: string[]; max?: number };
  cascade: ChoiceSettings & { any_level?: boolean };
  treeselect: ChoiceSettings;
  date: DateSettings;
  time: Empty;
  datetime: Empty;
  daterange: { precision?: "date" | "minute"; max_days?: number | null };
  duration: Empty;
  phone: TextSettings;
  email: TextSettings;
  url: TextSettings;
  idcard: TextSettings;
  region: { depth?: number };
  address: { depth?: number };
  location: Empty;
  user: { depts?: string[]; roles?: string[] };
  users: { depts?: string[]; roles?: string[]; max_items?: number | null };
  dept: Empty;
  depts: { max_items?: number | null };
  role: Empty;
  link: LinkSettings;
  links: LinkSettings;
  lookup: SourceSettings;
  rollup: SourceSettings;
  autonum: { pattern?: string };
  file: FileSettings;
  files: FileSettings;
  image: FileSettings;
  images: FileSettings;
  signature: Empty;
  barcode: TextSettings & { format?: string };
  subform: { fields?: FieldSpec[]; min_rows?: number | null; max_rows?: number | null };
  querylist: { form?: string; via?: string; filter?: Filter | null; columns?: string[]; limit?: number };
  button: { button?: string; label?: I18nText | null };
  json: Empty;
  color: Empty;
}

/** The kinds of field. */
export type FieldKindName = keyof KindSettings;
