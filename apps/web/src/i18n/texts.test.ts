import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

type Tree = { [key: string]: string | Tree };

const here = import.meta.dirname;
const source = join(here, "..");
const read = (locale: string, file: string) => JSON.parse(readFileSync(join(here, locale, file), "utf8")) as Tree;
const namespaces = readdirSync(join(here, "zh-CN")).sort();

function leaves(tree: Tree, above = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[above + key, value] as const] : [...leaves(value, `${above}${key}.`)],
    ),
  );
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

test("both languages have the same files", () => {
  expect(readdirSync(join(here, "en")).sort()).toEqual(namespaces);
});

describe.each(namespaces)("%s", (file) => {
  const zh = leaves(read("zh-CN", file));
  const en = leaves(read("en", file));

  test("has the same keys in both languages, none of them empty", () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
    expect([...zh, ...en].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  test("names the same figures in both languages", () => {
    const differ = [...zh].filter(([key, text]) => `${placeholders(text)}` !== `${placeholders(en.get(key) ?? "")}`);
    expect(differ).toEqual([]);
  });
});

/** Calls such as `t("list.create")` in a file, with the namespace that the file uses; any, where it is given its `t`. */
function usedKeys(): [file: string, namespace: string, key: string][] {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/.test(file) && !file.includes(".test."),
  );
  return files.flatMap((file) => {
    const text = readFileSync(join(source, file), "utf8");
    const spaces = [...text.matchAll(/useTranslation\((?:"(\w+)"|\["(\w+)"[^)]*)?\)/g)].map(
      (match) => match[1] ?? match[2] ?? "common",
    );
    const given = spaces.length > 0 ? spaces : namespaces.map((space) => space.replace(".json", ""));
    const keys = [...text.matchAll(/\bt\(\s*"([\w:.-]+)"/g)].map((match) => match[1] ?? "");
    return keys.map((key): [string, string, string] => {
      const [namespace, name] = key.includes(":") ? (key.split(":") as [string, string]) : [given.join("|"), key];
      return [file, namespace, name];
    });
  });
}

test("every text that the pages name exists", () => {
  const known = new Map(namespaces.map((file) => [file.replace(".json", ""), leaves(read("zh-CN", file))]));
  const used = usedKeys();
  const has = (namespace: string, key: string) =>
    known.get(namespace)?.has(key) || known.get(namespace)?.has(`${key}_other`);
  const missing = used.filter(([, spaces, key]) => !spaces.split("|").some((namespace) => has(namespace, key)));
  expect(used.length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});
