import type { FieldKindName, KindSettings, OptionSpec } from "./kinds";

/** How one setting of a kind is asked for. The words for it are `setting.<kind>.<key>`, else `setting.<key>`. */
export type SettingInput =
  | { as: "whole"; min?: number; max?: number; preset?: number }
  | { as: "exact" }
  | { as: "text"; hint?: string }
  | { as: "day" }
  | { as: "words" }
  | { as: "localised" }
  | { as: "truth" }
  | { as: "choice"; of: readonly string[]; preset?: string }
  | { as: "options"; levels?: true }
  | { as: "form" }
  | { as: "field"; kinds?: readonly FieldKindName[] }
  /** A link of this form, and fields of the form that it leads to. */
  | { as: "linkedField"; link: string }
  | { as: "formFields"; many: boolean; kinds?: readonly FieldKindName[]; to?: "here" }
  | { as: "formFilter" }
  | { as: "roles" }
  | { as: "button" };

export type SettingSpec<K extends string = string> = { key: K; optional?: true } & SettingInput;

type SettingsOf = { [K in FieldKindName]: readonly SettingSpec<keyof KindSettings[K] & string>[] };

const numbers: readonly FieldKindName[] = ["int", "decimal", "money", "percent", "score", "rating", "progress"];
const lengths = [
  { key: "min_length", as: "whole", min: 0, optional: true },
  { key: "max_length", as: "whole", min: 1 },
] as const;
const exactLimits = [
  { key: "min", as: "exact", optional: true },
  { key: "max", as: "exact", optional: true },
] as const;
const wholeLimits = [
  { key: "min", as: "whole", optional: true },
  { key: "max", as: "whole", optional: true },
] as const;
const most = { key: "max", as: "whole", min: 1, optional: true } as const;
const unit = { key: "unit", as: "text", optional: true } as const;
const fileSize = { key: "max_size_mb", as: "whole", min: 1, max: 1024, preset: 20 } as const;
const fileCount = { key: "max_files", as: "whole", min: 1, max: 100, preset: 20 } as const;
const accept = { key: "accept", as: "words" } as const;
const linked = [
  { key: "form", as: "form" },
  { key: "filter", as: "formFilter", optional: true },
  { key: "columns", as: "formFields", many: true },
  { key: "on_delete", as: "choice", of: ["restrict", "clear", "cascade"], preset: "restrict" },
  { key: "can_create", as: "truth" },
] as const;
const aggregates = ["sum", "count", "count_distinct", "avg", "min", "max", "median", "first", "last"] as const;

