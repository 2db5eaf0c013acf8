import { describe, expect, test } from "vitest";
import type { Issue } from "@/api/errors";
import { asWritten, fieldOfPath, pathOfPointer, sameJson, valueAt, withValue } from "./path";
import { changedValues, createFormStore, isDirty, shownIssues } from "./store";

const issue = (pointer: string, code = "required"): Issue => ({ severity: "error", pointer, code });

describe("places", () => {
  test("are read and written through rows, and leave the rest untouched", () => {
    const values = { a: { x: 1 }, items: [{ qty: 1 }, { qty: 2 }] };
    const changed = withValue(values, "items/1/qty", 5);
    expect(valueAt(changed, "items/1/qty")).toBe(5);
    expect(valueAt(changed, "items/7/qty")).toBeNull();
    expect(changed.a).toBe(values.a);
    expect((changed.items as object[])[0]).toBe(values.items[0]);
    expect(values.items[1]?.qty).toBe(2);
  });

  test("come from pointers of the server", () => {
    expect(pathOfPointer("/values/items/2/qty")).toBe("items/2/qty");
    expect(pathOfPointer("/amount")).toBe("amount");
    expect(pathOfPointer("/values/values")).toBe("values");
    expect(fieldOfPath("items/2/qty")).toBe("items/qty");
  });
});

test("references are written as ids, files as they are, keys of new rows not at all", () => {
  expect(
    asWritten({
      owner: { id: "u1", title: "周明" },
      team: [{ id: "u1", title: "周明" }],
      file: { id: "f1", name: "a.pdf", size: 3, mime: "application/pdf" },
      items: [{ _key: "n1", talent: { id: "t1", title: "沈安" }, fee: "3.00" }],
    }),
  ).toEqual({
    owner: "u1",
    team: ["u1"],
    file: { id: "f1", name: "a.pdf", size: 3, mime: "application/pdf" },
    items: [{ talent: "t1", fee: "3.00" }],
  });
});

describe("a form being filled in", () => {
  test("takes computed values, but not over what was typed meanwhile", () => {
    const store = createFormStore({ qty: 1, price: "2.00", total: null });
    store.getState().set("qty", 3);
    const asked = store.getState().edits;
    store.getState().set("price", "4.00");
    store.getState().take({ values: { qty: 3, price: "2.00", total: "6.00" }, states: {}, issues: [] }, asked);
    expect(store.getState().values).toEqual({ qty: 3, price: "4.00", total: "6.00" });
  });

  test("an edit in a row guards the whole subform until the next evaluation", () => {
    const store = createFormStore({ items: [{ qty: 1, sum: null }] });
    const asked = store.getState().edits;
    store.getState().set("items/0/qty", 2);
    store.getState().take({ values: { items: [{ qty: 1, sum: "1.00" }] }, states: {}, issues: [] }, asked);
    expect(valueAt(store.getState().values, "items/0/qty")).toBe(2);
  });

  test("shows problems where the person has been, and all of them after a refused save", () => {
    const store = createFormStore({});
    store.getState().take({ values: {}, states: {}, issues: [issue("/values/name"), issue("/values/no")] }, 0);
    expect(shownIssues(store.getState(), "name")).toEqual([]);
    store.getState().touch("name");
    expect(shownIssues(store.getState(), "name")).toHaveLength(1);
    expect(shownIssues(store.getState(), "no")).toEqual([]);
    store.getState().refuse([issue("/values/no"), issue("/values/name")]);
    expect(shownIssues(store.getState(), "no")).toHaveLength(1);
  });

  test("a problem that only saving finds stays until its field is changed", () => {
    const store = createFormStore({ no: "1" });
    store.getState().refuse([issue("/values/no", "not_unique")]);
    store.getState().take({ values: {}, states: {}, issues: [] }, 0);
    expect(shownIssues(store.getState(), "no")).toHaveLength(1);
    store.getState().set("no", "2");
    expect(shownIssues(store.getState(), "no")).toEqual([]);
  });

  test("rows are added, moved and removed, and problems of other rows do not stick to them", () => {
    const store = createFormStore({ items: [{ n: 1 }, { n: 2 }] });
    store.getState().refuse([issue("/values/items/1/n")]);
    store.getState().addRow("items", 1, { n: 9 });
    expect(store.getState().issues).toEqual({});
    store.getState().moveRow("items", 2, 0);
    expect(store.getState().values.items).toEqual([{ n: 2 }, { n: 1 }, { n: 9 }]);
    store.getState().removeRow("items", 1);
    expect(store.getState().values.items).toEqual([{ n: 2 }, { n: 9 }]);
  });

  test("knows what differs from what was saved", () => {
    const store = createFormStore({ a: "1", owner: { id: "u1", title: "周明" }, b: null });
    expect(isDirty(store.getState())).toBe(false);
    store.getState().set("a", "2");
    store.getState().set("owner", { id: "u2", title: "罗佳" });
    expect(isDirty(store.getState())).toBe(true);
    expect(changedValues(store.getState())).toEqual({ a: "2", owner: "u2" });
    store.getState().set("a", "1");
    store.getState().set("owner", "u1");
    expect(isDirty(store.getState())).toBe(false);
  });
});

test("sameness looks into lists and maps", () => {
  expect(sameJson({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
  expect(sameJson({ a: 1 }, { a: 1, b: null })).toBe(false);
  expect(sameJson([], {})).toBe(false);
});
