import type { FieldKindName } from "../kinds";
import type { PartKind } from "./place";

/** What can be added by naming it: a kind of field or a part of the page, with the words that mean it. */
export interface Addable {
  add: { kind: FieldKindName } | { part: PartKind };
  /** Its name as it is shown. */
  name: string;
  /** Its name in either language, its key, and what else people call it; pinyin and its initials too. */
  words: string[];
}

/** A line that was typed to add something, read. */
export interface QuickLine {
  add: Addable;
  /** What it is to be called; blank: as its kind. */
  label: string;
  required: boolean;
  /** The choices, where the line names them. */
  options: string[];
  /** The form that a link leads to, as it was written. */
  target: string;
  /** The formula, as it was written. */
  formula: string;
}

const folded = (text: string) => text.toLowerCase();

/** How well a word means what can be added: 0 exactly, 1 begins so, 2 has it somewhere; `null` not at all. */
function rank(words: string[], wanted: string): number | null {
  let best: number | null = null;
  for (const word of words.map(folded)) {
    const here = word === wanted ? 0 : word.startsWith(wanted) ? 1 : word.includes(wanted) ? 2 : null;
    if (here !== null && (best === null || here < best)) {
      best = here;
    }
  }
  return best;
}

/** What a text may mean, best first; everything where there is none. */
export function matching(all: Addable[], text: string): Addable[] {
  const wanted = folded(text.trim());
  if (wanted === "") {
    return all;
  }
  return all
    .flatMap((add, at) => {
      const how = rank(add.words, wanted);
      return how === null ? [] : [{ add, how, at }];
    })
    .sort((a, b) => a.how - b.how || a.at - b.at)
    .map(({ add }) => add);
}

/** The part of a line that names what to add: the longest whole name it begins with, else its first word. */
export function kindWords(all: Addable[], line: string): string {
  const text = line.trimStart();
  const whole = all
    .flatMap((add) => add.words)
    .filter((word) => folded(text).startsWith(folded(word)) && /^$|^[\s:：=＝>→*＊]/.test(text.slice(word.length)))
    .reduce((longest, word) => (word.length > longest.length ? word : longest), "");
  return whole === "" ? (/^\S*/.exec(text)?.[0] ?? "") : text.slice(0, whole.length);
}

/**
 * Reads `kind name`, with a star behind it for what is required and, as far as its kind has such, `: choice, choice`,
 * `> form` or `= formula`. A line that names no kind is the name of a text. `null` for a blank line.
 */
export function readLine(all: Addable[], line: string): QuickLine | null {
  const words = kindWords(all, line);
  const text = line.trim();
  if (text === "") {
    return null;
  }
  const known = matching(all, words)[0];
  const plain = all.find(({ add }) => "kind" in add && add.kind === "text");
  const add = known ?? plain;
  if (!add) {
    return null;
  }
  const rest = known ? line.trimStart().slice(words.length).trim() : text;
  const at = rest.search(/[:：=＝>→]/);
  const head = (at === -1 ? rest : rest.slice(0, at)).trim();
  const tail = at === -1 ? "" : rest.slice(at + 1).trim();
  const sign = at === -1 ? "" : (rest[at] ?? "");
  const { name, required } = starred(head);
  return {
    add,
    label: name,
    required,
    options: /[:：]/.test(sign) ? listed(tail) : [],
    target: /[>→]/.test(sign) ? tail : "",
    formula: /[=＝]/.test(sign) ? tail : "",
  };
}

/** What a list written on one line names. */
const listed = (text: string): string[] =>
  text
    .split(/[,，、;；]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** A title with a star at its end is that of a field that must be filled in. */
export function starred(title: string): { name: string; required: boolean } {
  const name = title.replace(/\s*[*＊]+\s*$/, "");
  return { name, required: name !== title };
}