/** What can be set for each kind, in the order in which it is asked. */
export const settingsOf: SettingsOf = {
  text: [...lengths, { key: "pattern", as: "text", optional: true }, { key: "uppercase", as: "truth" }],
  textarea: [...lengths, { key: "lines", as: "whole", min: 0, max: 30 }],
  richtext: [{ key: "max_length", as: "whole", min: 1 }],
  int: [...wholeLimits, unit],
  decimal: [{ key: "scale", as: "whole", min: 0, max: 9, preset: 4 }, ...exactLimits, unit],
  money: [
    { key: "currency", as: "text", hint: "CNY", optional: true },
    { key: "currency_field", as: "field", kinds: ["select"], optional: true },
    ...exactLimits,
  ],
  money_cn: [{ key: "amount", as: "field", kinds: ["money"], optional: true }],
  percent: exactLimits,
  rating: [{ key: "max", as: "whole", min: 1, max: 10, preset: 5 }],
  score: wholeLimits,
  progress: [],
  bool: [
    { key: "yes", as: "localised", optional: true },
    { key: "no", as: "localised", optional: true },
  ],
  select: [
    { key: "options", as: "options" },
    { key: "style", as: "choice", of: ["dropdown", "radio", "buttons", "steps"], preset: "dropdown" },
  ],
  multi: [{ key: "options", as: "options" }, { key: "min", as: "whole", min: 1, optional: true }, most],
  tags: [
    { key: "suggestions", as: "words" },
    { key: "max", as: "whole", min: 1, preset: 50 },
  ],
  cascade: [
    { key: "options", as: "options", levels: true },
    { key: "any_level", as: "truth" },
  ],
  treeselect: [{ key: "options", as: "options", levels: true }],
  date: [
    { key: "min", as: "day", optional: true },
    { key: "max", as: "day", optional: true },
  ],
  time: [],
  datetime: [],
  daterange: [
    { key: "precision", as: "choice", of: ["date", "minute"], preset: "date" },
    { key: "max_days", as: "whole", min: 1, optional: true },
  ],
  duration: [],
  phone: [{ key: "accept", as: "choice", of: ["any", "mobile"], preset: "any" }],
  email: [],
  url: [],
  idcard: [],
  region: [{ key: "depth", as: "whole", min: 1, max: 3, preset: 3 }],
  address: [{ key: "region_only", as: "truth" }],
  location: [],
  user: [{ key: "roles", as: "roles" }],
  users: [{ key: "roles", as: "roles" }, most],
  dept: [],
  depts: [most],
  role: [],
  link: linked,
  links: [...linked, most],
  lookup: [
    { key: "link", as: "field", kinds: ["link"] },
    { key: "field", as: "linkedField", link: "link" },
    { key: "frozen", as: "truth" },
  ],
  rollup: [
    { key: "form", as: "form" },
    { key: "via", as: "formFields", many: false, kinds: ["link", "links"], to: "here" },
    { key: "aggregate", as: "choice", of: aggregates },
    { key: "field", as: "formFields", many: false, kinds: numbers },
    { key: "filter", as: "formFilter", optional: true },
  ],
  autonum: [{ key: "pattern", as: "text", hint: "{YYYYMM}-{0000}" }],
  file: [accept, fileSize],
  files: [accept, fileSize, fileCount],
  image: [fileSize],
  images: [fileSize, fileCount],
  signature: [],
  barcode: [
    { key: "format", as: "choice", of: ["qr", "code128"], preset: "qr" },
    { key: "of", as: "field", optional: true },
  ],
  subform: [
    { key: "min", as: "whole", min: 0, optional: true },
    { key: "max", as: "whole", min: 1, optional: true },
  ],
  querylist: [
    { key: "form", as: "form" },
    { key: "via", as: "formFields", many: false, kinds: ["link", "links"], to: "here" },
    { key: "filter", as: "formFilter", optional: true },
    { key: "columns", as: "formFields", many: true },
  ],
  button: [{ key: "button", as: "button" }],
  json: [],
  color: [],
};

/** Stands where a name must be chosen before the form can be published; the server says so. */
export const unset = "unset";

/** What a new field finds around it. */
export interface Around {
  /** The forms of the app, this one last. */
  forms: string[];
  /** The links of this form. */
  links: string[];
  option: (n: number) => OptionSpec;
}

/** The settings that a new field of a kind begins with: what the server needs and has no preset for. */
export function newSettings(kind: FieldKindName, { forms, links, option }: Around): Record<string, unknown> {
  const form = forms[0] ?? unset;
  switch (kind) {
    case "select":
    case "multi":
    case "cascade":
    case "treeselect":
      return { options: [1, 2].map(option) };
    case "link":
    case "links":
    case "querylist":
      return { form };
    case "lookup":
      return { link: links[0] ?? unset, field: unset };
    case "rollup":
      return { form, via: unset, aggregate: "count" };
    case "autonum":
      return { pattern: "{YYYYMM}-{0000}" };
    case "subform":
      return { fields: [] };
    case "button":
      return { button: unset };
    default:
      return {};
  }
}

/** The settings with one of them changed; what is left blank is left out. */
export function withSetting(settings: object, key: string, value: unknown): Record<string, unknown> {
  const { [key]: _, ...rest } = settings as Record<string, unknown>;
  const blank = value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return blank && key !== "options" ? rest : { ...rest, [key]: value };
}
