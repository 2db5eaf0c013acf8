import type { ColumnMapping, FoundColumn, ImportMapping } from "@/api/queries/imports";

/** A line of the table: a column of the file with one field that it goes to, or with none yet. */
export interface Line {
  /** The place in the mapping; absent where the column goes nowhere. */
  index: number | null;
  column: FoundColumn | null;
  entry: ColumnMapping | null;
}

/** The lines of the table: every column of the file with each of its fields, then what needs no column. */
export function lines(mapping: ImportMapping, found: FoundColumn[]): Line[] {
  const entries = mapping.columns.map((entry, index) => ({ entry, index }));
  const ofColumns = found.flatMap((column): Line[] => {
    const own = entries.filter(({ entry }) => entry.from === column.from);
    return own.length === 0
      ? [{ index: null, column, entry: null }]
      : own.map(({ entry, index }) => ({ index, column, entry }));
  });
  const without = entries.filter(({ entry }) => !entry.from);
  return [...ofColumns, ...without.map(({ entry, index }) => ({ index, column: null, entry }))];
}

/** The mapping with another field for a line; none takes the line away. A field takes one column only. */
export function retarget(mapping: ImportMapping, line: Line, to: string | undefined): ImportMapping {
  const entry: ColumnMapping | null = to
    ? { ...(line.entry?.to === to ? line.entry : { from: line.column?.from }), to }
    : null;
  const kept = mapping.columns.map((own, index) => (index === line.index ? entry : own.to === to ? null : own));
  const columns = line.index === null ? [...kept, entry] : kept;
  return withColumns(
    mapping,
    columns.filter((own): own is ColumnMapping => own !== null),
  );
}

/** The mapping with other settings for a line. */
export function resettle(mapping: ImportMapping, index: number, entry: ColumnMapping): ImportMapping {
  return { ...mapping, columns: mapping.columns.map((own, place) => (place === index ? entry : own)) };
}

/** Rows can be found only by fields that a column goes to. */
function withColumns(mapping: ImportMapping, columns: ColumnMapping[]): ImportMapping {
  const match = mapping.match.filter((field) => columns.some((entry) => entry.to === field));
  return { ...mapping, columns, match, on_match: match.length === 0 ? "create" : mapping.on_match };
}

/** A settings object without what is empty. */
export function pruned(entry: ColumnMapping): ColumnMapping {
  const { parse, expr, dictionary, link_by, create_missing, ...rest } = entry;
  const date = parse?.date?.trim();
  const kept = { ...(date ? { date } : {}), ...(parse?.misread ? { misread: parse.misread } : {}) };
  return {
    ...rest,
    ...(Object.keys(kept).length > 0 ? { parse: kept } : {}),
    ...(expr?.trim() ? { expr: expr.trim() } : {}),
    ...(dictionary && Object.keys(dictionary).length > 0 ? { dictionary } : {}),
    ...(link_by ? { link_by } : {}),
    ...(create_missing ? { create_missing } : {}),
  };
}

/** `text = meaning`, one a line, as a dictionary. */
export function readDictionary(text: string): Record<string, string> {
  const pairs = text
    .split("\n")
    .map((line) => line.split("="))
    .filter(([from]) => from?.trim());
  return Object.fromEntries(pairs.map(([from, ...to]) => [(from ?? "").trim(), to.join("=").trim()]));
}

/** The same the other way round. */
export function writeDictionary(dictionary: Record<string, string> | undefined): string {
  return Object.entries(dictionary ?? {})
    .map(([from, to]) => `${from} = ${to}`)
    .join("\n");
}
