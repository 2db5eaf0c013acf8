import { describe, expect, it } from "vitest";
import type { ImportMapping } from "@/api/queries/imports";
import { lines, pruned, readDictionary, retarget, writeDictionary } from "./mapping";

const mapping: ImportMapping = {
  version: 1,
  columns: [
    { from: "Title", to: "title" },
    { from: "Title", to: "title_en" },
    { to: "batch", expr: '"x"' },
  ],
  match: ["title"],
  on_match: "update",
  blanks: "keep",
  rules: true,
  flows: false,
};
const found = ["Title", "Year"].map((from) => ({ from, to: null, samples: [], blank: 0 }));

describe("the lines of a mapping", () => {
  it("has one for each field of a column, one for a column that goes nowhere, and what needs no column", () => {
    const told = lines(mapping, found).map((line) => [line.column?.from, line.entry?.to, line.index]);
    expect(told).toEqual([
      ["Title", "title", 0],
      ["Title", "title_en", 1],
      ["Year", undefined, null],
      [undefined, "batch", 2],
    ]);
  });

  it("takes a field away from the column that had it", () => {
    const year = lines(mapping, found)[2];
    const changed = retarget(mapping, year as NonNullable<typeof year>, "title");
    expect(changed.columns.map((entry) => [entry.from, entry.to])).toEqual([
      ["Title", "title_en"],
      [undefined, "batch"],
      ["Year", "title"],
    ]);
    expect(changed.match).toEqual(["title"]);
  });

  it("no longer looks for records by a field without a column", () => {
    const title = lines(mapping, found)[0];
    const changed = retarget(mapping, title as NonNullable<typeof title>, undefined);
    expect(changed.columns).toHaveLength(2);
    expect([changed.match, changed.on_match]).toEqual([[], "create"]);
  });
});

describe("the settings of a column", () => {
  it("leaves out what is empty", () => {
    const entry = { from: "a", to: "b", parse: { date: " " }, expr: "", dictionary: {}, create_missing: false };
    expect(pruned(entry)).toEqual({ from: "a", to: "b" });
  });

  it("reads a dictionary from lines and writes it back", () => {
    const dictionary = readDictionary("Drama = 剧情\n0 =\n\n a=b=c ");
    expect(dictionary).toEqual({ Drama: "剧情", 0: "", a: "b=c" });
    expect(readDictionary(writeDictionary(dictionary))).toEqual(dictionary);
  });
});
