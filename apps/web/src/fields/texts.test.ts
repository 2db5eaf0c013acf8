import { describe, expect, test } from "vitest";
import type { Json } from "@/api/types";
import type { FieldSpec, FieldType } from "@/core/form-model/spec";
import { durationOf, durationParts, momentOf, momentText, typedNumber, withoutMarks } from "./_shared/text";
import { fieldText, texts } from "./texts";

const field = (type: FieldType): FieldSpec => ({ key: "f", label: { "zh-CN": "项" }, type });
const media = [
  {
    key: "media",
    label: { "zh-CN": "媒体", en: "Media" },
    children: [{ key: "tv", label: { "zh-CN": "电视", en: "Television" } }],
  },
  { key: "丙" },
];

const cases: [FieldType, Json, string][] = [
  [{ kind: "money", settings: {} }, "1234.5", "¥1,234.50"],
  [{ kind: "money", settings: { currency: "JPY" } }, "-1234567", "-JP¥1,234,567"],
  [{ kind: "money", settings: { currency: "XAU" } }, "1.5", "XAU 1.5"],
  [{ kind: "money", settings: { currency_field: "currency" } }, "1.5000", "1.5000"],
  [{ kind: "decimal", settings: { scale: 4, unit: "万" } }, "12345.6700", "12,345.67万"],
  [{ kind: "int", settings: { unit: "集" } }, 1234567, "1,234,567集"],
  [{ kind: "percent", settings: {} }, "12.5000", "12.5%"],
  [{ kind: "progress", settings: {} }, 40, "40%"],
  [{ kind: "rating", settings: {} }, 3, "3/5"],
  [{ kind: "bool", settings: {} }, false, "否"],
  [{ kind: "bool", settings: { yes: { "zh-CN": "在" } } }, true, "在"],
  [{ kind: "select", settings: { options: media } }, "丙", "丙"],
  [{ kind: "treeselect", settings: { options: media } }, "tv", "电视"],
  [{ kind: "multi", settings: { options: media } }, ["tv", "gone"], "电视、gone"],
  [{ kind: "tags", settings: {} }, ["古装", "喜剧"], "古装、喜剧"],
  [{ kind: "cascade", settings: { options: media } }, { code: "tv", names: ["x"] }, "媒体 / 电视"],
  [{ kind: "cascade", settings: { options: [] } }, { code: "tv", names: ["旧", "电视"] }, "旧 / 电视"],
  [{ kind: "date", settings: {} }, "2026-11-22", "2026-11-22"],
  [{ kind: "datetime", settings: {} }, "2026-06-01T01:00:00Z", "2026-06-01 09:00"],
  [{ kind: "daterange", settings: {} }, { start: "2026-06-01", end: "2026-06-30" }, "2026-06-01 ~ 2026-06-30"],
  [
    { kind: "daterange", settings: { precision: "minute" } },
    { start: "2026-06-01T01:00:00Z", end: "2026-06-01T02:30:00Z" },
    "2026-06-01 09:00 ~ 2026-06-01 10:30",
  ],
  [{ kind: "duration", settings: {} }, "PT2H30M", "2小时30分钟"],
  [{ kind: "duration", settings: {} }, "P1Y2M3D", "1年2个月3天"],
  [{ kind: "region", settings: {} }, { code: "330106", names: ["浙江省", "杭州市"] }, "浙江省杭州市"],
  [
    { kind: "address", settings: {} },
    { region: { code: "110105", names: ["北京市"] }, detail: "建国路 88 号" },
    "北京市建国路 88 号",
  ],
  [{ kind: "location", settings: {} }, { lat: -33.5, lng: 151.25, name: "" }, "-33.5, 151.25"],
  [{ kind: "link", settings: { form: "talent" } }, { id: "t1", title: "沈安" }, "沈安"],
  [
    { kind: "users", settings: {} },
    [
      { id: "a", title: "周明" },
      { id: "b", title: "罗佳" },
    ],
    "周明、罗佳",
  ],
  [{ kind: "file", settings: {} }, { id: "f", name: "合同.pdf", size: 1, mime: "" }, "合同.pdf"],
  [{ kind: "richtext", settings: {} }, "<p>甲 &amp; 乙</p><p>丙</p>", "甲 & 乙\n丙"],
  [{ kind: "json", settings: {} }, { a: [1, 2] }, '{"a":[1,2]}'],
  [
    {
      kind: "subform",
      settings: {
        fields: [
          { ...field({ kind: "text", settings: {} }), key: "role" },
          { ...field({ kind: "int", settings: {} }), key: "qty" },
        ],
      },
    },
    [
      { role: "男一号", qty: 1000 },
      { role: null, qty: 2 },
    ],
    "男一号 1,000；2",
  ],
];

describe("values read as on the server", () => {
  test.each(cases)("%j of %j", (type, value, text) => {
    expect(fieldText(field(type), value, "zh-CN")).toBe(text);
  });

  test("in English where the words have it", () => {
    expect(fieldText(field({ kind: "bool", settings: {} }), true, "en")).toBe("Yes");
    expect(fieldText(field({ kind: "treeselect", settings: { options: media } }), "tv", "en")).toBe("Television");
  });

  test("blank is nothing, masked is what came", () => {
    for (const kind of Object.keys(texts) as FieldType["kind"][]) {
      expect(fieldText(field({ kind, settings: {} } as FieldType), null, "zh-CN")).toBe("");
    }
    expect(fieldText(field({ kind: "phone", settings: {} }), { masked: "138****5678" }, "zh-CN")).toBe("138****5678");
  });

  test("an amount takes the currency that stands beside it", () => {
    const amount = field({ kind: "money", settings: { currency_field: "currency" } });
    expect(fieldText(amount, "1.5", "zh-CN", { currency: "USD" })).toBe("US$1.50");
  });
});

test("typed numbers keep every digit, whatever they are dressed in", () => {
  expect(typedNumber("１，２３４．５０")).toBe("1234.50");
  expect(typedNumber("¥ 12,345,678,901,234.5678")).toBe("12345678901234.5678");
  expect(typedNumber("-.5")).toBe("-0.5");
  expect(typedNumber("12%")).toBe("12");
  expect(typedNumber("12万")).toBeNull();
  expect(typedNumber("1.2.3")).toBeNull();
  expect(typedNumber("")).toBeNull();
});

test("a wall clock and its moment go into each other, over midnight too", () => {
  expect(momentOf("2026-01-01 00:30")).toBe("2025-12-31T16:30:00Z");
  expect(momentText("2025-12-31T16:30:00Z")).toBe("2026-01-01 00:30");
  expect(momentText("no moment")).toBe("no moment");
});

test("durations are taken apart and put together", () => {
  expect(durationOf(durationParts("P3DT4H") ?? [])).toBe("P3DT4H");
  expect(durationOf([null, null, null, 0, 0, 0, null])).toBeNull();
  expect(durationParts("PT")).toBeNull();
  expect(durationParts("P")).toBeNull();
  expect(durationParts("P1D2Y")).toBeNull();
});

test("the words of rich text come without marks, and double escapes stay what they were", () => {
  expect(withoutMarks("<p>a<br/>b</p>&amp;lt;x")).toBe("a\nb\n&lt;x");
});
