/** Something that stands below another of its kind. */
interface Child {
  id: string;
  parent: string | null;
}

export interface Branch<T> {
  item: T;
  children: Branch<T>[];
}

/** Items as a tree; those whose parent is not there, or that stand below themselves, come to the top. */
export function treeOf<T extends Child>(items: T[]): Branch<T>[] {
  const known = new Map(items.map((item) => [item.id, item]));
  const rooted = new Map<string, boolean>();
  const reachesTop = (item: T, way: Set<string>): boolean => {
    const before = rooted.get(item.id);
    if (before !== undefined) {
      return before;
    }
    const parent = item.parent === null ? undefined : known.get(item.parent);
    const reaches = !parent || (!way.has(parent.id) && reachesTop(parent, new Set([...way, item.id])));
    rooted.set(item.id, reaches);
    return reaches;
  };
  const branches = new Map(items.map((item): [string, Branch<T>] => [item.id, { item, children: [] }]));
  const top: Branch<T>[] = [];
  for (const item of items) {
    const branch = branches.get(item.id);
    const parent = item.parent === null ? undefined : branches.get(item.parent);
    if (branch) {
      (parent && reachesTop(item, new Set()) ? parent.children : top).push(branch);
    }
  }
  return top;
}

/** The ids of an item and all below it. */
export function withBelow<T extends Child>(items: T[], id: string): Set<string> {
  const found = new Set([id]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const item of items) {
      if (item.parent !== null && found.has(item.parent)) {
        found.add(item.id);
      }
    }
  }
  return found;
}
