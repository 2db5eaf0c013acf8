import { describe, expect, test } from "vitest";
import type { Filter } from "./filter";
import { countLines, type FilterGroup, fromFilter, isComplete, readFilter, toFilter } from "./rows";

const contract: Filter = {
  and: [
    { field: "amount", op: "gt", value: "100000" },
    {
      or: [
        { field: "status", op: "in", value: ["draft", "running"] },
        { field: "owner", op: "eq", value: { var: "me" } },
      ],
    },
    { field: "signed_on", op: "is_empty" },
  ],
};

describe("a filter and the lines that show it", () => {
  test("go into each other without loss", () => {
    const group = fromFilter(contract);
    expect(group).not.toBeNull();
    expect(group?.lines.map((line) => line.field)).toEqual(["amount", "signed_on"]);
    expect(countLines(group as FilterGroup)).toBe(4);
    const back = toFilter(group as FilterGroup);
    expect(back).toEqual({
      and: [
        (contract as { and: Filter[] }).and[0],
        { field: "signed_on", op: "is_empty" },
        (contract as { and: Filter[] }).and[1],
      ],
    });
  });

  test("a line alone needs no group around it", () => {
    const line: Filter = { field: "name", op: "contains", value: "长河" };
    expect(toFilter(fromFilter(line) as FilterGroup)).toEqual(line);
  });

  test("what the builder cannot show is not shown wrongly", () => {
    expect(fromFilter({ and: [{ not: { field: "a", op: "is_empty" } }] })).toBeNull();
    expect(fromFilter({ exists: { form: "schedule", via: "talent" } })).toBeNull();
  });
});

test("only complete lines are asked of the server", () => {
  expect(isComplete({ field: "a", op: "eq" })).toBe(false);
  expect(isComplete({ field: "a", op: "eq", value: "" })).toBe(false);
  expect(isComplete({ field: "a", op: "eq", value: false })).toBe(true);
  expect(isComplete({ field: "a", op: "eq", value: 0 })).toBe(true);
  expect(isComplete({ field: "a", op: "is_empty" })).toBe(true);
  expect(isComplete({ field: "a", op: "between", value: ["1", ""] })).toBe(false);
  expect(isComplete({ field: "a", op: "between", value: ["1", "2"] })).toBe(true);
  expect(isComplete({ field: "a", op: "in", value: [] })).toBe(false);
  expect(
    toFilter({ join: "or", lines: [{ field: "a", op: "eq" }], groups: [{ join: "and", lines: [], groups: [] }] }),
  ).toBeNull();
});

describe("an address", () => {
  test("gives back the filter that was put into it", () => {
    expect(readFilter(JSON.parse(JSON.stringify(contract)))).toEqual(contract);
  });

  test("that was tampered with gives none", () => {
    expect(readFilter({ and: [{ field: "a", op: "drop" }] })).toBeNull();
    expect(readFilter({ and: "x" })).toBeNull();
    expect(readFilter("x")).toBeNull();
    expect(readFilter({ field: 1, op: "eq" })).toBeNull();
  });
});
