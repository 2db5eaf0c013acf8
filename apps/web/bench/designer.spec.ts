import { appendFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";

/**
 * What one key costs in the designer of a long form: 150 fields and three subforms of eight columns. The form is saved
 * as a draft of the app `bench` (or `MORTISE_BENCH_APP`) and never published.
 */
const fields = 150;
const env = (name: string) => process.env[name] ?? "";
const app = env("MORTISE_BENCH_APP") || "bench";
const form = "bench_designer";
const strokes = 30;

const label = (text: string) => ({ "zh-CN": text, en: text });

function longForm() {
  const kinds = ["text", "money", "date", "int", "bool", "percent"];
  const plain = Array.from({ length: fields }, (_, at) => ({
    key: `f_${at}`,
    label: label(`字段 ${at}`),
    type:
      at % 7 === 0
        ? { kind: "select", settings: { options: ["甲", "乙", "丙"].map((key) => ({ key, label: label(key) })) } }
        : { kind: kinds[at % kinds.length] ?? "text", settings: {} },
  }));
  const subforms = [1, 2, 3].map((n) => ({
    key: `rows_${n}`,
    label: label(`明细 ${n}`),
    type: {
      kind: "subform",
      settings: {
        fields: Array.from({ length: 8 }, (_, at) => ({
          key: `c_${at}`,
          label: label(`列 ${at}`),
          type: { kind: kinds[at % kinds.length] ?? "text", settings: {} },
        })),
      },
    },
  }));
  return { version: 1, key: form, name: label("长表单"), fields: [...plain, ...subforms] };
}

async function makeForm(page: Page): Promise<void> {
  const data = {
    tenant: env("MORTISE_BENCH_TENANT"),
    username: env("MORTISE_BENCH_USER"),
    password: env("MORTISE_BENCH_PASSWORD"),
  };
  const entered = await page.request.post("/api/v1/auth/login", { data });
  expect(entered.status()).toBe(200);
  const { csrf_token: token } = await entered.json();
  const headers = { "X-CSRF-Token": token };
  const put = await page.request.put(`/api/v1/apps/${app}/forms/${form}`, { data: longForm(), headers });
  expect(put.status(), await put.text()).toBeLessThan(300);
}

/** Asks for the time for which scripts have kept a processor busy so far, in ms; what else runs there does not count. */
async function scripting(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1_000 * (metrics.find((one) => one.name === "ScriptDuration")?.value ?? 0);
  };
}

function summary(name: string, times: number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  process.stdout.write(`${name}: p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms\n`);
  const file = env("MORTISE_BENCH_RESULT");
  if (file) {
    const step = { step: `designer: ${name}`, times_ms: times, note: "scripting of one key, 150 fields" };
    appendFileSync(file, `${JSON.stringify(step)}\n`);
  }
}

/** What each key of a text costs where the focus is: until the next picture is drawn. */
async function type(page: Page, name: string, scripts: () => Promise<number>): Promise<void> {
  const times: number[] = [];
  for (let at = 0; at < strokes; at++) {
    const before = await scripts();
    await page.keyboard.press(String.fromCharCode(97 + (at % 26)));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
    times.push((await scripts()) - before);
  }
  summary(name, times);
}

test("a long form stays fluid in its designer", async ({ page }) => {
  await makeForm(page);
  await page.goto(`/design/${app}/forms/${form}`);
  await page.locator('[data-design-field="f_75"] [data-choose]').click();
  const scripts = await scripting(page);
  const properties = page.getByRole("complementary", { name: "属性" });
  await properties.getByLabel("标题", { exact: true }).click();
  await type(page, "key in the title of a field", scripts);
  await properties.getByLabel("提示", { exact: true }).click();
  await type(page, "key in the help of a field", scripts);
  await page.locator('[data-design-field="rows_2/c_4"] [data-choose]').click();
  await properties.getByLabel("标题", { exact: true }).click();
  await type(page, "key in the title of a column", scripts);
});
