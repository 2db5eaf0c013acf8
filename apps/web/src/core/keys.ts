const pattern = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const longest = 40;

export const isKey = (text: string) => text.length <= longest && pattern.test(text);

/** A key made of a Latin name, or `form_1` and so on, that is not taken. */
export function keyFor(name: string, taken: string[], word = "form"): string {
  const made = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[0-9_]+|_+$/g, "")
    .slice(0, longest)
    .replace(/_+$/, "");
  if (isKey(made) && !taken.includes(made)) {
    return made;
  }
  const stem = isKey(made) ? made.slice(0, longest - 4) : word;
  for (let n = 1; ; n++) {
    const key = `${stem}_${n}`;
    if (!taken.includes(key)) {
      return key;
    }
  }
}
