import { expect } from "@playwright/test";
import type { Api } from "./api";

export const forms = "/apps/film_crm/forms";
export const contracts = `${forms}/contract/records`;

/** A contract of the person, which its own approval flow starts with. */
export async function submitContract(line: Api, amount: string, name: string) {
  const one = async (form: string, field: string, value: string) => {
    const filter = { field, op: "eq", value };
    return (await line.must("POST", `${forms}/${form}/records/query`, { filter, limit: 1 })).records[0].id;
  };
  const values = {
    name: `${name} ${Date.now()}`,
    type: "供应商合同",
    direction: "付款",
    project: await one("project", "no", "PJ-2026-001"),
    party_org: await one("org", "name", "幻象特效"),
    amount,
    risk_level: "低",
  };
  return line.must("POST", contracts, { values, submit: true });
}

/** Who is asked now, and at which node. */
export async function pending(api: Api, record: string): Promise<string[]> {
  const instance = await api.must("GET", `${contracts}/${record}/instance`);
  return instance.pending.map((task: { node: string; person: { name: string } }) => `${task.node} ${task.person.name}`);
}

/** Acts on the task that the person has on a record. */
export async function act(api: Api, record: string, action: string, body: object = {}) {
  const box = await api.must("GET", "/tasks?box=todo");
  const task = box.items.find((item: { record: string }) => item.record === record);
  expect(task, "a task waits").toBeTruthy();
  const { record: seen } = await api.must("GET", `/tasks/${task.id}`);
  const sent = { record_version: seen.version, ...body };
  return { task, done: await api.send("POST", `/tasks/${task.id}/actions/${action}`, sent) };
}
