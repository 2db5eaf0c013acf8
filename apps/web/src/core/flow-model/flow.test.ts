import { expect, test } from "vitest";
import {
  addBranch,
  allNodes,
  atPointer,
  canRemove,
  chainOf,
  insertableAt,
  insertNode,
  isOtherwise,
  linked,
  listOfBranch,
  moveBranch,
  moveNode,
  newNode,
  newWorkflow,
  nodeOf,
  removeBranch,
  removeNode,
  routeTargets,
  updateNode,
} from "./edit";
import { ends, insertable } from "./kinds";
import { type Drawing, draw } from "./layout";
import { branchesOf, type WorkflowSpec } from "./spec";

const name = (word: string, n?: number) => ({ "zh-CN": n === undefined ? word : `${word}${n}` });
const start = newWorkflow("order", name);
const keys = (spec: WorkflowSpec) => chainOf(spec.root).map((node) => node.key);
const withFork = insertNode(start, "", 2, newNode(start, "parallel", name));
const deep = insertNode(withFork, "parallel_1/branch_2", 0, newNode(withFork, "cc", name));

test("a new flow has a start, one approver and an end", () => {
  expect(keys(start)).toEqual(["start", "approver_1", "end"]);
});

test("a chain that is taken apart and linked again is the same", () => {
  expect(linked(chainOf(deep.root))).toBe(deep.root);
});

test("a node goes onto the line that was chosen, on any level", () => {
  expect(keys(withFork)).toEqual(["start", "approver_1", "parallel_1", "end"]);
  expect(branchesOf(nodeOf(deep, "parallel_1") ?? deep.root).map((branch) => branch.body?.key)).toEqual([
    undefined,
    "cc_1",
  ]);
});

test("start and end can neither be taken away nor passed", () => {
  expect(removeNode(start, "start")).toBe(start);
  expect(removeNode(start, "end")).toBe(start);
  expect(moveNode(start, "approver_1", -1)).toBe(start);
  expect(moveNode(start, "approver_1", 1)).toBe(start);
});

test("what is taken away takes its branches along", () => {
  expect(allNodes(removeNode(deep, "parallel_1").root).map((node) => node.key)).toEqual(["start", "approver_1", "end"]);
});

test("a change of a node keeps what follows it", () => {
  const renamed = updateNode(deep, "approver_1", (node) => ({ ...node, name: name("x") }));
  expect(keys(renamed)).toEqual(keys(deep));
  expect(nodeOf(renamed, "cc_1")).toBe(nodeOf(deep, "cc_1"));
});

test("the last case stays last", () => {
  const condition = addBranch(newNode(start, "condition", name), name("case", 2));
  expect(branchesOf(condition).map((branch) => branch.key)).toEqual(["case_1", "case_2", "otherwise"]);
  expect(branchesOf(moveBranch(condition, "case_1", 1)).map((branch) => branch.key)).toEqual([
    "case_2",
    "case_1",
    "otherwise",
  ]);
  expect(moveBranch(condition, "case_2", 1)).toBe(condition);
  expect(moveBranch(condition, "otherwise", -1)).toBe(condition);
  expect(branchesOf(removeBranch(condition, "case_1")).length).toBe(2);
});

test("branches of an inclusive node keep the one for all other cases behind new ones", () => {
  const inclusive = newNode(start, "inclusive", name);
  const more = addBranch(inclusive, name("branch", 3));
  expect(branchesOf(more).map((branch) => branch.key)).toEqual(["branch_1", "branch_2", "case_1", "otherwise"]);
  expect(
    branchesOf(more)
      .filter((branch) => isOtherwise(more, branch))
      .map((branch) => branch.key),
  ).toEqual(["otherwise"]);
});

test("what ends a branch goes only to its end, and nothing follows it", () => {
  expect(insertableAt(start, "", 1).some(ends)).toBe(false);
  expect(insertableAt(withFork, "parallel_1/branch_1", 0)).toEqual(insertable);
  const refused = insertNode(withFork, "parallel_1/branch_1", 0, newNode(withFork, "auto_reject", name));
  expect(draw(refused.root).lines.some((line) => line.from === "auto_reject_1")).toBe(false);
  const before = insertNode(refused, "parallel_1/branch_1", 0, newNode(refused, "cc", name));
  expect(moveNode(before, "cc_1", 1)).toBe(before);
  expect(moveNode(before, "auto_reject_1", -1)).toBe(before);
});

