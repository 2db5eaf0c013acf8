import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const source = join(import.meta.dirname, "..");

test("an icon is either hidden from screen readers or has a name of its own", () => {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".tsx"));
  const icons = files.flatMap((file) =>
    [...readFileSync(join(source, file), "utf8").matchAll(/<\w+(?:Outlined|Filled)\b[^>]*>/g)].map(
      (tag) => `${file}: ${tag[0]}`,
    ),
  );
  expect(icons.length).toBeGreaterThan(30);
  expect(icons.filter((icon) => !/aria-(hidden|label)/.test(icon))).toEqual([]);
});
