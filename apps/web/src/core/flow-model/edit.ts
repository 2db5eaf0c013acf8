import type { I18nText } from "@/api/types";
import { ends, type Insertable, insertable, kindFacts, type NameOf } from "./kinds";
import {
  type BranchSpec,
  branchesOf,
  branchList,
  type NodeKind,
  type NodeSpec,
  type WorkflowSpec,
  withBranches,
} from "./spec";

/** A list of nodes: `""` is the way from start to end, `node/branch` the way through a branch. */
export type ListId = string;

export const listOfBranch = (node: string, branch: string): ListId => `${node}/${branch}`;

/** The nodes of a level, in order. */
export function chainOf(first: NodeSpec | null | undefined): NodeSpec[] {
  const nodes: NodeSpec[] = [];
  for (let here = first; here; here = here.next) {
    nodes.push(here);
  }
  return nodes;
}

/** The nodes linked to each other again; a link that is right already stays the same object. */
export function linked(nodes: NodeSpec[]): NodeSpec | null {
  return nodes.reduceRight<NodeSpec | null>((next, node) => {
    if ((node.next ?? null) === next) {
      return node;
    }
    const { next: _, ...rest } = node;
    return next ? { ...rest, next } : rest;
  }, null);
}

/** All nodes, in the order of the document. */
export function allNodes(root: NodeSpec): NodeSpec[] {
  return chainOf(root).flatMap((node) => [
    node,
    ...branchesOf(node).flatMap((branch) => (branch.body ? allNodes(branch.body) : [])),
  ]);
}

export const nodeOf = (spec: WorkflowSpec, key: string): NodeSpec | undefined =>
  allNodes(spec.root).find((node) => node.key === key);

function editLists(nodes: NodeSpec[], here: ListId, edit: (nodes: NodeSpec[], list: ListId) => NodeSpec[]): NodeSpec[] {
  const inner = nodes.map((node) => {
    const branches = branchesOf(node);
    const edited = branches.map((branch) => {
      const before = branch.body ?? null;
      const body = linked(editLists(chainOf(before), listOfBranch(node.key, branch.key), edit));
      return body === before ? branch : { ...branch, body };
    });
    return edited.some((branch, at) => branch !== branches[at]) ? withBranches(node, edited) : node;
  });
  const kept = inner.every((node, at) => node === nodes[at]) ? nodes : inner;
  return edit(kept, here);
}

function withLists(spec: WorkflowSpec, edit: (nodes: NodeSpec[], list: ListId) => NodeSpec[]): WorkflowSpec {
  const root = linked(editLists(chainOf(spec.root), "", edit));
  return !root || root === spec.root ? spec : { ...spec, root };
}

/** The flow with a node put into a list. */
export function insertNode(spec: WorkflowSpec, list: ListId, index: number, node: NodeSpec): WorkflowSpec {
  return withLists(spec, (nodes, here) => (here === list ? nodes.toSpliced(index, 0, node) : nodes));
}

/** The nodes of a list, in order. */
export function listOf(spec: WorkflowSpec, list: ListId): NodeSpec[] {
  if (list === "") {
    return chainOf(spec.root);
  }
  const [key = "", branch] = list.split("/");
  const node = nodeOf(spec, key);
  return node ? chainOf(branchesOf(node).find((one) => one.key === branch)?.body) : [];
}

/** The start and the end of the whole flow stay; everything else can go, and takes what stands in its branches along. */
export const canRemove = (spec: WorkflowSpec, node: NodeSpec): boolean =>
  node.kind !== "start" && !(node.kind === "end" && chainOf(spec.root).at(-1)?.key === node.key);

export function removeNode(spec: WorkflowSpec, key: string): WorkflowSpec {
  return withLists(spec, (nodes) => {
    const left = nodes.filter((node) => node.key !== key || !canRemove(spec, node));
    return left.length === nodes.length ? nodes : left;
  });
}

/** The flow with a node changed; what follows it stays. */
export function updateNode(spec: WorkflowSpec, key: string, edit: (node: NodeSpec) => NodeSpec): WorkflowSpec {
  return withLists(spec, (nodes) =>
    nodes.some((node) => node.key === key) ? nodes.map((node) => (node.key === key ? edit(node) : node)) : nodes,
  );
}

const canMove = (node: NodeSpec) => node.kind !== "start" && !ends(node.kind);

/** The flow with a node one step earlier or later on its level; start stays first, and what ends a level last. */
export function moveNode(spec: WorkflowSpec, key: string, step: -1 | 1): WorkflowSpec {
  return withLists(spec, (nodes) => {
    const at = nodes.findIndex((node) => node.key === key);
    const node = nodes[at];
    const other = nodes[at + step];
    return node && other && canMove(node) && canMove(other)
      ? nodes.toSpliced(at, 1).toSpliced(at + step, 0, node)
      : nodes;
  });
}

/** Whether a branch is the one that is taken where no other fits: the last case of a condition, or one that says so. */
export function isOtherwise(node: NodeSpec, branch: BranchSpec): boolean {
  return node.kind === "condition" ? branchesOf(node).at(-1)?.key === branch.key : branch.otherwise === true;
}

