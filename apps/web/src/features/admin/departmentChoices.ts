import type { DepartmentView } from "@/api/queries/admin";
import { type Branch, treeOf } from "@/core/tree";

interface Choice {
  value: string;
  title: string;
  disabled?: boolean;
  children: Choice[];
}

/** The departments as a tree to choose from; those in `without` cannot be chosen. */
export function departmentChoices(departments: DepartmentView[], without: ReadonlySet<string> = new Set()): Choice[] {
  const choice = ({ item, children }: Branch<DepartmentView>): Choice => ({
    value: item.id,
    title: item.name,
    disabled: without.has(item.id),
    children: children.map(choice),
  });
  return treeOf(departments).map(choice);
}
