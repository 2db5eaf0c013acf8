import type { OptionSpec } from "../kinds";
import type { FormSpec } from "../spec";

const longest = 40;

/** The key of a choice that is called so. */
export const optionKey = (label: string): string => [...label.trim()].slice(0, longest).join("");

/** A choice for each line that names a new one; what stands there already, or twice, is left out. */
export function optionsOfLines(lines: string[], options: OptionSpec[]): OptionSpec[] {
  const taken = new Set(options.map((option) => option.key));
  return lines.flatMap((line) => {
    const label = line.trim();
    const key = optionKey(label);
    if (key === "" || taken.has(key)) {
      return [];
    }
    taken.add(key);
    return [{ key, label: { "zh-CN": label, en: label } }];
  });
}

/**
 * The choice under another name. While no record and nothing in the form can hold its key, the key goes with the name,
 * so that conditions and formulas read as people speak.
 */
export function renamed(
  options: OptionSpec[],
  at: number,
  label: NonNullable<OptionSpec["label"]>,
  free: boolean,
): OptionSpec[] {
  const option = options[at];
  if (!option) {
    return options;
  }
  const key = optionKey(label["zh-CN"] || label.en || "");
  const taken = options.some((other, n) => n !== at && other.key === key);
  return options.with(at, { ...option, label, key: free && key !== "" && !taken ? key : option.key });
}

/** What names things for people, and the choices themselves: a key in there is no use of it. */
const notUses = new Set(["options", "label", "name", "help", "message", "description", "section", "note", "divider"]);

/** Whether a condition, formula, default or the like of the form holds the key of a choice. */
export function isOptionUsed(spec: FormSpec, key: string): boolean {
  const uses = JSON.stringify(spec, (name, value: unknown) => (notUses.has(name) ? undefined : value));
  const quoted = JSON.stringify(key);
  return uses.includes(quoted) || uses.includes(JSON.stringify(quoted).slice(1, -1));
}
