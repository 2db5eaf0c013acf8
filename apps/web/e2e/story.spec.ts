import { Api } from "./helpers/api";
import { act, contracts, forms, pending, submitContract } from "./helpers/contracts";
import { enterAs, expect, expectAccessible, test } from "./helpers/test";

for (const { amount, node } of [
  { amount: "100000.00", node: "seal 秦川" },
  { amount: "100000.01", node: "vp 高敏" },
  { amount: "1000000.00", node: "vp 高敏" },
  { amount: "1000000.01", node: "vp_big 高敏" },
]) {
  test(`a contract over ${amount} comes to ${node}`, async ({ playwright, baseURL }) => {
    const as = (name: string) => Api.as(playwright, baseURL ?? "", name);
    const line = await as("han.line");
    const record = await submitContract(line, amount, "分支合同");
    expect(record.flow_state).toBe("running");
    expect(record.values.status).toBe("审批中");
    expect(await pending(line, record.id)).toEqual(["head 周行"]);
    expect((await act(await as("zhou.prod"), record.id, "approve")).done.status).toBe(200);
    expect((await pending(line, record.id)).sort()).toEqual(["legal 秦川", "money 白露"]);
    const legal = await as("qin.legal");
    const refused = await act(legal, record.id, "approve");
    expect(refused.done.status).toBe(422);
    expect(refused.done.json.issues[0].pointer).toBe("/values/legal_opinion");
    const opinion = { values: { risk_level: "低", legal_opinion: "条款无异议" } };
    expect((await act(legal, record.id, "approve", opinion)).done.status).toBe(200);
    const { task, done } = await act(await as("bai.fin"), record.id, "approve");
    expect(done.status).toBe(200);
    expect(await pending(line, record.id)).toEqual([node]);
    const again = await (await as("bai.fin")).send("POST", `/tasks/${task.id}/actions/approve`, {});
    expect(again.status).toBe(409);
    expect(again.json.type).toBe("task_closed");
  });
}

test("what a role may not see is absent, and answered like what does not exist", async ({ playwright, baseURL }) => {
  const line = await Api.as(playwright, baseURL ?? "", "han.line");
  const filter = { field: "type", op: "eq", value: "演员聘用合同" };
  const seen = await line.must("POST", `${contracts}/query`, { filter, limit: 1 });
  expect(seen.records.length).toBe(1);
  expect(seen.records[0].values.amount).toBeNull();
  expect(seen.records[0].held_back).toBeGreaterThan(0);
  // Where a condition on the record hides a value, it is blank for filters too.
  const above = { and: [filter, { field: "amount", op: "gt", value: "1" }] };
  expect((await line.must("POST", `${contracts}/query`, { filter: above })).records).toEqual([]);
  for (const query of [
    { sort: [{ field: "budget_total" }] },
    { filter: { field: "budget_total", op: "gt", value: "1" } },
    { filter: { field: "no_such_field", op: "gt", value: "1" } },
    { fields: ["budget_total"] },
  ]) {
    const answer = await line.send("POST", `${forms}/project/records/query`, query);
    expect(answer.status).toBe(400);
    expect(answer.json.issues[0].code).toBe("unknown_field");
  }
  const admin = await Api.as(playwright, baseURL ?? "", "admin");
  expect((await admin.send("POST", `${contracts}/query`, {})).status).toBe(404);
});

test("a pivot's total is the sum of its groups, to the cent", async ({ playwright, baseURL }) => {
  const ceo = await Api.as(playwright, baseURL ?? "", "lin.ceo");
  const table = await ceo.must("POST", "/apps/film_crm/pivot", {
    form: "market_film",
    rows: [{ field: "genre" }],
    columns: [],
    measures: [
      { key: "n", agg: "count" },
      { key: "gross", agg: "sum", field: "worldwide_gross" },
    ],
    totals: { rows: true, columns: false, grand: true },
  });
  const cents = (text: string | null) => BigInt((text ?? "0.00").replace(".", ""));
  const grand = table.rows.findIndex((row: { kind: string }) => row.kind === "grand");
  let count = 0;
  let gross = 0n;
  table.rows.forEach((row: { kind: string }, index: number) => {
    if (row.kind === "group") {
      count += table.cells[index][0];
      gross += cents(table.cells[index][1]);
    }
  });
  expect(count).toBe(table.cells[grand][0]);
  expect(count).toBeGreaterThan(3_000);
  expect(gross).toBe(cents(table.cells[grand][1]));
});

