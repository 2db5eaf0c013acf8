import type { Locator, Page } from "@playwright/test";
import { Api } from "./helpers/api";
import { contractForm, kindOf, paidFields, type Wanted } from "./helpers/contractForm";
import { optionsOf } from "./helpers/select";
import { enterAs, expect, expectAccessible, test } from "./helpers/test";

const properties = (page: Page) => page.getByRole("complementary", { name: "属性" });
const palette = (page: Page) => page.getByRole("complementary", { name: "添加字段" });
const title = (page: Page) => properties(page).getByLabel("标题", { exact: true });
const starred = (wanted: Wanted) => wanted.label + (wanted.required ? "*" : "");

/** Tells a figure in the report of the run. */
const note = (text: string) => {
  test.info().annotations.push({ type: "figure", description: text });
  process.stdout.write(`${text}\n`);
};

/** Where a form of an app is, from the address of its designer. */
const placeOf = (page: Page) => {
  const [, app = "", form = ""] = /design\/(\w+)\/forms\/(\w+)/.exec(page.url()) ?? [];
  return { app, form, path: `/apps/${app}/forms/${form}` };
};

/** A hand on the mouse: clicks are counted, typing and turning the wheel are not. */
class Mouse {
  acts = 0;
  async click(target: Locator, position?: { x: number; y: number }): Promise<void> {
    this.acts += 1;
    await target.click({ position });
  }
}

/** A hand on the keyboard: what is typed is text, everything else is counted. */
class Keyboard {
  presses = 0;
  constructor(private readonly page: Page) {}
  async press(key: string, times = 1): Promise<void> {
    for (let n = 0; n < times; n++) {
      this.presses += 1;
      await this.page.keyboard.press(key);
    }
  }
  /** Goes on with the Tab key until this has the focus. */
  async tabTo(target: Locator, back = false): Promise<void> {
    for (let step = 0; step < 60; step++) {
      await this.press(back ? "Shift+Tab" : "Tab");
      if (await target.evaluate((element) => element === document.activeElement)) {
        return;
      }
    }
    throw new Error("the Tab key does not lead there");
  }
  type = (text: string) => this.page.keyboard.type(text);
}

/** Adds a field by clicking: its kind in the palette, then what else is to be said of it. */
async function addByMouse(page: Page, mouse: Mouse, wanted: Wanted): Promise<void> {
  await mouse.click(palette(page).getByRole("button", { name: wanted.kind, exact: true }));
  if (wanted.target !== undefined) {
    const choice = properties(page).getByRole("combobox", { name: "关联表单" });
    await expect(choice).toBeFocused();
    const options = await optionsOf(choice);
    await expect(options.first()).toBeVisible();
    const there = options.filter({ hasText: new RegExp(`^${wanted.target}$`) });
    if ((await there.count()) > 0) {
      await mouse.click(there);
    } else {
      await page.keyboard.type(wanted.target);
      await mouse.click(page.getByRole("button", { name: `新建表单“${wanted.target}”` }));
    }
  }
  await expect(title(page)).toBeFocused();
  await page.keyboard.type(starred(wanted));
  await saySettings(page, mouse, wanted);
  for (const column of wanted.columns ?? []) {
    await addByMouse(page, mouse, column);
  }
}

async function saySettings(page: Page, mouse: Mouse, wanted: Wanted): Promise<void> {
  const pane = properties(page);
  if (wanted.options) {
    await mouse.click(pane.getByRole("textbox", { name: "选项 1 的名称" }));
    for (const [at, option] of wanted.options.entries()) {
      await page.keyboard.type(at === 0 ? option : `\n${option}`);
    }
    if (wanted.preset) {
      await mouse.click(pane.getByRole("button", { name: `${wanted.preset} 默认选中` }));
    }
  } else if (wanted.preset) {
    await mouse.click(pane.getByLabel("默认值", { exact: true }));
    await page.keyboard.type(wanted.preset);
  }
  if (wanted.pattern) {
    await mouse.click(pane.getByLabel("编号规则"));
    await page.keyboard.press("Control+a");
    await page.keyboard.type(wanted.pattern);
  }
  if (wanted.currencyFrom) {
    await choose(page, mouse, "币种字段", wanted.currencyFrom);
  }
  if (wanted.formula) {
    await mouse.click(pane.getByLabel("公式", { exact: true }));
    await page.keyboard.type(wanted.formula);
  }
}

