import type { I18nText, Json } from "@/api/types";
import type { OptionSpec } from "@/core/form-model/kinds";
import type { Locale } from "@/prefs";

/** How a value reads; the same as on the server. */
export type TextOf<S> = (value: NonNullable<Json>, settings: S, locale: Locale) => string;

export function localText(text: I18nText | string | null | undefined, locale: Locale): string {
  if (!text) {
    return "";
  }
  if (typeof text === "string") {
    return text;
  }
  return (locale === "en" ? text.en : text["zh-CN"]) || text["zh-CN"];
}

/** Texts one after the other. */
export function joined(texts: string[]): string {
  return texts.filter(Boolean).join("、");
}

type Map = { [key: string]: Json };
export const isMap = (value: Json | undefined): value is Map =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value of whatever shape: a text, a figure, a `{id, title}`, a file, or several. */
export function anyText(value: Json, locale: Locale): string {
  if (value === null) {
    return "";
  }
  if (Array.isArray(value)) {
    return joined(value.map((item) => anyText(item, locale)));
  }
  if (typeof value === "boolean") {
    return yesNo(value, locale);
  }
  if (isMap(value)) {
    const name = value.title ?? value.name ?? value.names ?? value.masked ?? value.id;
    return name === undefined || name === null ? JSON.stringify(value) : anyText(name, locale);
  }
  return String(value);
}

export function yesNo(value: boolean, locale: Locale): string {
  return locale === "en" ? (value ? "Yes" : "No") : value ? "是" : "否";
}

/** A decimal number with separators between thousands; every place after the point stays. */
export function grouped(value: string | number): string {
  const [whole = "", places] = String(value).split(".");
  const separated = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return places === undefined ? separated : `${separated}.${places}`;
}

/** A decimal number with at least so many places; none that says something is lost. */
export function padded(value: string | number, scale: number): string {
  const [whole = "0", places = ""] = trimmed(plainNumber(value)).split(".");
  const full = places.padEnd(scale, "0");
  return full ? `${whole}.${full}` : whole;
}

/** A number without exponent. */
function plainNumber(value: string | number): string {
  return typeof value === "number"
    ? value.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 12 })
    : value.trim();
}

/** A decimal number without zeros at its end. */
export function trimmed(value: string | number): string {
  const text = String(value);
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
}

/** What people type or paste as a number, as the server takes it; `null` where it is none. */
export function typedNumber(text: string): string | null {
  const plain = text
    .normalize("NFKC")
    .replace(/[,\s_%¥$€£]/g, "")
    .replace(/^\+/, "");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? plain.replace(/^(-?)\./, "$10.").replace(/\.$/, "") : null;
}

/** The options with those inside them, each with its path from the top. */
export function flatOptions(
  options: OptionSpec[] | undefined,
  above: OptionSpec[] = [],
): { option: OptionSpec; path: OptionSpec[] }[] {
  return (options ?? []).flatMap((option) => {
    const path = [...above, option];
    return [{ option, path }, ...flatOptions(option.children, path)];
  });
}

/** The options from the top down to this one; empty where there is none. */
export function wayTo(key: Json, options: OptionSpec[] | undefined): OptionSpec[] {
  return flatOptions(options).find(({ option }) => option.key === key)?.path ?? [];
}

export function optionText(key: Json, options: OptionSpec[] | undefined, locale: Locale): string {
  const option = wayTo(key, options).at(-1);
  return option ? localText(option.label, locale) || option.key : anyText(key, locale);
}

/** The time zone in which moments are written and typed, in minutes east of UTC: that of China, as on the server. */
const zoneMinutes = 8 * 60;
const zoneText = "+08:00";

/** A moment as the clock on the wall shows it, to the minute. */
export function momentText(value: string): string {
  const moment = Date.parse(value);
  return Number.isNaN(moment)
    ? value
    : new Date(moment + zoneMinutes * 60_000).toISOString().slice(0, 16).replace("T", " ");
}

/** The moment at which the clock on the wall shows this, as the server takes it. */
export function momentOf(wall: string): string {
  return new Date(`${wall.replace(" ", "T")}:00${zoneText}`).toISOString().replace(/\.\d+Z$/, "Z");
}

const durationUnits: [unit: string, zh: string, en: string][] = [
  ["Y", "年", "years"],
  ["M", "个月", "months"],
  ["W", "周", "weeks"],
  ["D", "天", "days"],
  ["H", "小时", "hours"],
  ["M", "分钟", "minutes"],
  ["S", "秒", "seconds"],
];

/** The numbers of an ISO 8601 duration, in the order of its units from years to seconds; `null` where it is none. */
export function durationParts(value: string): (number | null)[] | null {
  const pattern = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
  const match = pattern.exec(value);
  return match && !/[PT]$/.test(value)
    ? match.slice(1).map((part) => (part === undefined ? null : Number(part)))
    : null;
}

/** The duration of these numbers; `null` where all are nothing. */
export function durationOf(parts: (number | null)[]): string | null {
  const written = parts.map((part, at) => (part ? `${part}${durationUnits[at]?.[0]}` : ""));
  const [days, time] = [written.slice(0, 4).join(""), written.slice(4).join("")];
  return days || time ? `P${days}${time ? `T${time}` : ""}` : null;
}

export function durationText(value: string, locale: Locale): string {
  const parts = durationParts(value);
  if (!parts) {
    return value;
  }
  const said = parts.map((part, at) => {
    const [, zh, en] = durationUnits[at] ?? ["", "", ""];
    return part === null ? "" : locale === "en" ? `${part} ${en} ` : `${part}${zh}`;
  });
  return said.join("").trim();
}

/** The words of rich text, without its marks; each paragraph, item and row on a line of its own. */
export function withoutMarks(html: string): string {
  return html
    .replace(/<(br|\/(p|div|li|h\d|tr|blockquote))(\s[^>]*|\/)?>/gi, "\n")
    .replace(/<[^>]*>?/g, "")
    .trim()
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&nbsp;", "\u00a0")
    .replaceAll("&amp;", "&");
}
