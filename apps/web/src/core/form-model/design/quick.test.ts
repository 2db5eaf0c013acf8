import { expect, test } from "vitest";
import { type Addable, kindWords, matching, readLine, starred } from "./quick";

const kinds: Addable[] = [
  { add: { kind: "text" }, name: "单行文本", words: ["单行文本", "text", "wenben", "wb"] },
  { add: { kind: "money" }, name: "金额", words: ["金额", "money", "jine", "je"] },
  { add: { kind: "money_cn" }, name: "金额大写", words: ["金额大写", "money_cn", "jinedaxie", "jedx"] },
  { add: { kind: "select" }, name: "单选", words: ["单选", "select", "danxuan", "dx"] },
  { add: { kind: "link" }, name: "关联记录", words: ["关联记录", "link", "guanlian", "Link to a record"] },
  { add: { part: "section" }, name: "分组", words: ["分组", "section", "fenzu"] },
];
const names = (text: string) => matching(kinds, text).map(({ name }) => name);

test("what is meant exactly comes before what begins so, and that before what has it somewhere", () => {
  expect(names("金额")).toEqual(["金额", "金额大写"]);
  expect(names("JINE")).toEqual(["金额", "金额大写"]);
  expect(names("dx")).toEqual(["单选", "金额大写"]);
  expect(names("nothing such")).toEqual([]);
  expect(names(" ")).toHaveLength(kinds.length);
});

test("a line names the kind, the title and whether it is required", () => {
  expect(readLine(kinds, "jine 合同金额*")).toMatchObject({ label: "合同金额", required: true });
  expect(readLine(kinds, "金额大写 大写")).toMatchObject({ add: { name: "金额大写" }, label: "大写", required: false });
  expect(readLine(kinds, "金额")).toMatchObject({ add: { name: "金额" }, label: "" });
  expect(readLine(kinds, "   ")).toBeNull();
});

test("a name of several words is read whole", () => {
  expect(kindWords(kinds, "Link to a record Project")).toBe("Link to a record");
  expect(readLine(kinds, "link to a record Project > Projects")).toMatchObject({
    add: { name: "关联记录" },
    label: "Project",
    target: "Projects",
  });
});

test("choices, target and formula stand behind their sign", () => {
  expect(readLine(kinds, "单选 类型*：投资合同、发行合同, 其他")?.options).toEqual(["投资合同", "发行合同", "其他"]);
  expect(readLine(kinds, "单选:是,否")).toMatchObject({ label: "", options: ["是", "否"] });
  expect(readLine(kinds, "关联记录 主合同 → 合同")?.target).toBe("合同");
  expect(readLine(kinds, "金额 折合人民币 = 金额 * 汇率 > 0")).toMatchObject({
    label: "折合人民币",
    formula: "金额 * 汇率 > 0",
    target: "",
  });
});

test("a line that names no kind is a text of that name", () => {
  expect(readLine(kinds, "甲方联系人*")).toMatchObject({
    add: { name: "单行文本" },
    label: "甲方联系人",
    required: true,
  });
});

test("parts of the page are added alike", () => {
  expect(readLine(kinds, "分组 付款条件")).toMatchObject({ add: { add: { part: "section" } }, label: "付款条件" });
});

test("a star ends a title only", () => {
  expect(starred("单价*")).toEqual({ name: "单价", required: true });
  expect(starred("单价 ＊ ")).toEqual({ name: "单价", required: true });
  expect(starred("a*b")).toEqual({ name: "a*b", required: false });
});
