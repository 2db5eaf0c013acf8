import { expect, test } from "vitest";
import type { FieldSpec, FormSpec } from "../form-model/spec";
import { axisOf, axisOver, dayNumber, dayText, lowerTicks, packed, upperTicks, xOf } from "./axis";
import { recordTree, treeLines, valueTree } from "./branches";
import { beforeOf, criticalSteps, shiftedValues, spanOf, within } from "./gantt";
import { startSettings } from "./start";

const span = (start: string, end: string) => ({ start: dayNumber(start), end: dayNumber(end) });
const name = { "zh-CN": "任务" };

test("an axis begins on a Monday, shows today, and ends with a whole week", () => {
  const today = dayNumber("2026-06-03");
  const axis = axisOver([span("2026-06-10", "2026-06-12")], today, "day");
  expect(dayText(axis.first)).toBe("2026-05-18");
  expect(axis.days % 7).toBe(0);
  expect(xOf(axis, axis.first + 2)).toBe(72);
  expect(axisOver([span("2026-06-10", "9999-01-01")], today, "month").days).toBeLessThan(366 * 31);
  expect(axisOf(today, 28, 700)).toMatchObject({ zoom: "day", perDay: 26 });
  expect(axisOf(today, 90, 1800)).toMatchObject({ zoom: "week", perDay: 20 });
});

test("headings name whole months and weeks, also where only a part of them is in sight", () => {
  const axis = axisOver([span("2026-05-20", "2026-07-10")], dayNumber("2026-06-03"), "week");
  const [from, to] = [dayNumber("2026-05-20"), dayNumber("2026-07-02")];
  expect(upperTicks(axis, from, to).map(({ at, days }) => [dayText(at), days])).toEqual([
    ["2026-05-01", 31],
    ["2026-06-01", 30],
    ["2026-07-01", 31],
  ]);
  expect(lowerTicks(axis, from, to).map(({ at }) => dayText(at))[0]).toBe("2026-05-18");
  const months = { ...axis, zoom: "month" as const };
  expect(upperTicks(months, from, to)).toHaveLength(1);
  expect(lowerTicks(months, from, to)).toHaveLength(3);
});

test("what is at the same time stands in lanes of its own and is told to clash", () => {
  const placed = packed([
    span("2026-06-01", "2026-06-05"),
    span("2026-06-06", "2026-06-10"),
    span("2026-06-05", "2026-06-06"),
    span("2026-06-20", "2026-06-20"),
  ]);
  expect(placed.map(({ lane }) => lane)).toEqual([0, 0, 1, 0]);
  expect(placed.map(({ clashes }) => clashes)).toEqual([true, true, true, false]);
});

test("days come from a range, from two fields, or from what there is of them", () => {
  expect(spanOf({ start: "2026-06-01", end: "2026-06-03" })).toEqual(span("2026-06-01", "2026-06-03"));
  expect(spanOf("2026-06-01", "2026-06-03")).toEqual(span("2026-06-01", "2026-06-03"));
  expect(spanOf(null, "2026-06-03")).toEqual(span("2026-06-03", "2026-06-03"));
  expect(spanOf("2026-06-05", "2026-06-03")).toEqual(span("2026-06-03", "2026-06-05"));
  expect(spanOf(null, null)).toBeNull();
});

test("a bar that is moved or stretched keeps what is not pulled, and a day at least", () => {
  const values = { term: { start: "2026-06-01", end: "2026-06-03" }, start: "2026-06-01", end: "2026-06-03" };
  expect(shiftedValues(values, { start: "term" }, { start: 2, end: 2 })).toEqual({
    term: { start: "2026-06-03", end: "2026-06-05" },
  });
  expect(shiftedValues(values, { start: "start", end: "end" }, { start: 0, end: 4 })).toEqual({
    start: "2026-06-01",
    end: "2026-06-07",
  });
  expect(shiftedValues(values, { start: "start" }, { start: 0, end: 1 })).toEqual({ start: "2026-06-02" });
  const three = span("2026-06-01", "2026-06-03");
  expect(within(three, { start: 5, end: 0 })).toEqual({ start: 2, end: 0 });
  expect(within(three, { start: 0, end: -5 })).toEqual({ start: 0, end: -2 });
  expect(within(three, { start: -5, end: -5 })).toEqual({ start: -5, end: -5 });
});

