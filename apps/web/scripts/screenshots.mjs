/**
 * Takes the pictures of the README anew, from a fresh demo that `MORTISE_URL` names:
 *
 *   mortise serve --demo --at 2026-06-01T09:00+08:00 --data $(mktemp -d)
 *   node scripts/screenshots.mjs
 *
 * Needs Chromium (`MORTISE_CHROMIUM`), a CJK font, and poppler's `pdftoppm` for the printed page.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const baseURL = process.env.MORTISE_URL ?? "http://127.0.0.1:8080";
const images = fileURLToPath(new URL("../../../docs/images/", import.meta.url));
const app = "/apps/film_crm";

/** Each picture: who sees it, where, and what is done there before it is taken. */
const pictures = [
  { name: "list", as: "zhou.prod", at: `${app}/forms/contract` },
  { name: "report", as: "lin.ceo", at: `${app}/reports/genre_performance` },
  { name: "tasks", as: "zhou.prod", at: "/tasks" },
  {
    name: "designer",
    as: "admin",
    at: "/design/film_crm/forms/contract",
    act: (page) => page.getByRole("button", { name: "选择 类型" }).press("Enter"),
  },
  {
    name: "flow",
    as: "admin",
    at: "/design/film_crm/forms/contract/flow",
    act: (page) => page.locator('[data-node="head"]').press("Enter"),
  },
];

const browser = await chromium.launch({
  executablePath: process.env.MORTISE_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

/** A browser in which this person of the demo has logged in, with the token that writes need. */
async function enter(username) {
  const context = await browser.newContext({
    baseURL,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
  });
  const data = { tenant: "demo", username, password: "mortise-demo" };
  const answer = await context.request.post("/api/v1/auth/login", { data });
  if (!answer.ok()) {
    throw new Error(`${username} cannot log in: ${answer.status()}`);
  }
  const { csrf_token: token } = await answer.json();
  return { context, headers: { "X-CSRF-Token": token } };
}

for (const { name, as, at, act } of pictures) {
  const { context } = await enter(as);
  const page = await context.newPage();
  await page.goto(at);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForFunction(() => !document.querySelector(".ant-skeleton, .ant-spin-spinning"));
  await act?.(page);
  // Charts and drawings take their places.
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: join(images, `${name}.png`) });
  await context.close();
  console.log(`${name}.png`);
}

/** The first page of a contract as it is printed. */
const { context, headers } = await enter("zhou.prod");
const records = `/api/v1${app}/forms/contract/records`;
const filter = { field: "type", op: "eq", value: "主创聘用合同" };
const found = await (await context.request.post(`${records}/query`, { data: { filter, limit: 1 }, headers })).json();
const printed = await context.request.post(`${records}/${found.records[0].id}/prints/crew`, { data: {}, headers });
const work = mkdtempSync(join(tmpdir(), "mortise-print-"));
writeFileSync(join(work, "contract.pdf"), await printed.body());
execFileSync("pdftoppm", ["-png", "-singlefile", "-r", "60", join(work, "contract.pdf"), join(images, "print")]);
rmSync(work, { recursive: true });
console.log("print.png");
await browser.close();