test("a contract prints as a PDF", async ({ playwright, baseURL }) => {
  const producer = await Api.as(playwright, baseURL ?? "", "zhou.prod");
  const filter = { field: "type", op: "eq", value: "主创聘用合同" };
  const found = await producer.must("POST", `${contracts}/query`, { filter, limit: 1 });
  const pdf = await producer.bytes(`${contracts}/${found.records[0].id}/prints/crew`);
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(pdf.length).toBeGreaterThan(10_000);
});

test("one key has one effect, and a stale version changes nothing", async ({ playwright, baseURL }) => {
  const lit = await Api.as(playwright, baseURL ?? "", "shen.lit");
  const key = { "Idempotency-Key": `once-${Date.now()}` };
  const body = { values: { name: `题材 ${Date.now()}`, heat: 50 } };
  const first = await lit.send("POST", `${forms}/genre/records`, body, key);
  expect(first.status).toBe(201);
  const second = await lit.send("POST", `${forms}/genre/records`, body, key);
  expect(second.status).toBe(201);
  expect(second.headers["idempotency-replayed"]).toBe("true");
  expect(second.json.id).toBe(first.json.id);
  const place = `${forms}/genre/records/${first.json.id}`;
  expect((await lit.send("PATCH", place, { values: { heat: 60 } })).status).toBe(428);
  expect((await lit.send("PATCH", place, { version: 1, values: { heat: 60 } })).status).toBe(200);
  const stale = await lit.send("PATCH", place, { version: 1, values: { heat: 70 } });
  expect(stale.status).toBe(409);
  expect(stale.json.type).toBe("stale_version");
  expect((await lit.must("GET", place)).values.heat).toBe(60);
});

test("bad input is refused with its place, and nothing changes", async ({ playwright, baseURL }) => {
  const lit = await Api.as(playwright, baseURL ?? "", "shen.lit");
  const post = (body: object) => lit.send("POST", `${forms}/genre/records`, body);
  const unknown = await post({ values: { name: "甲", no_such: 1 } });
  expect([unknown.status, unknown.json.issues[0].pointer]).toEqual([400, "/values/no_such"]);
  const wrong = await post({ values: { heat: 999 } });
  expect(wrong.status).toBe(422);
  expect(wrong.json.issues.map((issue: { pointer: string }) => issue.pointer)).toContain("/values/heat");
  const misspelt = await post({ valuse: {} });
  expect([misspelt.status, misspelt.json.issues[0].code]).toEqual([400, "unknown_property"]);
  const admin = await Api.as(playwright, baseURL ?? "", "admin");
  const draft = await admin.must("GET", `${forms}/genre`);
  const spec = structuredClone(draft.spec);
  spec.fields[0].type.settings.max_lenght = 3;
  const refused = await admin.send("PUT", `${forms}/genre`, spec);
  expect(refused.status).toBe(422);
  expect(refused.json.issues[0].pointer).toContain("/fields/0/type/settings/max_lenght");
});

test("a field is added to a form with records and can be used at once", async ({ playwright, baseURL }) => {
  const admin = await Api.as(playwright, baseURL ?? "", "admin");
  const draft = await admin.must("GET", `${forms}/genre`);
  const key = `note_${Date.now() % 1_000_000}`;
  const field = { key, label: { "zh-CN": "备注", en: "Note" }, type: { kind: "text", settings: {} } };
  const spec = { ...draft.spec, fields: [...draft.spec.fields, field] };
  await admin.must("PUT", `${forms}/genre`, spec);
  const published = await admin.must("POST", `${forms}/genre/publish`, {});
  expect(published.losses).toEqual([]);
  const lit = await Api.as(playwright, baseURL ?? "", "shen.lit");
  const query = { sort: [{ field: "heat", desc: true }], limit: 1 };
  const record = (await lit.must("POST", `${forms}/genre/records/query`, query)).records[0];
  const body = { version: record.version, values: { [key]: "新字段" } };
  const changed = await lit.must("PATCH", `${forms}/genre/records/${record.id}`, body);
  expect(changed.values[key]).toBe("新字段");
  expect(changed.values.name).toBe(record.values.name);
});

test("a report is read and a task is decided in the browser", async ({ page, playwright, baseURL }) => {
  const line = await Api.as(playwright, baseURL ?? "", "han.line");
  const record = await submitContract(line, "50000.00", "页面审批");
  await enterAs(page, "zhou.prod", "/apps/film_crm/reports/genre_performance");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("题材市场表现");
  await page.getByText("表格", { exact: true }).click();
  await expect(page.getByText("悬疑").first()).toBeVisible();
  await page.goto("/tasks");
  await page.getByText(record.values.name).first().click();
  await page.getByRole("button", { name: "同意", exact: true }).click();
  await expect.poll(async () => (await pending(line, record.id)).sort()).toEqual(["legal 秦川", "money 白露"]);
  await expectAccessible(page);
});
