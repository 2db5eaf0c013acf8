import type { Json } from "@/api/types";
import { type Branch, treeOf } from "../tree";

/** A line of a tree: a record, or a value under which records stand. */
export interface TreeLine<R> {
  key: string;
  level: number;
  record?: R;
  /** What the branch is called, where it is no record. */
  value?: string;
  /** How many records stand below it, however deep. */
  below: number;
  open: boolean;
  /** The key of the line above it in the tree. */
  parent: string | null;
  /** Its place among those with the same parent, from 1, and how many they are. */
  place: number;
  among: number;
}

interface Node<R> {
  id: string;
  parent: string | null;
  record?: R;
  value?: string;
}

/** Records below the records that they name as the one above. */
export function recordTree<R extends { id: string }>(records: R[], above: (record: R) => Json | undefined) {
  const idOf = (value: Json | undefined) =>
    typeof value === "object" && value !== null && !Array.isArray(value) && typeof value.id === "string"
      ? value.id
      : null;
  return treeOf(records.map((record): Node<R> => ({ id: record.id, parent: idOf(above(record)), record })));
}

/** Records below the values that they have; a value may have several steps, such as a province and its cities. */
export function valueTree<R extends { id: string }>(records: R[], steps: (record: R) => string[]) {
  const nodes = new Map<string, Node<R>>();
  for (const record of records) {
    let parent: string | null = null;
    for (const value of steps(record)) {
      const id: string = `${parent ?? ""}/${value}`;
      if (!nodes.has(id)) {
        nodes.set(id, { id, parent, value });
      }
      parent = id;
    }
    nodes.set(record.id, { id: record.id, parent, record });
  }
  return treeOf([...nodes.values()]);
}

function count<R>(branch: Branch<Node<R>>): number {
  return branch.children.reduce((sum, child) => sum + (child.item.record ? 1 : 0) + count(child), 0);
}

/** The lines that are seen, in order. */
export function treeLines<R>(tree: Branch<Node<R>>[], isOpen: (key: string, level: number) => boolean): TreeLine<R>[] {
  const lines: TreeLine<R>[] = [];
  const walk = (branches: Branch<Node<R>>[], level: number, parent: string | null) => {
    for (const [at, branch] of branches.entries()) {
      const { id, record, value } = branch.item;
      const open = branch.children.length > 0 && isOpen(id, level);
      const place = { parent, place: at + 1, among: branches.length };
      lines.push({ key: id, level, record, value, below: count(branch), open, ...place });
      if (open) {
        walk(branch.children, level + 1, id);
      }
    }
  };
  walk(tree, 1, null);
  return lines;
}
