import areas from "china-area-data/data.json";

/** A province, city or district with its code of GB/T 2260. */
export interface Division {
  value: string;
  label: string;
  children?: Division[];
}

const country = "86";

/** Some counties stand right below their province; the source then has a level without a name of its own. */
const filler = "市辖区";

function below(code: string, depth: number): Division[] | undefined {
  const list = (areas as Record<string, Record<string, string>>)[code];
  if (!list || depth === 0) {
    return undefined;
  }
  return Object.entries(list).map(([value, label]) => ({ value, label, children: below(value, depth - 1) }));
}

/** The divisions of China, so many levels deep. */
export function divisions(depth: number): Division[] {
  return below(country, depth) ?? [];
}

/** The codes from the province down to this division. */
export function wayToDivision(code: string): string[] {
  const province = `${code.slice(0, 2)}0000`;
  const city = `${code.slice(0, 4)}00`;
  return [...new Set([province, city, code])].filter((step) => step.length === 6);
}

/** The names that people write: levels without a name of their own are left out. */
export function writtenNames(chosen: Division[]): string[] {
  return chosen.map((division) => division.label).filter((label) => label !== filler);
}