/** The node with a new branch, before the one that is taken where no other fits. */
export function addBranch(node: NodeSpec, name: I18nText): NodeSpec {
  const branches = branchesOf(node);
  const branch: BranchSpec = {
    key: freshKey(
      branches.map((other) => other.key),
      "case",
    ),
    name,
    body: null,
  };
  const other = branches.findIndex((one) => isOtherwise(node, one));
  return withBranches(node, branches.toSpliced(other < 0 ? branches.length : other, 0, branch));
}

export function removeBranch(node: NodeSpec, key: string): NodeSpec {
  return withBranches(
    node,
    branchesOf(node).filter((branch) => branch.key !== key),
  );
}

export function updateBranch(node: NodeSpec, key: string, edit: (branch: BranchSpec) => BranchSpec): NodeSpec {
  return withBranches(
    node,
    branchesOf(node).map((branch) => (branch.key === key ? edit(branch) : branch)),
  );
}

/** The node with a branch one step to the left or right; cases are tried in that order, and the last one stays last. */
export function moveBranch(node: NodeSpec, key: string, step: -1 | 1): NodeSpec {
  const branches = branchesOf(node);
  const at = branches.findIndex((branch) => branch.key === key);
  const branch = branches[at];
  const movable = node.kind === "condition" ? branches.length - 1 : branches.length;
  return branch && at < movable && at + step >= 0 && at + step < movable
    ? withBranches(node, branches.toSpliced(at, 1).toSpliced(at + step, 0, branch))
    : node;
}

function freshKey(taken: string[], stem: string): string {
  for (let n = 1; ; n++) {
    const key = `${stem}_${n}`;
    if (!taken.includes(key)) {
      return key;
    }
  }
}

/** A new node of a kind. */
export function newNode(spec: WorkflowSpec, kind: Insertable, name: NameOf): NodeSpec {
  const key = freshKey(
    allNodes(spec.root).map((node) => node.key),
    kind,
  );
  return { key, kind, name: name(kind), settings: kindFacts(kind).fresh?.(name) ?? {} };
}

/** The kinds that can be put onto a line: what ends a branch goes only to its end. */
export function insertableAt(spec: WorkflowSpec, list: ListId, index: number): Insertable[] {
  const atEnd = list !== "" && index === listOf(spec, list).length;
  return insertable.filter((kind) => atEnd || !ends(kind));
}

const forks: ReadonlySet<NodeKind> = new Set(["parallel", "inclusive"]);

/** The nodes to which a route can lead: those on its own line, and on the lines around it. */
export function routeTargets(spec: WorkflowSpec, route: string): NodeSpec[] {
  const around = (nodes: NodeSpec[], outer: NodeSpec[]): NodeSpec[] | null => {
    const line = lineOf(nodes);
    if (line.some((node) => node.key === route)) {
      return [...outer, ...line].filter((node) => node.key !== route);
    }
    for (const fork of line.filter((node) => forks.has(node.kind))) {
      for (const branch of branchesOf(fork)) {
        const found = around(chainOf(branch.body), [...outer, ...line]);
        if (found) {
          return found;
        }
      }
    }
    return null;
  };
  return around(chainOf(spec.root), []) ?? [];
}

/** What one walks along without a fork: the nodes of a level with those in the cases of its conditions. */
const lineOf = (nodes: NodeSpec[]): NodeSpec[] =>
  nodes.flatMap((node) => [
    node,
    ...(forks.has(node.kind) ? [] : branchesOf(node).flatMap((branch) => lineOf(chainOf(branch.body)))),
  ]);

/** A flow with one approver, for a form that has none yet. */
export function newWorkflow(form: string, name: NameOf): WorkflowSpec {
  const end: NodeSpec = { key: "end", kind: "end", name: name("end"), settings: { result: "approved" } };
  const bare: NodeSpec = { key: "start", kind: "start", name: name("start"), settings: {}, next: end };
  const spec: WorkflowSpec = {
    version: 1,
    key: `${form.slice(0, 32)}_flow`,
    form,
    name: name("flow"),
    start_on: [{ submit: true }],
    root: bare,
  };
  return insertNode(spec, "", 1, newNode(spec, "approver", name));
}

/** The node, and the branch of it, that a pointer into the document leads to. */
export function atPointer(spec: WorkflowSpec, pointer: string): { node: string; branch?: string } | null {
  const [, root, ...steps] = pointer.split("/");
  let node: NodeSpec | null | undefined = root === "root" ? spec.root : null;
  let branch: string | undefined;
  for (let at = 0; node && at < steps.length; ) {
    const [step, list, index, into] = steps.slice(at);
    if (step === "next" && node.next) {
      node = node.next;
      branch = undefined;
      at += 1;
    } else if (step === "settings" && list === branchList(node.kind) && index !== undefined) {
      const found: BranchSpec | undefined = branchesOf(node)[Number(index)];
      branch = found?.key;
      if (into !== "body" || !found?.body) {
        break;
      }
      node = found.body;
      branch = undefined;
      at += 4;
    } else {
      break;
    }
  }
  return node ? { node: node.key, branch } : null;
}
