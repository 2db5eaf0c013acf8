import { expect, test } from "vitest";
import { formatNumber } from "./format";
import { measureKey, type PivotTable } from "./spec";
import { headLines, repeats, seriesOf } from "./table";

test("amounts keep every digit, however large", () => {
  expect(formatNumber("90071992547409931.005", "money", "zh-CN")).toBe("90,071,992,547,409,931.01");
  expect(formatNumber("-1234.565", "money", "zh-CN")).toBe("-1,234.57");
  expect(formatNumber("0.004", "money", "en")).toBe("0.00");
});

test("formats say what the number is", () => {
  expect(formatNumber("12.50", "percent", "en")).toBe("12.5%");
  expect(formatNumber("0.125", "share", "en")).toBe("12.5%");
  expect(formatNumber(2, "share", "en")).toBe("200%");
  expect(formatNumber("1234567.9", "integer", "en")).toBe("1,234,568");
  expect(formatNumber(3, undefined, "en")).toBe("3");
  expect(formatNumber("3.50000000", undefined, "en")).toBe("3.5");
});

test("large numbers are short in the way of the language", () => {
  expect(formatNumber("123456.00", "compact", "zh-CN")).toBe("12.35 万");
  expect(formatNumber("1234567890", "compact", "zh-CN")).toBe("12.35 亿");
  expect(formatNumber("1234567", "compact", "en")).toBe("1.23M");
  expect(formatNumber("999", "compact", "en")).toBe("999");
});

test("what is no number stays as it is", () => {
  expect(formatNumber("n/a", "money", "en")).toBe("n/a");
});

test("a measure without a key is called by its field and aggregate", () => {
  expect(measureKey({ agg: "count" })).toBe("count");
  expect(measureKey({ agg: "sum", field: "amount" })).toBe("amount_sum");
  expect(measureKey({ agg: "max", field: "project._created_at" })).toBe("project_created_at_max");
});

const table: PivotTable = {
  rows: [
    { keys: ["a", "x"], depth: 2, kind: "group" },
    { keys: ["a", "y"], depth: 2, kind: "group" },
    { keys: ["a"], depth: 1, kind: "subtotal" },
    { keys: [], depth: 0, kind: "grand" },
  ],
  columns: [
    { keys: ["2026", "q1"], kind: "group" },
    { keys: ["2026", "q2"], kind: "group" },
    { keys: ["2026"], kind: "subtotal" },
    { keys: [], kind: "grand" },
  ],
  cells: [
    [1, "10.00", 2, "20.00", 3, "30.00", 3, "30.00"],
    [4, null, 5, "50.00", 9, "50.00", 9, "50.00"],
    [5, "10.00", 7, "70.00", 12, "80.00", 12, "80.00"],
    [5, "10.00", 7, "70.00", 12, "80.00", 12, "80.00"],
  ],
  measures: ["n", "sum"],
  took_ms: 1,
};

test("equal neighbours in the head are one cell, totals stand apart", () => {
  const [years, quarters] = headLines(table.columns, 2, 2);
  expect(years).toEqual([
    { key: "2026", kind: "group", span: 6 },
    { key: undefined, kind: "grand", span: 2 },
  ]);
  expect(quarters?.map((cell) => [cell.key, cell.kind, cell.span])).toEqual([
    ["q1", "group", 2],
    ["q2", "group", 2],
    [undefined, "subtotal", 2],
    [undefined, "grand", 2],
  ]);
});

test("every line of the head spans the whole table", () => {
  for (const line of headLines(table.columns, 2, 2)) {
    expect(line.reduce((sum, cell) => sum + cell.span, 0)).toBe(table.cells[0]?.length);
  }
});

test("a key is written once for the rows that share it", () => {
  expect(repeats(table.rows, 1, 0)).toBe(true);
  expect(repeats(table.rows, 1, 1)).toBe(false);
  expect(repeats(table.rows, 0, 0)).toBe(false);
});

test("a chart draws neither totals nor measures that it was not asked for", () => {
  const { rows, series } = seriesOf(table, ["sum"]);
  expect(rows).toEqual([
    ["a", "x"],
    ["a", "y"],
  ]);
  expect(series.map(({ measure, values }) => [measure, values])).toEqual([
    ["sum", [10, null]],
    ["sum", [20, 50]],
  ]);
});
