import { expect, test } from "vitest";
import {
  keptOf,
  type Nameable,
  namesIn,
  offsetOf,
  partsOf,
  shownOf,
  shownOffset,
  suggestions,
  wordBefore,
} from "./expression";

const names: Nameable[] = [
  { key: "amount", label: "金额" },
  { key: "fx_rate", label: "汇率" },
  { key: "term", label: "合同期限" },
  { key: "note_1", label: "备注" },
  { key: "note_2", label: "备注" },
  { key: "expire", label: "距到期(天)" },
  { key: "blank", label: "" },
  {
    key: "pay_terms",
    label: "付款条件",
    rows: [
      { key: "pct", label: "比例" },
      { key: "amount", label: "金额" },
    ],
  },
];

const pairs: [kept: string, shown: string][] = [
  ["amount * fx_rate", "{金额} * {汇率}"],
  ["rmb_upper(amount)", "rmb_upper({金额})"],
  ["days(today(), term.end)", "days(today(), {合同期限}.end)"],
  ["note_1 + note_2", "{备注#note_1} + {备注#note_2}"],
  ['sum("pay_terms", "pct") == 100', "sum({付款条件.比例}) == 100"],
  ['count("pay_terms") > 0', "count({付款条件}) > 0"],
  ['sum("pay_terms", "amount", pct > 10)', "sum({付款条件.金额}, pct > 10)"],
  ['if expire > 0 { amount } else { "amount" }', 'if {距到期(天)} > 0 { {金额} } else { "amount" }'],
  ["if expire > 0 {amount} else {0}", "if {距到期(天)} > 0 {{金额}} else {0}"],
  ["other.amount + amount(1)", "other.amount + amount(1)"],
  ["blank", "{#blank}"],
  ["", ""],
];

test.each(pairs)("%s is shown as %s and kept as it was", (kept, shown) => {
  expect(shownOf(kept, names)).toBe(shown);
  expect(keptOf(shown, names)).toBe(kept);
});

test("titles need no braces, and signs of a Chinese keyboard are understood", () => {
  expect(keptOf("金额 × 汇率", names)).toBe("amount * fx_rate");
  expect(keptOf("round（金额，2）", names)).toBe("round(amount,2)");
  expect(keptOf('"金额 × 汇率"', names)).toBe('"金额 × 汇率"');
  expect(keptOf("amount + 合同期限.end", names)).toBe("amount + term.end");
});

test("a name that no field has stays, so that the server can say so", () => {
  expect(keptOf("{单价} * 单价", names)).toBe("{单价} * 单价");
  expect(shownOf("gone * amount", names)).toBe("gone * {金额}");
});

test("whatever is kept comes back from what is shown", () => {
  for (const kept of ['sum("gone", "x")', "a.b.c", '"un', "amount.amount", "amount\n+ fx_rate"]) {
    expect(keptOf(shownOf(kept, names), names)).toBe(kept);
  }
});

test("the place of a mistake is found in what is shown", () => {
  const kept = "amount * * fx_rate";
  const parts = partsOf(kept, names);
  expect(shownOffset(parts, kept.indexOf("* fx"))).toBe("{金额} * ".length);
  expect(shownOffset(parts, kept.indexOf("fx_rate") + 3)).toBe("{金额} * * ".length);
  expect(shownOffset(parts, 99)).toBe("{金额} * * {汇率}".length);
  expect(offsetOf("ab\ncd", 2, 2)).toBe(4);
  expect(offsetOf("ab", 9, 9)).toBe(2);
});

test("the word before the caret is completed by title, key or function", () => {
  expect(wordBefore("1 + 金额", 6)).toEqual({ from: 4, word: "金额" });
  expect(wordBefore("1 + {金 额", 8)).toEqual({ from: 4, word: "金 额" });
  const calls = ["sum(value, …)", "safe_div(a, b)"];
  expect(suggestions("fx", 2, names, calls)).toEqual([{ name: "汇率", insert: "{汇率}" }]);
  expect(suggestions("比", 1, names, calls)).toEqual([{ name: "付款条件.比例", insert: "{付款条件.比例}" }]);
  expect(suggestions("sa", 2, names, calls)).toEqual([
    { name: "safe_div", insert: "safe_div(", call: "safe_div(a, b)" },
  ]);
  expect(suggestions("{", 1, names, calls).map(({ name }) => name)).not.toContain("sum");
  expect(suggestions("1 + ", 4, names, calls)).toEqual([]);
});

test("what an expression names is known, members and texts too", () => {
  expect([...namesIn('sum("items", "qty") * project.rate')]).toEqual(["sum", "items", "qty", "project", "rate"]);
});