test("what has no time to spare is found by the days, also where steps wait for each other in a circle", () => {
  const steps = [
    { id: "a", span: span("2026-06-01", "2026-06-05"), before: [] },
    { id: "b", span: span("2026-06-06", "2026-06-10"), before: ["a"] },
    { id: "spare", span: span("2026-06-01", "2026-06-03"), before: [] },
    { id: "c", span: span("2026-06-11", "2026-06-20"), before: ["b", "spare"] },
    { id: "alone", span: span("2026-06-11", "2026-06-20"), before: [] },
    { id: "blank", span: null, before: ["c"] },
  ];
  expect([...criticalSteps(steps)].sort()).toEqual(["a", "b", "c"]);
  expect(criticalSteps([])).toEqual(new Set());
  const circle = [
    { id: "x", span: span("2026-06-01", "2026-06-02"), before: ["y"] },
    { id: "y", span: span("2026-06-03", "2026-06-04"), before: ["x"] },
  ];
  expect(criticalSteps(circle).has("y")).toBe(true);
});

test("what comes before is named by links, or by rows that hold one", () => {
  const link: FieldSpec = { key: "on", label: name, type: { kind: "link", settings: { form: "task" } } };
  const rows: FieldSpec = { key: "rows", label: name, type: { kind: "subform", settings: { fields: [link] } } };
  const links: FieldSpec = { key: "before", label: name, type: { kind: "links", settings: { form: "task" } } };
  expect(beforeOf(links, [{ id: "1", title: "A" }])).toEqual(["1"]);
  expect(beforeOf(rows, [{ on: { id: "2", title: "B" } }, { on: null }])).toEqual(["2"]);
  expect(beforeOf(undefined, [{ id: "1" }])).toEqual([]);
  const range: FieldSpec = { key: "term", label: name, type: { kind: "daterange", settings: {} } };
  const above: FieldSpec = { ...link, key: "above" };
  const spec: FormSpec = { version: 1, key: "task", name, fields: [above, links, range] };
  expect(startSettings("gantt", spec, [])).toEqual({
    start: "term",
    depends: "before",
    parent: "above",
    progress: null,
  });
  expect(startSettings("tree", spec, ["above", "term"])).toEqual({ parent: "above", columns: ["term"] });
  expect(startSettings("timeline", spec, [])).toMatchObject({ row: "above", range: "term" });
});

test("a tree tells of each line its place, and how many stand below it", () => {
  const record = (id: string, parent: string | null) => ({ id, above: parent ? { id: parent, title: parent } : null });
  const all = [record("a", null), record("b", "a"), record("c", "b"), record("d", "gone")];
  const tree = recordTree(all, (one) => one.above);
  expect(treeLines(tree, () => true).map(({ key, level, below }) => [key, level, below])).toEqual([
    ["a", 1, 2],
    ["b", 2, 1],
    ["c", 3, 0],
    ["d", 1, 0],
  ]);
  expect(treeLines(tree, () => false).map(({ key, open, place, among }) => [key, open, place, among])).toEqual([
    ["a", false, 1, 2],
    ["d", false, 2, 2],
  ]);
  const places = valueTree(
    [
      { id: "1", way: ["浙江", "杭州"] },
      { id: "2", way: ["浙江"] },
    ],
    ({ way }) => way,
  );
  expect(treeLines(places, () => true).map(({ value, record: of, below }) => [value ?? of?.id, below])).toEqual([
    ["浙江", 2],
    ["杭州", 1],
    ["1", 0],
    ["2", 0],
  ]);
});
