import { chainOf, type ListId, listOfBranch } from "./edit";
import { ends } from "./kinds";
import { type BranchSpec, branchesOf, type NodeSpec } from "./spec";

/** A thing on the drawing: a node, the head of a branch, or the point where branches meet again. */
export interface Spot {
  id: string;
  what: { node: NodeSpec } | { head: BranchSpec; of: NodeSpec; at: number } | { join: NodeSpec };
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A line; `gap` is where a new node goes that is put onto it. */
export interface Line {
  id: string;
  from: string;
  to: string;
  gap: { list: ListId; index: number } | null;
}

export interface Drawing {
  spots: Spot[];
  lines: Line[];
  width: number;
  height: number;
}

export const sizes = {
  node: { width: 216, height: 68 },
  head: { width: 184, height: 44 },
  join: { width: 8, height: 8 },
  across: 28,
  down: 56,
  /** The way from a fork to the heads of its branches, where nothing can be put. */
  short: 32,
} as const;

const headId = (node: string, branch: string) => `head ${listOfBranch(node, branch)}`;
const joinId = (node: string) => `join ${node}`;

/** How much room a list takes from side to side. */
function widthOf(nodes: NodeSpec[]): number {
  return Math.max(sizes.node.width, ...nodes.map(widthOfNode));
}

function widthOfNode(node: NodeSpec): number {
  const lanes = branchesOf(node).map((branch) => widthOf(chainOf(branch.body)));
  return Math.max(sizes.node.width, lanes.reduce((sum, lane) => sum + lane, 0) + sizes.across * (lanes.length - 1));
}

/** Draws a flow from top to bottom, branches side by side; nothing overlaps. */
export function draw(root: NodeSpec): Drawing {
  const drawing: Drawing = { spots: [], lines: [], width: 0, height: 0 };
  const nodes = chainOf(root);
  const width = widthOf(nodes);
  const { y } = put(drawing, nodes, "", { x: width / 2, y: 0 }, null);
  return { ...drawing, width, height: y };
}

interface Point {
  x: number;
  y: number;
}

/** Puts the nodes of a list below each other, and answers where the next thing goes and what it hangs on. */
function put(drawing: Drawing, nodes: NodeSpec[], list: ListId, at: Point, above: string | null) {
  let { y } = at;
  let last = above;
  for (const [index, node] of nodes.entries()) {
    if (last !== null) {
      join(drawing, last, node.key, { list, index });
    }
    spot(drawing, node.key, { node }, { x: at.x, y }, sizes.node);
    y += sizes.node.height;
    last = node.key;
    const branches = branchesOf(node);
    if (branches.length > 0) {
      ({ y, last } = putBranches(drawing, node, branches, { x: at.x, y }));
    }
    if (index < nodes.length - 1) {
      y += sizes.down;
    }
  }
  return { y, last };
}

function putBranches(drawing: Drawing, node: NodeSpec, branches: BranchSpec[], at: Point) {
  const top = at.y + sizes.short;
  const meet = joinId(node.key);
  let left = at.x - innerWidth(branches) / 2;
  let bottom = top;
  const tails: { from: string; list: ListId; index: number }[] = [];
  for (const [n, branch] of branches.entries()) {
    const body = chainOf(branch.body);
    const lane = widthOf(body);
    const x = left + lane / 2;
    const head = headId(node.key, branch.key);
    const list = listOfBranch(node.key, branch.key);
    join(drawing, node.key, head, null);
    spot(drawing, head, { head: branch, of: node, at: n }, { x, y: top }, sizes.head);
    const { y, last } = put(drawing, body, list, { x, y: top + sizes.head.height + sizes.down }, head);
    const tail = body.at(-1);
    if (!tail || !ends(tail.kind)) {
      tails.push({ from: last ?? head, list, index: body.length });
    }
    bottom = Math.max(bottom, body.length > 0 ? y : top + sizes.head.height);
    left += lane + sizes.across;
  }
  const y = bottom + sizes.down;
  for (const { from, list, index } of tails) {
    join(drawing, from, meet, { list, index });
  }
  spot(drawing, meet, { join: node }, { x: at.x, y }, sizes.join);
  return { y: y + sizes.join.height, last: meet as string | null };
}

function innerWidth(branches: BranchSpec[]): number {
  const lanes = branches.map((branch) => widthOf(chainOf(branch.body)));
  return lanes.reduce((sum, lane) => sum + lane, 0) + sizes.across * (lanes.length - 1);
}

type Size = { width: number; height: number };

function spot(drawing: Drawing, id: string, what: Spot["what"], { x, y }: Point, size: Size): void {
  drawing.spots.push({ id, what, x: x - size.width / 2, y, ...size });
}

function join(drawing: Drawing, from: string, to: string, gap: Line["gap"]): void {
  drawing.lines.push({ id: `${from} > ${to}`, from, to, gap });
}