async function choose(page: Page, mouse: Mouse, list: string, option: string): Promise<void> {
  const box = properties(page).getByRole("combobox", { name: list });
  await mouse.click(box);
  await mouse.click((await optionsOf(box)).filter({ hasText: new RegExp(`^${option}$`) }));
}

async function publish(page: Page, act: (button: Locator) => Promise<void>): Promise<void> {
  await expect(page.getByText("已保存草稿")).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText("没有问题")).toBeVisible();
  await act(page.getByRole("button", { name: "发布", exact: true }));
  await expect(page.getByText("已发布，新的记录")).toBeVisible();
}

interface Built {
  key: string;
  label: Record<string, string>;
  required?: boolean;
  formula?: string | null;
  default?: { value?: string } | null;
  type: { kind: string; settings: { form?: string; fields?: Built[]; options?: { key: string }[] } };
}

/** Whether what was built is what was wanted, field by field. */
function expectBuilt(spec: { fields: Built[]; layout: { section?: Record<string, string>; fields?: string[][] }[] }) {
  expect(spec.layout.map((part) => part.section?.["zh-CN"])).toEqual(contractForm.map((section) => section.name));
  for (const [at, section] of contractForm.entries()) {
    const keys = (spec.layout[at]?.fields ?? []).flat();
    const fields = keys.map((key) => spec.fields.find((field) => field.key === key));
    expect(fields.map((field) => field?.label["zh-CN"])).toEqual(section.fields.map((field) => field.label));
    section.fields.map((wanted, n) => expectField(wanted, fields[n]));
  }
}

function expectField(wanted: Wanted, built: Built | undefined): void {
  expect(built?.type.kind, wanted.label).toBe(kindOf[wanted.kind]);
  expect(built?.required ?? false, wanted.label).toBe(wanted.required ?? false);
  expect((built?.type.settings.options ?? []).map((option) => option.key)).toEqual(wanted.options ?? []);
  expect(Boolean(built?.formula), wanted.label).toBe(Boolean(wanted.formula));
  // Titles in a formula became the keys of fields.
  expect(built?.formula ?? "", wanted.label).not.toMatch(/\p{Script=Han}/u);
  expect(built?.default?.value ?? undefined, wanted.label).toBe(wanted.preset);
  const columns = built?.type.settings.fields ?? [];
  expect(columns.map((column) => column.label["zh-CN"])).toEqual((wanted.columns ?? []).map((column) => column.label));
  (wanted.columns ?? []).map((column, n) => expectField(column, columns[n]));
}

test("a contract form is built by mouse, published, filled in and read again", async ({
  page,
  playwright,
  baseURL,
}) => {
  test.setTimeout(400_000);
  const mouse = new Mouse();
  const stamp = Date.now() % 1_000_000;
  await enterAs(page, "admin");
  await mouse.click(page.getByRole("button", { name: "新建应用" }));
  await expect(page.getByRole("dialog").getByLabel("应用名称", { exact: true })).toBeFocused();
  await page.keyboard.type(`制片公司 ${stamp}`);
  await mouse.click(page.getByRole("button", { name: "创建", exact: true }));
  await mouse.click(page.getByRole("button", { name: "新建表单" }));
  await expect(page.getByRole("dialog").getByLabel("表单名称", { exact: true })).toBeFocused();
  await page.keyboard.type("合同");
  await mouse.click(page.getByRole("button", { name: "创建并设计" }));
  await expect(page.getByRole("heading", { level: 1, name: "合同" })).toBeVisible();
  const place = placeOf(page);

  for (const [at, section] of contractForm.entries()) {
    await mouse.click(
      at === 0
        ? page.locator("[data-part-name]").first()
        : palette(page).getByRole("button", { name: "分组", exact: true }),
    );
    await expect(title(page)).toBeFocused();
    await page.keyboard.type(section.name);
    for (const field of section.fields) {
      await addByMouse(page, mouse, field);
    }
  }
  await publish(page, (button) => mouse.click(button));
  await expectAccessible(page);

  const admin = await Api.as(playwright, baseURL ?? "", "admin");
  const built = (await admin.must("GET", place.path)).spec;
  expectBuilt(built);

  // What has been paid is told by payments, which lead to the contract: they can be there only now.
  await makeNeighbours(admin, place, built);
  await page.reload();
  await mouse.click(page.getByRole("button", { name: "选择 付款条件" }), { x: 12, y: 12 });
  await mouse.click(palette(page).getByRole("button", { name: "汇总", exact: true }));
  await expect(title(page)).toBeFocused();
  await page.keyboard.type("已付");
  await choose(page, mouse, "汇总哪个表单", "付款");
  await choose(page, mouse, "对方指回这里的字段", "合同");
  await choose(page, mouse, "汇总方式", "求和");
  await choose(page, mouse, "汇总的字段", "金额");
  for (const field of paidFields) {
    await addByMouse(page, mouse, field);
  }
  await publish(page, (button) => mouse.click(button));
  note(`pointer actions to build the contract form: ${mouse.acts}`);
  expect(mouse.acts).toBeLessThanOrEqual(90);

  const { spec } = await admin.must("GET", place.path);
  const key = (label: string): string => spec.fields.find((field: Built) => field.label["zh-CN"] === label).key;
  await fillIn(page, place, key);
  await expect(page).toHaveURL(/\/records\/\w+$/);
  await page.reload();
  for (const text of shown) {
    await expect(page.getByText(text).first(), text).toBeVisible();
  }
  const id = page.url().split("/").at(-1);
  const { values } = await admin.must("GET", `${place.path}/records/${id}`);
  expect(values[key("合同名称")]).toBe("山海之间 视效合同");
  expect(values[key("类型")]).toBe("供应商合同");
  expect(values[key("项目")].title).toBe("山海之间");
  expect(values[key("合同金额")]).toBe("1200000.00");
  expect(values[key("大写")]).toBe("壹佰贰拾万元整");
  expect(values[key("折合人民币")]).toBe("1200000.00");
  expect(values[key("未付")]).toBe("1200000.00");
  const rows = values[key("付款条件")].map((row: Record<string, unknown>) => Object.values(row));
  expect(rows.map((row: unknown[]) => row.includes("360000.00") || row.includes("840000.00"))).toEqual([true, true]);
  expect(values[key("合同文本")][0].name).toBe("合同.pdf");
});

