import { expect, test } from "vitest";
import type { FieldSpec, FormSpec, ViewSpec } from "../form-model/spec";
import type { PivotTable } from "../pivot-model/spec";
import { laneFilter, laneKey, lanesOf } from "./board";
import { byDay, daysAround, daysFilter, daysOf, shifted, turned } from "./calendar";
import { figuresPivot } from "./figures";
import { daysOfKey, groupFilter, groupOf, groupText } from "./groups";
import { startSettings } from "./start";
import { tsv } from "./tsv";
import { allOf, freshKey, isChanged, placeAfterMove, widthsOf, withChanges } from "./view";

const name = { "zh-CN": "合同" };
const stage: FieldSpec = {
  key: "stage",
  label: name,
  type: {
    kind: "select",
    settings: {
      options: [
        { key: "open", label: name },
        { key: "done", label: name },
        { key: "old", label: name, retired: true },
      ],
    },
  },
};
const term: FieldSpec = { key: "term", label: name, type: { kind: "daterange", settings: {} } };
const at: FieldSpec = { key: "at", label: name, type: { kind: "datetime", settings: {} } };
const spec: FormSpec = { version: 1, key: "contract", name, fields: [stage, term] };
const table: ViewSpec = {
  key: "all",
  name,
  show: { kind: "table", settings: { columns: ["no"], widths: [{ field: "no", width: 90 }] } },
  filter: { field: "stage", op: "eq", value: "open" },
};

test("what the address changes becomes a part of the view", () => {
  const saved = withChanges(table, {
    filter: { and: [{ field: "no", op: "not_empty" }] },
    sort: [{ field: "no" }],
    columns: ["stage", "no"],
    widths: { stage: 200 },
  });
  expect(saved.filter).toEqual({ and: [table.filter, { field: "no", op: "not_empty" }] });
  expect(saved.sort).toEqual([{ field: "no" }]);
  expect(saved.show.settings).toEqual({
    columns: ["stage", "no"],
    widths: [
      { field: "no", width: 90 },
      { field: "stage", width: 200 },
    ],
  });
  const board: ViewSpec = { ...table, show: { kind: "kanban", settings: { by: "stage" } } };
  expect(withChanges(board, { columns: ["no"] }).show.settings).toEqual({ by: "stage", card: ["no"] });
});

test("an address without changes leaves the view as it is", () => {
  expect(isChanged({})).toBe(false);
  expect(isChanged({ sort: [], columns: [], widths: {} })).toBe(false);
  expect(isChanged({ widths: { no: 100 } })).toBe(true);
  expect(widthsOf(table, { widths: { no: 120 } })).toEqual({ no: 120 });
  expect(allOf(null, undefined)).toBeUndefined();
});

test("a view moves between its neighbours as long as there is room", () => {
  expect(placeAfterMove([1000, 2000, 3000], 0, 1)).toBe(2500);
  expect(placeAfterMove([1000, 2000, 3000], 1, 1)).toBe(4000);
  expect(placeAfterMove([1000, 2000, 3000], 1, -1)).toBe(0);
  expect(placeAfterMove([1, 2, 3], 0, 1)).toBeNull();
  expect(placeAfterMove([1, 2], 0, -1)).toBeNull();
});

test("a new view begins with a field that its kind can use", () => {
  expect(startSettings("kanban", spec, ["no", "stage", "_owner"])).toEqual({ by: "stage", card: ["no"] });
  expect(startSettings("calendar", spec, [])).toEqual({ date: "term", card: [] });
  expect(startSettings("gallery", spec, [])).toBeNull();
  expect(freshKey(() => 0.5)).toMatch(/^v_[a-z0-9]{8}$/);
});

test("a board has a column for each option, and for what its records still hold", () => {
  const counted: PivotTable = {
    rows: [["open"], ["old"], [null]].map((keys) => ({ keys, kind: "group" as const, depth: 0 })),
    columns: [],
    cells: [
      ["12.5", 2],
      [null, 1],
      [null, 4],
    ],
    measures: ["f0", "n"],
    took_ms: 1,
  };
  const lanes = lanesOf(stage, ["done"], counted);
  expect(lanes.map(({ key, count, figure, folded }) => [key, count, figure, folded])).toEqual([
    ["open", 2, "12.5", false],
    ["done", 0, undefined, true],
    ["old", 1, null, false],
    ["", 4, null, false],
  ]);
  expect(lanesOf(stage, [], undefined).map(({ key, count }) => [key, count])).toEqual([
    ["open", undefined],
    ["done", undefined],
  ]);
  expect(lanes.map((lane) => laneFilter(stage, lane)).at(-1)).toEqual({ field: "stage", op: "is_empty" });
  expect(laneKey({ id: "7", title: "Ann" })).toBe("7");
});

