import type { Json } from "@/api/types";
import type { FieldKindName, KindSettings } from "@/core/form-model/kinds";
import type { FieldSpec } from "@/core/form-model/spec";
import { isBlank, type Values } from "@/core/form-runtime/path";
import type { Locale } from "@/prefs";
import { currencyScale, currencySign } from "./_shared/currencies";
import {
  anyText,
  durationText,
  grouped,
  isMap,
  joined,
  localText,
  momentText,
  optionText,
  padded,
  type TextOf,
  trimmed,
  wayTo,
  withoutMarks,
  yesNo,
} from "./_shared/text";

type NumberSettings = KindSettings["decimal"];
type MoneySettings = KindSettings["money"];
type Choices = Pick<KindSettings["select"], "options">;

const plain: TextOf<unknown> = (value, _, locale) => anyText(value, locale);
const figure = (value: NonNullable<Json>) => (typeof value === "number" || typeof value === "string" ? value : "");

const int: TextOf<KindSettings["int"]> = (value, { unit, plain }) =>
  (plain ? String(figure(value)) : grouped(figure(value))) + (unit ?? "");

const decimal: TextOf<NumberSettings> = (value, { unit }) => grouped(trimmed(figure(value))) + (unit ?? "");

const percent: TextOf<NumberSettings> = (value) => `${grouped(trimmed(figure(value)))}%`;

const money: TextOf<MoneySettings> = (value, { currency, currency_field }) => {
  const code = currency ?? (currency_field ? null : "CNY");
  const scale = currencyScale(code);
  const text = grouped(scale === null ? figure(value) : padded(figure(value), scale));
  return text.startsWith("-") ? `-${currencySign(code)}${text.slice(1)}` : currencySign(code) + text;
};

const choice: TextOf<Choices> = (value, { options }, locale) => optionText(value, options, locale);

const choices: TextOf<Choices> = (value, { options }, locale) =>
  joined((Array.isArray(value) ? value : [value]).map((key) => optionText(key, options, locale)));

const cascade: TextOf<Choices> = (value, { options }, locale) => {
  const way = isMap(value) ? wayTo(value.code ?? null, options) : [];
  return way.length > 0
    ? way.map((option) => localText(option.label, locale) || option.key).join(" / ")
    : path(value, {}, locale);
};

const path: TextOf<unknown> = (value, _, locale) =>
  isMap(value) && Array.isArray(value.names) ? value.names.map(String).join(" / ") : anyText(value, locale);

const moment: TextOf<unknown> = (value) => momentText(String(value));

const range: TextOf<KindSettings["daterange"]> = (value, { precision }) => {
  if (!isMap(value)) {
    return String(value);
  }
  const side = (at: Json | undefined) => (at ? (precision === "minute" ? momentText(String(at)) : String(at)) : "…");
  return `${side(value.start)} ~ ${side(value.end)}`;
};

const region: TextOf<unknown> = (value, _, locale) =>
  isMap(value) && Array.isArray(value.names) ? value.names.map(String).join("") : anyText(value, locale);

const address: TextOf<unknown> = (value, _, locale) =>
  isMap(value)
    ? (value.region ? region(value.region, {}, locale) : "") + (value.detail ? String(value.detail) : "")
    : String(value);

const location: TextOf<unknown> = (value) =>
  isMap(value) ? String(value.name || `${value.lat ?? ""}, ${value.lng ?? ""}`) : String(value);

const rows: TextOf<KindSettings["subform"]> = (value, { fields }, locale) =>
  (Array.isArray(value) ? value : [])
    .map((row) => (isMap(row) ? (fields ?? []).map((field) => fieldText(field, row[field.key], locale, row)) : []))
    .map((cells) => cells.filter(Boolean).join(" "))
    .join("；");

/** How the values of each kind read. */
export const texts = {
  text: plain,
  textarea: plain,
  richtext: (value) => withoutMarks(String(value)),
  int,
  decimal,
  money,
  money_cn: plain,
  percent,
  rating: (value, { max }) => `${value}/${Math.min(Math.max(max ?? 5, 1), 10)}`,
  score: plain,
  progress: (value) => `${value}%`,
  bool: (value, { yes, no }, locale) => localText(value ? yes : no, locale) || yesNo(value === true, locale),
  select: choice,
  multi: choices,
  tags: plain,
  cascade,
  treeselect: choice,
  date: plain,
  time: plain,
  datetime: moment,
  daterange: range,
  duration: (value, _, locale) => durationText(String(value), locale),
  phone: plain,
  email: plain,
  url: plain,
  idcard: plain,
  region,
  address,
  location,
  user: plain,
  users: plain,
  dept: plain,
  depts: plain,
  role: plain,
  link: plain,
  links: plain,
  lookup: plain,
  rollup: plain,
  autonum: plain,
  file: plain,
  files: plain,
  image: plain,
  images: plain,
  signature: plain,
  barcode: plain,
  subform: rows,
  querylist: () => "",
  button: () => "",
  json: (value) => JSON.stringify(value),
  color: plain,
} satisfies { [K in FieldKindName]: TextOf<KindSettings[K]> };

/** How a field's value reads; masked values as they came, blank ones as nothing. */
export function fieldText(field: FieldSpec, value: Json | undefined, locale: Locale, values?: Values): string {
  if (isBlank(value)) {
    return "";
  }
  if (isMap(value) && "masked" in value) {
    return String(value.masked);
  }
  const of = texts[field.type.kind] as TextOf<unknown>;
  return of(value as NonNullable<Json>, settingsIn(field, values), locale);
}

/** The settings of a field in a record: an amount takes its currency from the field that holds it. */
export function settingsIn(field: FieldSpec, values: Values | undefined): FieldSpec["type"]["settings"] {
  const { settings } = field.type;
  if (!("currency_field" in settings) || !settings.currency_field) {
    return settings;
  }
  const currency = values?.[String(settings.currency_field)];
  return typeof currency === "string" ? { ...settings, currency } : settings;
}
