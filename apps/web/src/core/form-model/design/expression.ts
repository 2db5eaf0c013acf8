/** A field that an expression may name; the rows of a subform have fields of their own. */
export interface Nameable {
  key: string;
  label: string;
  rows?: Nameable[];
}

/** A stretch of an expression, as it is kept and as it is shown. */
export interface Part {
  kept: string;
  shown: string;
  /** It is the name of a field. */
  names: boolean;
}

/** How the fields are called in an expression that people read, and what is kept for each name. */
interface Book {
  shown: Map<string, string>;
  kept: Map<string, string>;
}

const keyOfRow = (subform: string, row: string) => `${subform} ${row}`;

const books = new WeakMap<Nameable[], Book>();

/** Fields with the same title are told apart by their keys. A list of names is read once, however often it is asked. */
function bookOf(names: Nameable[]): Book {
  const book = books.get(names) ?? written(names);
  books.set(names, book);
  return book;
}

function written(names: Nameable[]): Book {
  const book: Book = { shown: new Map(), kept: new Map() };
  const all = names.flatMap(({ key, label, rows }) => [
    { id: key, key, label, kept: rows ? `"${key}"` : key },
    ...(rows ?? []).map((row) => ({
      id: keyOfRow(key, row.key),
      key: row.key,
      label: `${label || key}.${row.label || row.key}`,
      kept: `"${key}", "${row.key}"`,
    })),
  ]);
  const times = new Map<string, number>();
  for (const { label } of all) {
    times.set(label, (times.get(label) ?? 0) + 1);
  }
  for (const { id, key, label, kept } of all) {
    const unique = label !== "" && !/[{}]/.test(label) && times.get(label) === 1;
    const shown = unique ? label : `${label.replace(/[{}]/g, "")}#${key}`;
    book.shown.set(id, shown);
    book.kept.set(shown, kept);
  }
  return book;
}

const tokens = /"(?:[^"\\]|\\.)*"?|`[^`]*`?|\{[^{}]*\}|[\p{L}_][\p{L}\p{N}_]*|[\s\S]/gu;