interface Place {
  app: string;
  form: string;
  path: string;
}

/** The form of payments, and one record of each form that the contract links to. */
async function makeNeighbours(admin: Api, place: Place, built: { fields: Built[] }): Promise<void> {
  const payment = {
    version: 1,
    key: "payment",
    name: { "zh-CN": "付款" },
    fields: [
      { key: "contract", label: { "zh-CN": "合同" }, type: { kind: "link", settings: { form: place.form } } },
      { key: "amount", label: { "zh-CN": "金额" }, type: { kind: "money", settings: { currency: "CNY" } } },
    ],
  };
  await admin.must("PUT", `/apps/${place.app}/forms/payment`, payment);
  await admin.must("POST", `/apps/${place.app}/forms/payment/publish`, {});
  for (const [label, name] of [
    ["项目", "山海之间"],
    ["对方机构", "幻象特效"],
  ]) {
    const form = built.fields.find((field) => field.label["zh-CN"] === label)?.type.settings.form;
    await admin.must("POST", `/apps/${place.app}/forms/${form}/records`, { values: { name } });
  }
}

/** What is read on the page of the record. */
const shown = [
  "山海之间 视效合同",
  "供应商合同",
  "幻象特效",
  "壹佰贰拾万元整",
  "签约",
  "360,000",
  "840,000",
  "合同.pdf",
];

/** Fills in a contract in the browser and saves it. */
async function fillIn(page: Page, place: Place, key: (label: string) => string): Promise<void> {
  await page.goto(`/apps/${place.app}/forms/${place.form}/new`);
  const field = (label: string) => page.locator(`[data-field="${key(label)}"]`);
  const pick = async (box: Locator, text: string) => {
    await box.click();
    await page.keyboard.type(text);
    await (await optionsOf(box)).filter({ hasText: text }).first().click();
  };
  await field("合同名称").getByRole("textbox").fill("山海之间 视效合同");
  await pick(field("类型").getByRole("combobox"), "供应商合同");
  await pick(field("项目").getByRole("combobox"), "山海之间");
  await pick(field("对方机构").getByRole("combobox"), "幻象特效");
  await pick(field("经办人").getByRole("combobox"), "admin");
  await field("合同金额").getByRole("spinbutton").fill("1200000");
  const terms = field("付款条件");
  for (const [at, [node, share]] of [
    ["签约", "30"],
    ["结算", "70"],
  ].entries()) {
    await terms.getByRole("button", { name: "添加" }).click();
    const row = terms.locator("tbody tr").nth(at);
    await pick(row.getByRole("combobox").first(), node ?? "");
    await row
      .getByRole("spinbutton")
      .first()
      .fill(share ?? "");
  }
  await field("合同文本")
    .locator("input[type=file]")
    .setInputFiles({ name: "合同.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n合同") });
  await expect(field("合同文本").getByRole("link", { name: "合同.pdf" })).toBeVisible();
  await field("法务意见").getByRole("textbox").fill("可以签署");
  await page.getByRole("button", { name: "保存", exact: true }).click();
}

