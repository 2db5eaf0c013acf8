import type { I18nText } from "@/api/types";
import { wholeLayout } from "../layout";
import type { FormSpec, LayoutItem } from "../spec";
import type { ItemPath, ListPath, PartKind } from "./place";

const nameless: I18nText = { "zh-CN": "", en: "" };

/** The form with a layout in which every field stands, and at least one section to put fields into. */
export function laidOut(spec: FormSpec, restName: I18nText): FormSpec {
  const layout = wholeLayout(spec, restName);
  const ready = layout.some(holdsFields) ? layout : [...layout, { section: nameless, fields: [] }];
  return ready === spec.layout ? spec : { ...spec, layout: ready };
}

function holdsFields(item: LayoutItem): boolean {
  return (
    "section" in item ||
    ("tabs" in item && item.tabs.some((tab) => tab.items.some(holdsFields))) ||
    ("columns" in item && item.columns.some((column) => column.some(holdsFields)))
  );
}

/** A new part of a page. */
export function newPart(kind: PartKind, name: (word: "section" | "tab" | "note", n: number) => I18nText): LayoutItem {
  const section = (): LayoutItem => ({ section: nameless, fields: [] });
  switch (kind) {
    case "section":
      return { section: name("section", 1), fields: [] };
    case "tabs":
      return { tabs: [1, 2].map((n) => ({ name: name("tab", n), items: [section()] })) };
    case "columns":
      return { columns: [[section()], [section()]] };
    case "divider":
      return { divider: nameless };
    case "note":
      return { note: name("note", 1) };
  }
}

const steps = (path: string): string[] => (path === "" ? [] : path.split("/"));

/** The list that a part stands in, and its place there. */
export function splitItem(path: ItemPath): { list: ListPath; index: number } {
  const way = steps(path);
  return { list: way.slice(0, -1).join("/"), index: Number(way.at(-1)) };
}

export const itemPath = (list: ListPath, index: number): ItemPath => (list === "" ? `${index}` : `${list}/${index}`);

/** The layout with another list of parts at a path; whatever is not on the way to it stays the same object. */
export function withList(
  layout: LayoutItem[],
  path: ListPath,
  edit: (items: LayoutItem[]) => LayoutItem[],
): LayoutItem[] {
  const [index, into, inner, ...rest] = steps(path);
  if (index === undefined) {
    return edit(layout);
  }
  const at = Number(index);
  const item = layout[at];
  if (!item || inner === undefined) {
    return layout;
  }
  const deeper = (items: LayoutItem[]) => withList(items, rest.join("/"), edit);
  if (into === "tabs" && "tabs" in item) {
    const tabs = item.tabs.map((tab, n) => (n === Number(inner) ? { ...tab, items: deeper(tab.items) } : tab));
    return layout.with(at, { ...item, tabs });
  }
  if (into === "columns" && "columns" in item) {
    const columns = item.columns.map((column, n) => (n === Number(inner) ? deeper(column) : column));
    return layout.with(at, { ...item, columns });
  }
  return layout;
}

/** The layout with another part at a path. */
export function withItem(layout: LayoutItem[], path: ItemPath, edit: (item: LayoutItem) => LayoutItem): LayoutItem[] {
  const { list, index } = splitItem(path);
  return withList(layout, list, (items) => {
    const item = items[index];
    return item ? items.with(index, edit(item)) : items;
  });
}

/** The part at a path. */
export function itemAt(layout: LayoutItem[], path: ItemPath): LayoutItem | undefined {
  let found: LayoutItem | undefined;
  withItem(layout, path, (item) => {
    found = item;
    return item;
  });
  return found;
}

/** The section in which a field stands, its row and its place there. */
export function whereIs(layout: LayoutItem[], key: string): { section: ItemPath; row: number; cell: number } | null {
  return findIn(layout, "", key);
}

function findIn(items: LayoutItem[], list: ListPath, key: string): ReturnType<typeof whereIs> {
  for (const [index, item] of items.entries()) {
    const path = itemPath(list, index);
    const lists: [string, LayoutItem[]][] =
      "tabs" in item
        ? item.tabs.map((tab, n) => [`${path}/tabs/${n}`, tab.items])
        : "columns" in item
          ? item.columns.map((column, n) => [`${path}/columns/${n}`, column])
          : [];
    for (const [inner, of] of lists) {
      const found = findIn(of, inner, key);
      if (found) {
        return found;
      }
    }
    if ("section" in item) {
      const row = (item.fields ?? []).findIndex((cells) => cells.includes(key));
      if (row !== -1) {
        return { section: path, row, cell: item.fields?.[row]?.indexOf(key) ?? 0 };
      }
    }
  }
  return null;
}

/** The layout without a field; a row that it leaves empty goes too. */
export function withoutKey(layout: LayoutItem[], key: string): LayoutItem[] {
  const at = whereIs(layout, key);
  if (!at) {
    return layout;
  }
  return withRows(layout, at.section, (rows) =>
    rows.flatMap((row, n) => {
      const left = n === at.row ? row.filter((other) => other !== key) : row;
      return left.length > 0 ? [left] : [];
    }),
  );
}

/** The layout with other rows in a section. */
export function withRows(
  layout: LayoutItem[],
  section: ItemPath,
  edit: (rows: string[][]) => string[][],
): LayoutItem[] {
  return withItem(layout, section, (item) => ("section" in item ? { ...item, fields: edit(item.fields ?? []) } : item));
}

/** The last section of a layout, for what is added without saying where. */
export function lastSection(layout: LayoutItem[], list: ListPath = ""): ItemPath | null {
  for (let index = layout.length - 1; index >= 0; index--) {
    const item = layout[index];
    const path = itemPath(list, index);
    if (!item) {
      continue;
    }
    if ("section" in item) {
      return path;
    }
    const lists = "tabs" in item ? item.tabs.map((tab) => tab.items) : "columns" in item ? item.columns : [];
    const [first] = lists;
    const inner = first && lastSection(first, `${path}/${"tabs" in item ? "tabs" : "columns"}/0`);
    if (inner) {
      return inner;
    }
  }
  return null;
}