const isName = (token: string) => /^[\p{L}_]/u.test(token);
/** A member behind a dot, or a function before its bracket, is no field. */
const standsAlone = (text: string, from: number, to: number) =>
  !/\.\s*$/.test(text.slice(0, from)) && !/^\s*[(（]/.test(text.slice(to));

/** What an aggregate over a subform is given: `"subform"` or `"subform", "field"`. */
const overRows = /^"([a-z0-9_]+)"(?:\s*,\s*"([a-z0-9_]+)")?/;

/** An expression in parts, with titles in braces in place of keys. */
export function partsOf(kept: string, names: Nameable[]): Part[] {
  const book = bookOf(names);
  const parts: Part[] = [];
  const add = (kept: string, shown: string | undefined) => {
    const last = parts.at(-1);
    if (shown !== undefined) {
      parts.push({ kept, shown: `{${shown}}`, names: true });
    } else if (last && !last.names) {
      last.kept += kept;
      last.shown += kept;
    } else {
      parts.push({ kept, shown: kept, names: false });
    }
  };
  let skipTo = 0;
  for (const match of kept.matchAll(/"(?:[^"\\]|\\.)*"?|`[^`]*`?|[\p{L}_][\p{L}\p{N}_]*|[\s\S]/gu)) {
    const [token] = match;
    if (match.index < skipTo) {
      continue;
    }
    const rows = token.startsWith('"') && /\p{L}\s*\(\s*$/u.test(kept.slice(0, match.index));
    const [whole = "", subform = "", row] = rows ? (overRows.exec(kept.slice(match.index)) ?? []) : [];
    const both = row === undefined ? undefined : book.shown.get(keyOfRow(subform, row));
    if (both !== undefined) {
      skipTo = match.index + whole.length;
      add(whole, both);
    } else if (whole !== "" && isSubform(names, subform)) {
      add(token, book.shown.get(subform));
    } else if (
      isName(token) &&
      !isSubform(names, token) &&
      standsAlone(kept, match.index, match.index + token.length)
    ) {
      add(token, book.shown.get(token));
    } else {
      add(token, undefined);
    }
  }
  return parts;
}

const isSubform = (names: Nameable[], key: string) => names.some((one) => one.key === key && one.rows !== undefined);

/** An expression as people read it. */
export const shownOf = (kept: string, names: Nameable[]): string =>
  partsOf(kept, names)
    .map((part) => part.shown)
    .join("");

/** Signs as a Chinese keyboard writes them, outside of texts. */
const signs: Record<string, string> = {
  "（": "(",
  "）": ")",
  "，": ",",
  "＋": "+",
  "－": "-",
  "×": "*",
  "＊": "*",
  "÷": "/",
  "／": "/",
  "＝": "==",
  "＞": ">",
  "＜": "<",
  "≥": ">=",
  "≤": "<=",
  "≠": "!=",
};

/** What is kept of an expression that people wrote: titles, in braces or plain, become keys. */
export function keptOf(shown: string, names: Nameable[]): string {
  const book = bookOf(names);
  const keys = new Set(names.map((one) => one.key));
  let kept = "";
  for (const match of shown.matchAll(tokens)) {
    const [token] = match;
    const title = token.startsWith("{") ? token.slice(1, -1).trim() : isName(token) ? token : null;
    const plain = title === token;
    const named = title === null ? undefined : book.kept.get(title);
    const stays = plain && (keys.has(token) || !standsAlone(shown, match.index, match.index + token.length));
    kept += named === undefined || stays ? (signs[token] ?? token) : named;
  }
  return kept;
}

/** Where a place in what is kept lies in what is shown. */
export function shownOffset(parts: Part[], offset: number): number {
  let [kept, shown] = [0, 0];
  for (const part of parts) {
    if (offset < kept + part.kept.length) {
      return part.names ? shown : shown + offset - kept;
    }
    kept += part.kept.length;
    shown += part.shown.length;
  }
  return shown;
}

/** Where a line and column, counted from 1, lie in a text. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return Math.min(before + Math.max(column - 1, 0), text.length);
}

/** Something that can be put in where the caret is. */
export interface Suggestion {
  /** What is shown for it. */
  name: string;
  /** What is put in. */
  insert: string;
  /** A function, with what it is called with. */
  call?: string;
}

/** The word before the caret: from an open brace on, else the letters before it. */
export function wordBefore(text: string, caret: number): { from: number; word: string } {
  const before = text.slice(0, caret);
  const found = /\{([^{}]*)$/.exec(before) ?? /([\p{L}_][\p{L}\p{N}_]*)$/u.exec(before);
  return found ? { from: found.index, word: found[1] ?? "" } : { from: caret, word: "" };
}

/** What the word before the caret may become: fields by title or key, functions by name. */
export function suggestions(text: string, caret: number, names: Nameable[], calls: string[]): Suggestion[] {
  const { from, word } = wordBefore(text, caret);
  const open = text[from] === "{";
  if (word === "" && !open) {
    return [];
  }
  const wanted = word.toLowerCase();
  const book = bookOf(names);
  const fields = names
    .flatMap((one) => [
      { id: one.key, key: one.key },
      ...(one.rows ?? []).map((row) => ({ id: keyOfRow(one.key, row.key), key: row.key })),
    ])
    .flatMap(({ id, key }): Suggestion[] => {
      const name = book.shown.get(id) ?? key;
      return name.toLowerCase().includes(wanted) || key.includes(wanted) ? [{ name, insert: `{${name}}` }] : [];
    });
  const functions = open
    ? []
    : calls.flatMap((call): Suggestion[] => {
        const name = call.slice(0, call.indexOf("("));
        return name.startsWith(wanted) ? [{ name, insert: `${name}(`, call }] : [];
      });
  return [...fields, ...functions];
}

/** The names in an expression, and the texts in it: what it may depend on. */
export function namesIn(kept: string): Set<string> {
  return new Set(
    [...kept.matchAll(/"((?:[^"\\]|\\.)*)"|[\p{L}_][\p{L}\p{N}_]*/gu)].map(([token, text]) => text ?? token),
  );
}