test("a board of people has a column for each of them", () => {
  const boss: FieldSpec = { key: "boss", label: name, type: { kind: "user", settings: {} } };
  const counted: PivotTable = {
    rows: [{ keys: [{ id: "7", title: "Ann" }], kind: "group", depth: 0 }],
    columns: [],
    cells: [[3]],
    measures: ["n"],
    took_ms: 1,
  };
  expect(lanesOf(boss, [], counted)).toEqual([
    { key: "7", value: "7", title: "Ann", folded: false, count: 3, figure: undefined },
  ]);
});

test("a calendar shows whole weeks that begin on Monday", () => {
  const days = daysAround("2026-06-15", "month");
  expect([days[0], days.at(-1), days.length]).toEqual(["2026-06-01", "2026-07-05", 35]);
  expect(daysAround("2026-06-07", "week")).toEqual([1, 2, 3, 4, 5, 6, 7].map((day) => `2026-06-0${day}`));
  expect(turned("2026-01-31", "month", 1)).toBe("2026-02-01");
  expect(turned("2026-01-31", "week", -1)).toBe("2026-01-24");
});

test("records stand on each day that they cover", () => {
  const found = byDay(
    [{ start: "2026-05-30", end: "2026-06-02" }, "2026-06-02", null],
    ["2026-06-01", "2026-06-02", "2026-06-03"],
    (value) => value,
  );
  expect([...found.values()].map((list) => list.length)).toEqual([1, 2, 0]);
  expect(daysOf({ start: null, end: "2026-06-02" })).toEqual(["2026-06-02", "2026-06-02"]);
  expect(daysFilter(term, ["2026-06-01", "2026-06-02"])).toEqual({
    field: "term",
    op: "overlaps",
    value: { start: "2026-06-01", end: "2026-06-02" },
  });
  const moments = daysFilter(at, ["2026-06-01", "2026-06-02"]);
  expect(moments).toMatchObject({ field: "at", op: "between" });
});

test("a record that moves keeps its length and its time of day", () => {
  expect(shifted("2026-02-27", 2)).toBe("2026-03-01");
  expect(shifted({ start: "2026-06-01", end: "2026-06-10" }, -1)).toEqual({ start: "2026-05-31", end: "2026-06-09" });
  expect(shifted("2026-06-01T09:30:00.000Z", 1)).toBe("2026-06-02T09:30:00.000Z");
  expect(shifted(null, 3)).toBeNull();
});

test("figures are asked for all that fits and nothing else", () => {
  const pivot = figuresPivot("contract", [{ field: "amount", agg: "sum" }], [table.filter, undefined], ["stage"]);
  expect(pivot).toMatchObject({
    form: "contract",
    rows: [{ field: "stage" }],
    measures: [
      { key: "f0", agg: "sum", field: "amount" },
      { key: "n", agg: "count" },
    ],
    filter: table.filter,
  });
});

test("records stand together by a field of the address, else of the view", () => {
  const day: FieldSpec = { key: "day", label: name, type: { kind: "date", settings: {} } };
  const form: FormSpec = { ...spec, fields: [...spec.fields, day] };
  const own: ViewSpec = { ...table, group: [{ field: "stage" }] };
  expect(groupOf(form, own, undefined)).toEqual({ field: "stage", group: undefined });
  expect(groupOf(form, own, "-")).toBeNull();
  expect(groupOf(form, own, "day:quarter")).toEqual({ field: "day", group: "quarter" });
  expect(groupOf(form, undefined, "day")).toEqual({ field: "day", group: "month" });
  expect(groupOf(form, own, "gone")).toBeNull();
  expect(groupText({ field: "day", group: "month" })).toBe("day:month");
  expect(withChanges(own, { group: "day:month" }).group).toEqual([{ field: "day", group: "month" }]);
  expect(withChanges(own, { group: "-" }).group).toEqual([]);
  expect(withChanges(own, { pinned: 3 }).show.settings.pinned).toBe(3);
});

test("the records of a group are found by its key", () => {
  expect(["2026", "2026-Q2", "2026-02", "2026-06-07"].map(daysOfKey)).toEqual([
    ["2026-01-01", "2026-12-31"],
    ["2026-04-01", "2026-06-30"],
    ["2026-02-01", "2026-02-28"],
    ["2026-06-07", "2026-06-07"],
  ]);
  expect(groupFilter({ field: "stage" }, null)).toEqual({ field: "stage", op: "is_empty" });
  expect(groupFilter({ field: "boss" }, { id: "7", title: "Ann" })).toEqual({ field: "boss", op: "eq", value: "7" });
  expect(groupFilter({ field: "day", group: "month" }, "2026-02")).toMatchObject({ op: "between" });
});

test("what is copied keeps its cells in a spreadsheet, and becomes no formula there", () => {
  const rows = [
    ["编号", "金额", "备注"],
    ["=1+1", "-12.50", 'a\tb "c"\nd'],
    ["@SUM", "+8%", "- 无"],
  ];
  expect(tsv(rows)).toBe('编号\t金额\t备注\r\n\'=1+1\t-12.50\t"a\tb ""c""\nd"\r\n\'@SUM\t+8%\t\'- 无');
});