/** A field as one line: its kind, title and what belongs to it. */
function lineOf(wanted: Wanted): string {
  const options = wanted.options?.map((option) => (option === wanted.preset ? `${option}*` : option)).join("，");
  return [
    `${wanted.kind} ${starred(wanted)}`,
    options ? `：${options}` : "",
    wanted.target ? ` > ${wanted.target}` : "",
    wanted.formula ? ` = ${wanted.formula}` : "",
  ].join("");
}

/** Goes with the Tab key to an input of the properties and types into it. */
async function sayByKeys(page: Page, keys: Keyboard, label: string, text: string, choose = false): Promise<void> {
  const input = properties(page).getByLabel(label, { exact: true });
  await keys.press("F2");
  await keys.tabTo(input);
  await page.keyboard.type(text);
  if (choose) {
    await keys.press("Enter");
  }
  await keys.press("Control+Enter");
}

test("the same form is built by keyboard alone", async ({ page, playwright, baseURL }) => {
  test.setTimeout(400_000);
  const keys = new Keyboard(page);
  const stamp = Date.now() % 1_000_000;
  await enterAs(page, "admin");
  await keys.tabTo(page.getByRole("button", { name: "新建应用" }));
  await keys.press("Enter");
  await expect(page.getByRole("dialog").getByLabel("应用名称", { exact: true })).toBeFocused();
  await keys.type(`键盘公司 ${stamp}`);
  await keys.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "搭建" })).toBeVisible();
  await keys.tabTo(page.getByRole("button", { name: "新建表单" }));
  await keys.press("Enter");
  await expect(page.getByRole("dialog").getByLabel("表单名称", { exact: true })).toBeFocused();
  await keys.type("合同");
  await keys.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "合同" })).toBeVisible();
  const place = placeOf(page);
  const quick = palette(page).getByRole("textbox", { name: "输入要加的字段，回车添加" });
  await keys.press("/");
  for (const section of contractForm) {
    await expect(quick).toBeFocused();
    await keys.type(`分组 ${section.name}`);
    await keys.press("Enter");
    for (const field of section.fields) {
      await addByKeys(page, keys, quick, field);
    }
  }
  await expect(page.getByText("已保存草稿")).toBeVisible({ timeout: 15_000 });
  await keys.tabTo(page.getByRole("button", { name: "发布", exact: true }), true);
  await keys.press("Enter");
  await expect(page.getByText("已发布，新的记录")).toBeVisible();
  note(`key presses to build the contract form: ${keys.presses}`);
  expect(keys.presses).toBeLessThanOrEqual(250);
  const admin = await Api.as(playwright, baseURL ?? "", "admin");
  expectBuilt((await admin.must("GET", place.path)).spec);
});

async function addByKeys(page: Page, keys: Keyboard, quick: Locator, field: Wanted): Promise<void> {
  await expect(quick).toBeFocused();
  await keys.type(lineOf(field));
  await keys.press("Enter");
  if (field.target && !(await quick.evaluate((input) => input === document.activeElement))) {
    // There is no such form yet: its name is typed where the target is chosen.
    await expect(properties(page).getByRole("combobox", { name: "关联表单" })).toBeFocused();
    await keys.type(field.target);
    await keys.press("Enter");
    await expect(page.getByText(`已新建表单“${field.target}”`)).toBeVisible();
    await keys.press("Control+Enter");
  }
  if (field.pattern) {
    await keys.press("F2");
    await keys.tabTo(properties(page).getByLabel("编号规则"));
    await keys.press("Control+a");
    await keys.type(field.pattern);
    await keys.press("Control+Enter");
  }
  if (field.preset && !field.options) {
    await sayByKeys(page, keys, "默认值", field.preset);
  }
  if (field.currencyFrom) {
    await sayByKeys(page, keys, "币种字段", field.currencyFrom, true);
  }
  for (const column of field.columns ?? []) {
    await addByKeys(page, keys, quick, column);
  }
}
