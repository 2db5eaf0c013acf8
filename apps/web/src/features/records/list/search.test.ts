import { expect, test } from "vitest";
import type { FormSpec } from "@/core/form-model/spec";
import { readListSearch } from "./address";
import { listQuestion, shownColumns } from "./search";

const name = { "zh-CN": "合同" };
const spec: FormSpec = {
  version: 1,
  key: "contract",
  name,
  fields: [
    { key: "no", label: name, type: { kind: "autonum", settings: {} } },
    { key: "amount", label: name, type: { kind: "money", settings: {} } },
    { key: "items", label: name, type: { kind: "subform", settings: {} } },
  ],
  views: [{ key: "all", name, show: { kind: "table", settings: { columns: ["amount", "gone", "project.genre"] } } }],
};

test("an address is read as far as it is understood", () => {
  const raw = {
    view: "all",
    q: 2026,
    filter: { field: "amount", op: "gt", value: "1" },
    sort: [{ field: "amount", desc: true }, { field: "drop table" }, "x"],
    columns: ["no", "amount"],
  };
  expect(readListSearch(raw)).toEqual({ ...raw, q: "2026", sort: [{ field: "amount", desc: true }] });
  expect(readListSearch({ widths: { no: 200, amount: 4, "a b": 90 }, day: "2026-06-01", span: "week" })).toEqual({
    widths: { no: 200 },
    day: "2026-06-01",
    span: "week",
  });
  expect(readListSearch({ widths: [1], day: "today", span: "year" })).toEqual({});
  expect(readListSearch({ filter: { op: "gt" }, columns: ["no", 3], view: "../x" })).toEqual({});
});

test("columns come from the address, else the view, else the first fields", () => {
  const view = spec.views?.[0];
  expect(shownColumns(spec, view, { columns: ["no", "_owner"] }, true)).toEqual(["no", "_owner"]);
  expect(shownColumns(spec, view, {}, true)).toEqual(["amount", "project.genre"]);
  expect(shownColumns(spec, undefined, {}, true)).toEqual(["no", "amount", "_flow_state", "_updated_at"]);
  expect(shownColumns(spec, undefined, { columns: ["gone"] }, false)).toEqual(["no", "amount", "_updated_at"]);
});

test("the server is asked only for the fields that are shown", () => {
  expect(listQuestion({ q: "", sort: [] }, spec.views?.[0], ["amount", "_owner"])).toEqual({
    view: "all",
    search: undefined,
    filter: undefined,
    sort: undefined,
    fields: ["amount"],
    limit: 50,
    count: "fast",
  });
});
