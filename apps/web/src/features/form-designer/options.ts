import type { OptionSpec } from "@/core/form-model/kinds";
import { inBoth } from "./kinds";

const longest = 40;

/** A choice that is not there yet, named in both languages. */
export function freshOption(options: OptionSpec[]): OptionSpec {
  const taken = new Set(options.map((option) => option.key));
  for (let n = options.length + 1; ; n++) {
    const label = inBoth("newOption", { n });
    const key = label["zh-CN"].replaceAll(" ", "");
    if (!taken.has(key)) {
      return { key, label };
    }
  }
}

/** A choice for each line that names a new one; what stands there already, or twice, is left out. */
export function optionsOfLines(text: string, options: OptionSpec[]): OptionSpec[] {
  const taken = new Set(options.map((option) => option.key));
  return text.split("\n").flatMap((line) => {
    const label = line.trim();
    const key = [...label].slice(0, longest).join("");
    if (key === "" || taken.has(key)) {
      return [];
    }
    taken.add(key);
    return [{ key, label: { "zh-CN": label, en: label } }];
  });
}
