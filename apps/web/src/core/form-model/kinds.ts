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
  columns?: string[];
  on_delete?: "restrict" | "clear" | "cascade";
  can_create?: boolean;
}

interface FileSettings {
  accept?: string[];
  max_size_mb?: number;
  max_files?: number;
}

type Empty = Record<string, never>;

/** The settings of each kind. A kind that is missing here is missing everywhere. */
export interface KindSettings {
  text: TextSettings & { uppercase?: boolean };
  textarea: TextSettings & { lines?: number };
  richtext: TextSettings;
  int: NumberSettings & { plain?: boolean };
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
  phone: { accept?: "any" | "mobile" };
  email: Empty;
  url: Empty;
  idcard: Empty;
  region: { depth?: number };
  address: { region_only?: boolean };
  location: Empty;
  user: { roles?: string[] };
  users: { roles?: string[]; max?: number | null };
  dept: Empty;
  depts: { max?: number | null };
  role: Empty;
  link: LinkSettings;
  links: LinkSettings & { max?: number | null };
  lookup: { link?: string; field?: string; frozen?: boolean };
  rollup: {
    form?: string;
    via?: string;
    aggregate?: string;
    field?: string | null;
    rows?: string | null;
    filter?: Filter | null;
    weight?: string | null;
    order_by?: string | null;
    scale?: number | null;
  };
  autonum: { pattern?: string };
  file: FileSettings;
  files: FileSettings;
  image: FileSettings;
  images: FileSettings;
  signature: Empty;
  barcode: { format?: string; of?: string | null };
  subform: { fields?: FieldSpec[]; min?: number | null; max?: number | null };
  querylist: { form?: string; via?: string | null; filter?: Filter | null; columns?: string[] };
  button: { button?: string };
  json: Empty;
  color: Empty;
}

/** The kinds of field. */
export type FieldKindName = keyof KindSettings;
