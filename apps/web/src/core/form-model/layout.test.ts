import { expect, test } from "vitest";
import { laidOutKeys, wholeLayout } from "./layout";
import type { FieldSpec, FormSpec } from "./spec";

const name = { "zh-CN": "其他", en: "Other" };
const text = (key: string): FieldSpec => ({ key, label: name, type: { kind: "text", settings: {} } });

function form(change: Partial<FormSpec>): FormSpec {
  return { version: 1, key: "f", name, fields: [], ...change };
}

test("fields that no section names stand in a last one, each exactly once", () => {
  const spec = form({
    fields: [text("a"), text("b"), text("c"), { ...text("d"), type: { kind: "textarea", settings: {} } }, text("e")],
    layout: [{ tabs: [{ name, items: [{ columns: [[{ section: name, fields: [["b"]] }], []] }] }] }],
  });
  const layout = wholeLayout(spec, name);
  expect(laidOutKeys(layout)).toEqual(["b", "a", "c", "d", "e"]);
  expect(layout.at(-1)).toEqual({ section: name, fields: [["a", "c"], ["d"], ["e"]] });
});

test("a form without layout is one section without heading", () => {
  const layout = wholeLayout(form({ fields: [text("a"), text("b"), text("c")] }), name);
  expect(layout).toEqual([{ section: { "zh-CN": "", en: "" }, fields: [["a", "b"], ["c"]] }]);
});

test("a layout that names every field stays as it is", () => {
  const layout = [{ section: name, fields: [["a"]] }];
  expect(wholeLayout(form({ fields: [text("a")], layout }), name)).toBe(layout);
});