test("an end inside a branch can be taken away, that of the flow cannot", () => {
  const inner = insertNode(withFork, "parallel_1/branch_1", 0, newNode(withFork, "end", name));
  const [own, whole] = [nodeOf(inner, "end_1"), nodeOf(inner, "end")];
  expect(own && canRemove(inner, own)).toBe(true);
  expect(whole && canRemove(inner, whole)).toBe(false);
  expect(allNodes(removeNode(inner, "end_1").root)).toHaveLength(allNodes(withFork.root).length);
});

test("a pointer leads to its node and branch", () => {
  expect(atPointer(deep, "/root/next/settings/assignees")).toEqual({ node: "approver_1", branch: undefined });
  expect(atPointer(deep, "/root/next/next/settings/branches/1/body/settings/to")).toEqual({
    node: "cc_1",
    branch: undefined,
  });
  expect(atPointer(deep, "/root/next/next/settings/branches/0/when")).toEqual({
    node: "parallel_1",
    branch: "branch_1",
  });
  expect(atPointer(deep, "/settings/admins")).toBeNull();
});

/** A small generator of numbers, so that a failure can be seen again. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function randomFlow(seed: number): WorkflowSpec {
  const pick = numbers(seed);
  let spec = start;
  for (let step = 0; step < 14; step++) {
    const lists = [
      "",
      ...allNodes(spec.root).flatMap((node) => branchesOf(node).map((b) => listOfBranch(node.key, b.key))),
    ];
    const list = lists[pick(lists.length)] ?? "";
    const index = list === "" ? 1 : 0;
    const kinds = insertableAt(spec, list, index);
    const kind = kinds[pick(kinds.length)] ?? "cc";
    spec = insertNode(spec, list, index, newNode(spec, kind, name));
  }
  return spec;
}

const overlaps = ({ spots }: Drawing) =>
  spots.flatMap((a, n) =>
    spots
      .slice(n + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.id} | ${b.id}`),
  );

test("nothing overlaps, every line has both ends and leads down, and keys stay unique", () => {
  for (let seed = 1; seed <= 80; seed++) {
    const spec = randomFlow(seed);
    const drawing = draw(spec.root);
    expect(overlaps(drawing)).toEqual([]);
    const at = new Map(drawing.spots.map((spot) => [spot.id, spot]));
    expect(at.size).toBe(drawing.spots.length);
    expect(new Set(drawing.lines.map((line) => line.id)).size).toBe(drawing.lines.length);
    for (const line of drawing.lines) {
      const from = at.get(line.from);
      const to = at.get(line.to);
      expect(from && to && from.y + from.height < to.y).toBe(true);
    }
    for (const spot of drawing.spots) {
      expect(spot.x).toBeGreaterThanOrEqual(0);
      expect(spot.x + spot.width).toBeLessThanOrEqual(drawing.width);
    }
  }
});

test("a node that is put onto a line stands between its two ends", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const spec = randomFlow(seed);
    for (const line of draw(spec.root).lines) {
      if (!line.gap) {
        continue;
      }
      const node = newNode(spec, "cc", name);
      const { lines } = draw(insertNode(spec, line.gap.list, line.gap.index, node).root);
      const here = lines.map(({ from, to }) => `${from} > ${to}`);
      expect(here).toContain(`${line.from} > ${node.key}`);
      expect(here).toContain(`${node.key} > ${line.to}`);
    }
  }
});

test("a route leads to nodes on its own line and on those around it, never into another branch", () => {
  const inner = insertNode(withFork, "parallel_1/branch_1", 0, newNode(withFork, "approver", name));
  const routed = insertNode(inner, "parallel_1/branch_1", 1, newNode(inner, "route", name));
  const beside = insertNode(routed, "parallel_1/branch_2", 0, newNode(routed, "handler", name));
  const targets = (spec: WorkflowSpec, key: string) => routeTargets(spec, key).map((node) => node.key);
  expect(targets(beside, "route_1")).toEqual(["start", "approver_1", "parallel_1", "end", "approver_2"]);
  expect(targets(insertNode(beside, "", 3, newNode(beside, "route", name)), "route_2")).toEqual([
    "start",
    "approver_1",
    "parallel_1",
    "end",
  ]);
  expect(targets(start, "nothing")).toEqual([]);
});
