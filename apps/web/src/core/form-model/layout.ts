import type { I18nText } from "@/api/types";
import type { FieldSpec, FormSpec, LayoutItem } from "./spec";

/** Kinds that take the whole width of the page. */
const wideKinds = new Set([
  "textarea",
  "richtext",
  "subform",
  "querylist",
  "files",
  "images",
  "json",
  "address",
  "cascade",
]);

export function isWide(field: FieldSpec): boolean {
  return wideKinds.has(field.type.kind);
}

/** The keys that the layout names, in order. */
export function laidOutKeys(items: LayoutItem[]): string[] {
  return items.flatMap((item) => {
    if ("section" in item) {
      return (item.fields ?? []).flat();
    }
    if ("tabs" in item) {
      return item.tabs.flatMap((tab) => laidOutKeys(tab.items));
    }
    return "columns" in item ? item.columns.flatMap(laidOutKeys) : [];
  });
}

/**
 * The layout with every field of the form in it exactly once: fields that it does not name stand in a last section,
 * two beside each other but for those that take the whole width.
 */
export function wholeLayout(spec: FormSpec, restName: I18nText): LayoutItem[] {
  const layout = spec.layout ?? [];
  const named = new Set(laidOutKeys(layout));
  const rest = spec.fields.filter((field) => !named.has(field.key));
  if (rest.length === 0) {
    return layout;
  }
  const name = layout.length === 0 ? { "zh-CN": "", en: "" } : restName;
  return [...layout, { section: name, fields: inRows(rest) }];
}

function inRows(fields: FieldSpec[]): string[][] {
  const rows: string[][] = [];
  let open: string[] | null = null;
  for (const field of fields) {
    if (isWide(field)) {
      rows.push([field.key]);
      open = null;
    } else if (open) {
      open.push(field.key);
      open = null;
    } else {
      open = [field.key];
      rows.push(open);
    }
  }
  return rows;
}
