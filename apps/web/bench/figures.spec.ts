import { appendFileSync } from "node:fs";
import { type Browser, expect, type Page, test } from "@playwright/test";

const env = (name: string) => process.env[name] ?? "";
const list = "/apps/bench/forms/deal";
const times = 7;

/** Notes how long a step took, several times. */
function note(step: string, times_ms: number[], text: string): void {
  appendFileSync(env("MORTISE_BENCH_RESULT"), `${JSON.stringify({ step, times_ms, note: text })}\n`);
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

const username = (page: Page) => page.getByLabel(/用户名|Username/);

async function logIn(page: Page): Promise<void> {
  await page.goto("/login");
  await page.getByLabel(/企业标识|Company key/).fill(env("MORTISE_BENCH_TENANT"));
  await username(page).fill(env("MORTISE_BENCH_USER"));
  await page.getByLabel(/^(密码|Password)$/).fill(env("MORTISE_BENCH_PASSWORD"));
  await page.getByRole("button", { name: /^(登录|Log in)$/ }).click();
  await expect(page).not.toHaveURL(/\/login/);
}

/** A page of a browser that has nothing cached. */
async function fresh(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

const firstRow = (page: Page) => page.locator(".ant-table-row").first();

test("what a person waits for", async ({ browser }) => {
  const logins: number[] = [];
  for (let i = 0; i < times; i++) {
    const page = await fresh(browser);
    logins.push(
      await timed(async () => {
        await page.goto("/login");
        await username(page).fill("x");
      }),
    );
    await page.context().close();
  }
  note("log-in page usable", logins, "nothing cached");

  const page = await fresh(browser);
  await logIn(page);
  const lists: number[] = [];
  const opens: number[] = [];
  for (let i = 0; i < times; i++) {
    lists.push(
      await timed(async () => {
        await page.goto(list);
        await firstRow(page).waitFor();
      }),
    );
    opens.push(
      await timed(async () => {
        await firstRow(page).click();
        await page.getByRole("heading", { level: 1 }).filter({ hasText: "HT-" }).waitFor();
      }),
    );
  }
  note("list to first row", lists, "page loaded anew, files cached");
  note("record open", opens, "from a click in the list");

  await page.goto(`${list}/new`);
  const title = page.getByLabel("title", { exact: false }).first();
  await title.waitFor();
  await title.click();
  const strokes: number[] = [];
  for (let i = 0; i < 30; i++) {
    strokes.push(
      await timed(async () => {
        await page.keyboard.press("a");
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
      }),
    );
  }
  note("keystroke in a form of 20 fields", strokes, "to the next frame, with the driver's own way there and back");
});
