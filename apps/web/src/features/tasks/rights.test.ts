import { expect, test } from "vitest";
import type { InstanceView } from "@/api/queries/tasks";
import { hiddenAt, offeredActs, rightsAt } from "./rights";

const detail = { rights: { a: "write", b: "read", c: "hide" }, must: ["a", "d"], actions: ["approve"] } as const;
const whole = { ...detail, must: [...detail.must], actions: [...detail.actions] };

test("fields are written as the node says, and what it demands can be filled in", () => {
  expect(rightsAt(whole)).toEqual({ a: "edit", b: "view", c: "view", d: "edit" });
  expect([...hiddenAt(whole)]).toEqual(["c"]);
});

test("who can decide nothing writes nothing", () => {
  expect(rightsAt({ ...whole, actions: [] })).toEqual({ a: "view", b: "view", c: "view" });
});

const instance: InstanceView = {
  id: "i",
  state: "running",
  revising: false,
  initiator: { id: "me", name: "Me" },
  started_at: "",
  ended_at: null,
  workflow_version: 1,
  timeline: [],
  pending: [
    {
      task: "t",
      person: { id: "x", name: "X" },
      node: "n",
      node_name: null,
      since: "",
      due_at: null,
      claimed: false,
      removable: false,
    },
  ],
  can_withdraw: true,
  suspended: false,
  acts: [],
  incidents: [],
};

test("what is suspended is only spoken of", () => {
  expect(offeredActs(["approve"], { ...instance, suspended: true }, "x")).toEqual(["comment"]);
});

test("the initiator may take it back and remind, others may not", () => {
  expect(offeredActs([], instance, "me")).toEqual(["withdraw", "urge", "comment"]);
  expect(offeredActs(["approve"], instance, "x")).toEqual(["approve", "comment"]);
});

test("what came back is submitted again", () => {
  expect(offeredActs(["approve"], { ...instance, revising: true }, "me")).toEqual(["resubmit", "withdraw", "comment"]);
});

test("nothing is offered once it has ended", () => {
  expect(offeredActs(["approve"], { ...instance, ended_at: "2026-01-01T00:00:00Z" }, "me")).toEqual([]);
});
