import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { Api } from "./helpers/api";
import { allPages, type Visitor } from "./helpers/pages";
import { demoPassword } from "./helpers/test";

const locales = ["zh-CN", "en"] as const;
type Locale = (typeof locales)[number];
const desk = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

/** The router of the application, as it shows itself to tools. */
interface Router {
  routesByPath: Record<string, unknown>;
  history: { push: (address: string) => void };
  subscribe: (event: "onResolved", listener: () => void) => () => void;
}

test.use({ trace: "off" });
test.describe.configure({ timeout: 120_000 });

/** The same rules as those of `expectAccessible`, run within the page: a hundred times over, that is what counts. */
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const axeTags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Every key of a text; none of them may be read on a page. */
const textKeys = new Set(
  readdirSync(join(import.meta.dirname, "../src/i18n/en")).flatMap((file) =>
    keysOf(JSON.parse(readFileSync(join(import.meta.dirname, "../src/i18n/en", file), "utf8"))),
  ),
);

function keysOf(tree: object, above = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [above + key].filter((name) => name.includes(".")) : keysOf(value, `${above}${key}.`),
  );
}

/** A page that remembers what it logs and what it asks of other servers. */
async function watched(browser: Browser, baseURL: string, locale: Locale) {
  const context = await browser.newContext({ baseURL, locale, timezoneId: "Asia/Shanghai", reducedMotion: "reduce" });
  await context.addInitScript((chosen) => {
    const state = { locale: chosen, mode: "light", density: "comfortable" };
    localStorage.setItem("mortise.prefs", JSON.stringify({ state, version: 1 }));
  }, locale);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== new URL(baseURL).origin && url.protocol.startsWith("http")) {
      faults.push(`asks another server: ${request.url()}`);
    }
  });
  return { context, page, faults };
}

async function enter(context: BrowserContext, username: Visitor): Promise<void> {
  const data = { tenant: "demo", username, password: demoPassword };
  expect((await context.request.post("/api/v1/auth/login", { data })).status()).toBe(200);
}

/** Waits until the page shows what it came for: its heading, and nothing that is still loading. */
async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await expect(page.locator(".ant-skeleton, .ant-spin-spinning")).toHaveCount(0);
}

/** Within the page: what axe finds, each with its places. */
async function runAxe(tags: string[]): Promise<string[]> {
  const { axe: here } = window as unknown as { axe: typeof import("axe-core") };
  const { violations } = await here.run({ runOnly: tags, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(" | ")}`);
}

/** Goes to an address within the application. */
async function go(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    const { __TSR_ROUTER__: router } = window as unknown as { __TSR_ROUTER__: Router };
    router.history.push(to);
    return new Promise<void>((done) => {
      const off = router.subscribe("onResolved", () => {
        off();
        done();
      });
    });
  }, address);
}

/** What is wrong with the page as it stands, in words. */
async function faultsOf(page: Page, locale: Locale): Promise<string[]> {
  const seen = await page.evaluate(() => {
    const main = document.querySelector("main");
    const read = [...document.querySelectorAll("[aria-label], [title], [placeholder]")].flatMap((element) =>
      ["aria-label", "title", "placeholder"].map((name) => element.getAttribute(name) ?? ""),
    );
    return {
      title: document.title,
      lang: document.documentElement.lang,
      headings: [...document.querySelectorAll("h1")].map((heading) => heading.textContent?.trim()),
      over: document.documentElement.scrollWidth - window.innerWidth,
      overMain: main ? main.scrollWidth - main.clientWidth : 0,
      words: `${document.body.innerText}\n${read.join("\n")}`.split(/[\s,，。；;()（）]+/),
    };
  });
  const violations = await page.evaluate(runAxe, axeTags);
  const raw = seen.words.filter((word) => textKeys.has(word.replace(/^\w+:/, "")));
  return [
    ...violations.map((violation) => `axe ${violation}`),
    ...raw.map((key) => `shows the key of a text: ${key}`),
    ...(seen.lang === locale ? [] : [`is in ${seen.lang}`]),
    ...(seen.headings.length === 1 ? [] : [`has ${seen.headings.length} main headings`]),
    ...(seen.title === `${seen.headings[0]} · Mortise` ? [] : [`is titled “${seen.title}”`]),
    ...(seen.over > 0 ? [`scrolls sideways by ${seen.over} px`] : []),
    ...(seen.overMain > 0 ? [`its main part scrolls sideways by ${seen.overMain} px`] : []),
  ];
}

test("no route of the application is left out here", async ({ page, playwright, baseURL }) => {
  await page.goto("/login");
  const routes = await page.evaluate(() => {
    const { __TSR_ROUTER__: router } = window as unknown as {
      __TSR_ROUTER__: { routesByPath: Record<string, unknown> };
    };
    return Object.keys(router.routesByPath);
  });
  expect(routes.length).toBeGreaterThan(15);
  const pages = await allPages(await Api.as(playwright, baseURL ?? "", "zhou.prod"));
  const known = new Set(["/login", ...pages.map(({ route }) => route)]);
  expect([...new Set(routes.map((route) => (route === "/" ? route : route.replace(/\/$/, ""))))].sort()).toEqual(
    [...known].sort(),
  );
});

test("a refusal fits a phone, however wide the letters of its number", async ({ browser, baseURL }) => {
  const { context, page } = await watched(browser, baseURL ?? "", "zh-CN");
  await enter(context, "admin");
  await page.route("**/api/v1/apps/film_crm/roles", async (route) => {
    const refusal = { type: "about:blank", title: "No", status: 403, code: "forbidden", request_id: "W".repeat(26) };
    await route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify(refusal) });
  });
  await page.setViewportSize(phone);
  await page.goto("/apps/film_crm/roles");
  await expect(page.getByText("W".repeat(26))).toBeVisible();
  await page.evaluate(axe);
  expect(await faultsOf(page, "zh-CN")).toEqual([]);
  await context.close();
});

for (const locale of locales) {
  // One language is opened on a desk and made narrow, the other on a phone and made wide.
  const screens = locale === "en" ? [phone, desk] : [desk, phone];
  for (const visitor of ["admin", "zhou.prod"] as const) {
    test(`every page is in order for ${visitor} in ${locale}`, async ({ browser, playwright, baseURL }) => {
      const url = baseURL ?? "";
      const pages = await allPages(await Api.as(playwright, url, "zhou.prod"));
      const { context, page, faults } = await watched(browser, url, locale);
      const found: string[] = [];
      const look = async (address: string, refusal?: number) => {
        for (const screen of screens) {
          await page.setViewportSize(screen);
          await settled(page);
          found.push(...(await faultsOf(page, locale)).map((fault) => `${address} at ${screen.width} px: ${fault}`));
        }
        const logged = faults.splice(0).filter((fault) => !refusal || !isRefusal(fault, refusal));
        found.push(...logged.map((fault) => `${address}: ${fault}`));
      };
      await page.goto("/login");
      await page.evaluate(axe);
      faults.length = 0;
      await look("/login");
      await enter(context, visitor);
      await page.goto("/");
      await page.evaluate(axe);
      for (const { address, refused } of pages) {
        await page.setViewportSize(screens[0] ?? desk);
        if (address !== "/") {
          await go(page, address);
        }
        await look(address, refused?.[visitor]);
      }
      await context.close();
      expect(found).toEqual([]);
    });
  }
}

/** What the browser and the router log where the server refuses a page. */
const isRefusal = (fault: string, status: number) =>
  fault.includes(`status of ${status}`) || fault.includes("ApiProblem");
