import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Json } from "@/api/types";
import type { FieldKindName } from "@/core/form-model/kinds";
import type { FieldType } from "@/core/form-model/spec";
import issueTexts from "@/i18n/zh-CN/issues.json";
import { typedNumber } from "./_shared/text";
import { fieldText, texts } from "./texts";

/** The cases that the server's field kinds are held to; see `tests/cases/field-kinds`. */
const folder = join(import.meta.dirname, "../../../../tests/cases/field-kinds");

interface Case {
  settings: Json;
  input: Json;
  ok?: Json;
  issue?: string;
  text?: string;
}

const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
const casesOf = (kind: string) => JSON.parse(readFileSync(join(folder, `${kind}.json`), "utf8")) as Case[];

/** Whole numbers that JSON cannot carry into JavaScript unharmed; a field that needs them is a decimal. */
const exact = (value: Json) => typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value);

/** Kinds whose values the server names by titles that it adds to its answers; here the cases hold bare ids. */
const titled = new Set(["user", "users", "dept", "depts", "role", "link", "links"]);

test("every kind has cases", () => {
  expect(files.map((file) => file.replace(".json", "")).sort()).toEqual(Object.keys(texts).sort());
});

describe.each(files.map((file) => file.replace(".json", "")))("%s", (kind) => {
  const read = casesOf(kind).filter(
    (item) => item.ok !== undefined && item.text !== undefined && !titled.has(kind) && exact(item.ok),
  );
  const type = (item: Case) => ({ kind: kind as FieldKindName, settings: item.settings }) as FieldType;

  test("values read as the server writes them", () => {
    for (const item of read) {
      const field = { key: "f", label: { "zh-CN": "项" }, type: type(item) };
      expect(fieldText(field, item.ok, "zh-CN"), JSON.stringify(item)).toBe(item.text);
    }
  });
});

test("every problem that the cases name has a sentence of its own", () => {
  const codes = new Set(
    files.flatMap((file) => casesOf(file.replace(".json", "")).flatMap((item) => item.issue ?? [])),
  );
  expect(codes.size).toBeGreaterThan(20);
  expect([...codes].filter((code) => !(code in issueTexts.code))).toEqual([]);
});

const numberKinds = ["int", "decimal", "money", "percent", "score", "progress"] as const;

describe.each(numberKinds)("typing into %s", (kind) => {
  test("what the server takes is not changed on its way, and its own wording can be typed back", () => {
    const taken = casesOf(kind).filter((item) => item.ok !== undefined && item.ok !== null && exact(item.ok));
    expect(taken.length).toBeGreaterThan(0);
    for (const item of taken) {
      expect(typedNumber(String(item.ok)), JSON.stringify(item)).toBe(String(item.ok));
    }
  });
});
