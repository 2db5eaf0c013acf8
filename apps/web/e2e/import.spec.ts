import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { Api } from "./helpers/api";
import { enterAs, expect, expectAccessible, test } from "./helpers/test";

// The films are published as an npm package, which `cargo xtask test` fetches.
const films = process.env.MORTISE_TEST_FILMS ?? path.join(homedir(), ".cache/mortise/npm/node_modules/vega-datasets");
const repository = path.join(import.meta.dirname, "../../..");
const app = `imported_${Date.now() % 1_000_000}`;
const form = `/apps/${app}/forms/market_film`;

interface Film {
  [column: string]: string | number | null;
}

/** The films as a spreadsheet would write them. */
function csv(): Buffer {
  const rows: Film[] = JSON.parse(readFileSync(path.join(films, "data/movies.json"), "utf8"));
  const columns = Object.keys(rows[0] ?? {});
  const quoted = (value: unknown) => {
    const text = value === null || value === undefined ? "" : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return Buffer.from(lines.map((line) => line.map(quoted).join(",")).join("\n"));
}

/** An app of its own with genres and no films, and somebody who may import them. */
async function prepare(admin: Api): Promise<void> {
  const job = await admin.must("POST", "/templates/film_crm/install", { as: app });
  await expect.poll(async () => (await admin.must("GET", `/jobs/${job.id}`)).state, { timeout: 60_000 }).toBe("done");
  const me = (await admin.must("GET", "/me")).user.id;
  const people = await admin.must("GET", "/users?search=shen.lit");
  await admin.must("PUT", `/apps/${app}/users/${people.items[0].id}/roles`, { roles: ["lit_director"] });
  await admin.must("PUT", `/apps/${app}/users/${me}/roles`, { roles: ["admin"] });
  const genres = readFileSync(path.join(repository, "examples/film-crm/data/genre.jsonl"), "utf8");
  for (const line of genres.split("\n").filter(Boolean)) {
    await admin.must("POST", `/apps/${app}/forms/genre/records`, { values: JSON.parse(line) });
  }
}

test("films of a real file are rehearsed, imported, and brought up to date", async ({ page, playwright, baseURL }) => {
  test.setTimeout(300_000);
  await prepare(await Api.as(playwright, baseURL as string, "admin"));
  await enterAs(page, "shen.lit", form);
  await page.getByRole("button", { name: "导入" }).click();
  const file = { name: "movies.csv", mimeType: "text/csv", buffer: csv() };
  await page.locator('input[type="file"]').setInputFiles(file);

  // The columns are found, and those that are called like fields have theirs.
  await expect(page.getByText("movies.csv 共 3201 行")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("row", { name: /Production Budget/ })).toContainText("制作成本");
  await expectAccessible(page);
  await page
    .locator('input[type="file"]')
    .setInputFiles(path.join(repository, "tests/cases/imports/market_film.mapping.json"));
  await expect(page.getByRole("row", { name: /Worldwide Gross/ })).toContainText("全球票房");

  const over = { timeout: 120_000 };
  const figure = (name: string) => page.locator(".ant-statistic").filter({ hasText: name });
  await page.getByRole("button", { name: "检查数据" }).click();
  await expect(figure("将新建")).toContainText("3,200", over);
  await expect(figure("有问题")).toContainText("1");
  await expect(page.getByRole("cell", { name: "Title", exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "只导入没有问题的 3200 行" }).click();
  await expect(figure("已新建")).toContainText("3,200", over);
  const fetched = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载未导入的 1 行" }).click();
  const rejects = readFileSync(await (await fetched).path(), "utf8");
  expect(rejects).toContain("未导入原因");
  expect(rejects.trim().split("\n")).toHaveLength(2);
  await page.getByRole("button", { name: "查看记录" }).click();
  await expect(page.locator("footer")).toContainText(/已显示 \d+ 条/);

  const shen = await Api.as(playwright, baseURL as string, "shen.lit");
  const table = await shen.must("POST", `/apps/${app}/pivot`, {
    form: "market_film",
    rows: [{ field: "genre" }],
    columns: [],
    filter: {
      and: [
        { field: "budget", op: "not_empty" },
        { field: "domestic_gross", op: "not_empty" },
      ],
    },
    measures: [
      { key: "n", agg: "count" },
      { key: "budget", agg: "sum", field: "budget" },
      { key: "gross", agg: "sum", field: "worldwide_gross" },
    ],
    totals: { rows: false, columns: false, grand: false },
  });
  const drama = table.rows.findIndex((row: { keys: { title: string }[] }) => row.keys[0]?.title === "剧情");
  expect(table.cells[drama]).toEqual([789, "17817213610.00", "40476168953.00"]);

  // The same file again: every film is there already.
  await page.goto(`${form}/import`);
  await page.locator('input[type="file"]').setInputFiles(file);
  await expect(page.getByText("movies.csv 共 3201 行")).toBeVisible({ timeout: 60_000 });
  await page
    .locator('input[type="file"]')
    .setInputFiles(path.join(repository, "tests/cases/imports/market_film.mapping.json"));
  await page.getByRole("button", { name: "检查数据" }).click();
  await expect(figure("将更新")).toContainText("3,200", over);
  await expect(figure("将新建")).toContainText("0");
});
